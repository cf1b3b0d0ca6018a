package dev.undercut.economics.facts;

/**
 * Where a fact comes from.
 *
 * @param key as facts cite it
 * @param title what it is, with its date
 * @param address where it stands; empty when there is none
 * @param status seen, claim (secondary or press), memory, assumption, arithmetic or computed
 */
public record Source(String key, String title, String address, String status) {}

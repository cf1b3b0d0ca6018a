package dev.undercut.health;

import java.util.List;

/**
 * The health of one offer, for people and metrics.
 *
 * @param offer {@code provider/model}
 * @param provider the provider's id
 * @param ejected whether it is left alone for being slow
 * @param lines its state by key
 * @param speed how fast it has been
 */
public record OfferReport(
        String offer, String provider, boolean ejected, List<LineReport> lines, Speed speed) {

    public OfferReport {
        lines = List.copyOf(lines);
    }

    /**
     * The state with one key.
     *
     * @param key its place among the provider's keys, from 1
     * @param state {@code ready}, or the code of what is the matter
     * @param inFlight calls under way
     * @param limit most calls at once, or -1 where no limit was met
     */
    public record LineReport(int key, String state, int inFlight, int limit) {}
}

package dev.undercut.identity;

/**
 * Whose key it is; safe to log and to store.
 *
 * @param id such as {@code key_0123456789ab}; never used again for another key
 * @param name given by the operator
 */
public record KeyIdentity(String id, String name) {}

package dev.undercut.health;

import java.util.List;

/**
 * Who is to be called.
 *
 * @param offer {@code provider/model}; offers of the same model are each other's peers
 * @param provider the provider's id
 * @param keys names of the provider's keys, never the keys themselves; at least one
 */
public record Target(String offer, String provider, List<String> keys) {
    public Target {
        keys = List.copyOf(keys);
    }
}

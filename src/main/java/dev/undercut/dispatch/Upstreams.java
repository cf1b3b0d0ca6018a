package dev.undercut.dispatch;

import java.util.Map;

/**
 * The configured providers by id. Immutable; a change of configuration is a new one.
 *
 * @param byId provider id to how it is called
 */
public record Upstreams(Map<String, Upstream> byId) {
    public Upstreams {
        byId = Map.copyOf(byId);
    }

    Upstream of(String provider) {
        Upstream upstream = byId.get(provider);
        if (upstream == null) {
            throw new IllegalStateException("a plan named an unconfigured provider: " + provider);
        }
        return upstream;
    }
}

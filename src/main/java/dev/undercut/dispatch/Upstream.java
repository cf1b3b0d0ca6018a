package dev.undercut.dispatch;

import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.provider.Provider;
import java.time.Duration;
import java.util.List;

/**
 * A provider with all that is needed to speak with it.
 *
 * @param providers carry bytes, one for each of its keys
 * @param keys names of those keys, never the keys themselves: the same key has the same name under
 *     any configuration
 * @param dialect knows what the bytes mean
 * @param quirks where it departs from its dialect
 * @param firstByte how long it may take to begin an answer
 */
public record Upstream(
        List<Provider> providers,
        List<String> keys,
        UpstreamDialect dialect,
        Quirks quirks,
        Duration firstByte) {

    public Upstream {
        providers = List.copyOf(providers);
        keys = List.copyOf(keys);
        if (providers.isEmpty() || providers.size() != keys.size()) {
            throw new IllegalArgumentException("one provider for each key, and at least one");
        }
    }

    /** One that needs no key. */
    public Upstream(Provider provider, UpstreamDialect dialect, Quirks quirks, Duration firstByte) {
        this(List.of(provider), List.of(provider.id() + "#"), dialect, quirks, firstByte);
    }

    /** The provider with its first key. */
    Provider provider() {
        return providers.getFirst();
    }
}

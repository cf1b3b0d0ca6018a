package dev.undercut.dispatch;

import dev.undercut.dispatch.cache.ResponseCache;
import dev.undercut.dispatch.walk.Patience;
import dev.undercut.route.Listing;
import dev.undercut.route.RouteSettings;
import java.util.Map;

/**
 * Everything that a request needs to know of the market and the configuration, as one snapshot: a
 * request sees one state from beginning to end.
 *
 * @param listing what can be called
 * @param settings how to choose
 * @param upstreams how to call it
 * @param patience how much one request may try and wait
 * @param sticky whether a conversation stays with its offer
 * @param limits what one request may ask for at most
 * @param cache keeps complete answers, when switched on
 * @param presets names that stand for a model with test-time compute
 */
public record Serving(
        Listing listing,
        RouteSettings settings,
        Upstreams upstreams,
        Patience patience,
        boolean sticky,
        RequestLimits limits,
        ResponseCache cache,
        Map<String, Preset> presets) {
    public Serving {
        presets = Map.copyOf(presets);
    }

    /**
     * A model with test-time compute, under a name of its own.
     *
     * @param model as a client would name it
     * @param compute JSON of what {@code undercut.compute} would hold
     */
    public record Preset(String model, String compute) {}
}

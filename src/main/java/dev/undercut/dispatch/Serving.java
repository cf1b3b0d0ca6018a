package dev.undercut.dispatch;

import dev.undercut.dispatch.cache.ResponseCache;
import dev.undercut.dispatch.walk.Patience;
import dev.undercut.route.Listing;
import dev.undercut.route.RouteSettings;

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
 */
public record Serving(
        Listing listing,
        RouteSettings settings,
        Upstreams upstreams,
        Patience patience,
        boolean sticky,
        RequestLimits limits,
        ResponseCache cache) {}

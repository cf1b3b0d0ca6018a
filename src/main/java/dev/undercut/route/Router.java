package dev.undercut.route;

import dev.undercut.chat.ChatRequest;
import dev.undercut.market.OutputExpectations;
import dev.undercut.tokens.TokenCounter;
import java.time.Instant;

/**
 * Decides who shall answer: resolves the name, keeps the offers that meet the requirement, orders
 * them by the expected cost of this very request.
 */
public final class Router {
    private final TokenCounter counter;
    private final OutputExpectations expectations;

    public Router(TokenCounter counter, OutputExpectations expectations) {
        this.counter = counter;
        this.expectations = expectations;
    }

    /** The offers for that request at that time, or why there are none. */
    public Decision decide(
            ChatRequest request, Listing listing, RouteSettings settings, Instant at) {
        return deciding(request, listing, settings, at).decide();
    }

    /** The same decision with every rejection and its reasons. */
    public Explanation explain(
            ChatRequest request, Listing listing, RouteSettings settings, Instant at) {
        return deciding(request, listing, settings, at).explain();
    }

    private Deciding deciding(
            ChatRequest request, Listing listing, RouteSettings settings, Instant at) {
        Case about = new Case(request, listing, settings, at);
        return new Deciding(about, new Pricing(about, counter, expectations));
    }
}

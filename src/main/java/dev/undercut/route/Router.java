package dev.undercut.route;

import dev.undercut.chat.ChatRequest;
import dev.undercut.market.OutputExpectations;
import dev.undercut.tokens.TokenCounter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides who shall answer: resolves the name, keeps the offers that meet the requirement, orders
 * them by the expected cost of this very request.
 */
public final class Router {
    private final TokenCounter counter;
    private final OutputExpectations expectations;
    private volatile @Nullable Names names;

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
        return new Deciding(
                about, new Pricing(about, counter, expectations), names(listing, settings));
    }

    /** The same ones until book or configuration change, because they remember. */
    private Names names(Listing listing, RouteSettings settings) {
        Names present = names;
        if (present == null || !present.isOf(listing, settings)) {
            present = new Names(listing, settings);
            names = present;
        }
        return present;
    }
}

package dev.undercut.route;

import dev.undercut.chat.ChatRequest;
import dev.undercut.health.Speeds;
import dev.undercut.market.OutputExpectations;
import dev.undercut.tokens.TokenCounter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides who shall answer: resolves the name, keeps the offers that meet the requirement, orders
 * them by the expected cost of this very request. Pure: the same book, request, time and evidence
 * give the same decision.
 */
public final class Router {
    private final TokenCounter counter;
    private final OutputExpectations expectations;
    private final Speeds speeds;
    private volatile @Nullable Names names;

    /** A router that knows no speeds. */
    public Router(TokenCounter counter, OutputExpectations expectations) {
        this(counter, expectations, Speeds.NONE);
    }

    /**
     * A router.
     *
     * @param speeds how fast offers have been, as evidence
     */
    public Router(TokenCounter counter, OutputExpectations expectations, Speeds speeds) {
        this.counter = counter;
        this.expectations = expectations;
        this.speeds = speeds;
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
        Case about = new Case(request, listing, settings, at, speeds);
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

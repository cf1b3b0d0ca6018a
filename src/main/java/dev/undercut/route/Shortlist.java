package dev.undercut.route;

import dev.undercut.chat.Effort;
import dev.undercut.chat.Preferences.Order;
import dev.undercut.health.Speeds;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.money.Usd;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The best of the adequate offers, in order: as many as a request could ever try. Most offers of a
 * large market are beaten by those, and are then dropped on their expected cost alone.
 */
final class Shortlist {
    private static final double UNMEASURED = Double.POSITIVE_INFINITY;

    /** No request tries more offers than this. */
    static final int SIZE = 16;

    private final boolean byPrice;
    private final Order order;
    private final Speeds speeds;
    private final Map<String, Double> seconds = new HashMap<>(0);
    private final Effort effort;
    private final @Nullable Usd most;
    private final List<Quote> quotes = new ArrayList<>(SIZE + 1);
    private long bound = Long.MAX_VALUE;

    /**
     * An empty list.
     *
     * @param order what comes first; price when nobody says
     * @param most the most that the request may cost, or null
     * @param effort the effort at which models are compared
     * @param speeds how fast offers have been
     */
    Shortlist(@Nullable Order order, @Nullable Usd most, Effort effort, Speeds speeds) {
        this.effort = effort;
        this.order = order == null ? Order.PRICE : order;
        this.speeds = speeds;
        this.byPrice = this.order == Order.PRICE;
        this.most = most;
    }

    /** Whether an offer that costs at least this many pico-dollars might find a place. */
    boolean mayTake(long picos) {
        return picos <= bound;
    }

    /** Weighs one more offer that can do what is asked. */
    void weigh(Offer offer, Pricing.Estimate estimate) {
        Quote quote = most == null ? estimate.quote(offer) : estimate.within(offer, most);
        if (quote != null) {
            insert(quote);
        }
    }

    /** The best first. */
    List<Quote> quotes() {
        return quotes;
    }

    boolean isEmpty() {
        return quotes.isEmpty();
    }

    /** Why the first is first, in words. */
    String reason() {
        if (quotes.size() == 1) {
            return "the only adequate offer";
        }
        return switch (order) {
            case PRICE -> "cheapest expected cost";
            case QUALITY -> "most capable";
            case SPEED ->
                    seconds(quotes.getFirst()) == UNMEASURED
                            ? "cheapest expected cost, because no speed is measured yet"
                            : "fastest as measured";
        };
    }

    private void insert(Quote quote) {
        int place = Collections.binarySearch(quotes, quote, this::compare);
        quotes.add(place < 0 ? -place - 1 : place, quote);
        if (quotes.size() > SIZE) {
            quotes.removeLast();
        }
        if (quotes.size() == SIZE && most == null && byPrice) {
            bound = boundBy(quotes.getLast());
        }
    }

    /**
     * A budget makes answers shorter and so cheaper than expected; then nothing is beaten early.
     */
    private static long boundBy(Quote last) {
        return rank(last.offer().kind()) > 0 ? Long.MAX_VALUE : picos(last);
    }

    /** What is free of charge comes last; ties are broken by what never changes. */
    private int byPrice(Quote a, Quote b) {
        int order = Integer.compare(rank(a.offer().kind()), rank(b.offer().kind()));
        if (order == 0) {
            order = Long.compare(picos(a), picos(b));
        }
        if (order == 0) {
            order = Double.compare(index(b), index(a));
        }
        if (order == 0) {
            order = a.offer().name().compareTo(b.offer().name());
        }
        return order == 0 ? a.offer().upstreamId().compareTo(b.offer().upstreamId()) : order;
    }

    private int compare(Quote a, Quote b) {
        return switch (order) {
            case PRICE -> byPrice(a, b);
            case QUALITY -> byQuality(a, b);
            case SPEED -> bySpeed(a, b);
        };
    }

    /** What is not measured comes after all that is. */
    private int bySpeed(Quote a, Quote b) {
        int first = Double.compare(seconds(a), seconds(b));
        return first == 0 ? byPrice(a, b) : first;
    }

    private double seconds(Quote quote) {
        return seconds.computeIfAbsent(
                quote.offer().name(),
                name -> {
                    Double measured = speeds.of(name).secondsFor(quote.outputTokens());
                    return measured == null ? UNMEASURED : measured;
                });
    }

    private int byQuality(Quote a, Quote b) {
        int order = Double.compare(index(b), index(a));
        return order == 0 ? byPrice(a, b) : order;
    }

    private static int rank(Kind kind) {
        return kind == Kind.FREE_TIER ? 1 : 0;
    }

    private static long picos(Quote quote) {
        return quote.expected() == null ? Long.MAX_VALUE : quote.expected().picos();
    }

    private double index(Quote quote) {
        return quote.offer().model().capability(effort) instanceof Rated rated
                ? rated.index()
                : -1000;
    }
}

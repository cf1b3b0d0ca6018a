package dev.undercut.route;

import dev.undercut.chat.Effort;
import dev.undercut.chat.Preferences.Order;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.money.Usd;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best of the adequate offers, in order: as many as a request could ever try. Most offers of a
 * large market are beaten by those, and are then dropped on their expected cost alone.
 */
final class Shortlist {
    /** No request tries more offers than this. */
    static final int SIZE = 16;

    private final boolean byPrice;
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
     */
    Shortlist(@Nullable Order order, @Nullable Usd most, Effort effort) {
        this.effort = effort;
        this.byPrice = order != Order.QUALITY;
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
        return quotes.size() == 1
                ? "the only adequate offer"
                : byPrice ? "cheapest expected cost" : "most capable";
    }

    private void insert(Quote quote) {
        int place =
                Collections.binarySearch(quotes, quote, byPrice ? this::byPrice : this::byQuality);
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

package dev.undercut.dispatch.walk;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Dialogue;
import dev.undercut.chat.Preferences;
import dev.undercut.chat.Usage;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.Rates;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import dev.undercut.route.Quote;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which offer a conversation stays with, because its provider has the conversation's beginning in
 * its prompt cache. A conversation is what the client calls a session, else all requests of one key
 * that begin alike. It moves when that saves more than the lost cache costs:
 *
 * <pre>
 * turns to come x (cost here - cost there, both cached)
 *     &gt; prefix x (input price there - cached price here) + what writing the cache costs there
 * </pre>
 *
 * where as many turns are expected to come as there were (Lindy's rule). It never moves while the
 * model waits for a tool, and of its own accord only once. Held in memory, bounded, least recently
 * used first to go; safe for use by many threads.
 */
public final class Sessions {
    private static final int MOST = 20_000;

    /** No provider caches prompts shorter than this. */
    private static final long LEAST_CACHED = 1024;

    private static final int MOST_TURNS = 20;

    private final long ttlNanos;
    private final Map<String, Place> places =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * An empty table.
     *
     * @param ttl how long a conversation is kept after its last turn
     */
    public Sessions(Duration ttl) {
        this.ttlNanos = ttl.toNanos();
    }

    /** Where a conversation is. */
    private record Place(String offer, boolean moved, long usedAt) {}

    /**
     * The conversation that a request goes on with; null when it is too short to be worth keeping
     * and has no name.
     *
     * @param inputTokens how long the request is
     */
    public @Nullable Conversing conversing(
            ChatRequest request,
            Preferences preferences,
            @Nullable String keyId,
            long inputTokens,
            Instant at) {
        String session = preferences.session();
        if (session == null && inputTokens < LEAST_CACHED) {
            return null;
        }
        Dialogue dialogue = request.prompt().dialogue();
        String name;
        if (session != null) {
            name = ":" + session;
        } else if (dialogue != null) {
            name = "=" + dialogue.opening();
        } else {
            return null;
        }
        return new Conversing(
                (keyId == null ? "" : keyId) + name,
                dialogue == null ? 1 : dialogue.turns(),
                dialogue != null && dialogue.toolPending(),
                at);
    }

    private synchronized @Nullable Place place(String key, long now) {
        Place place = places.get(key);
        if (place != null && now - place.usedAt() > ttlNanos) {
            places.remove(key);
            return null;
        }
        return place;
    }

    private synchronized void put(String key, String offer, long now) {
        Place before = places.get(key);
        boolean moved = before != null && (before.moved() || !before.offer().equals(offer));
        places.put(key, new Place(offer, moved, now));
    }

    /** One conversation, as one request sees it. */
    public final class Conversing {
        private final String key;
        private final int turns;
        private final boolean toolPending;
        private final Instant at;

        private Conversing(String key, int turns, boolean toolPending, Instant at) {
            this.key = key;
            this.turns = turns;
            this.toolPending = toolPending;
            this.at = at;
        }

        /**
         * The offer that the conversation stays with; null when it has none, or had better move.
         *
         * @param quotes the offers that are well, the best one first
         */
        public @Nullable Quote stays(List<Quote> quotes, long now) {
            Place place = place(key, now);
            if (place == null || quotes.isEmpty()) {
                return null;
            }
            for (Quote here : quotes) {
                if (here.offer().name().equals(place.offer())) {
                    boolean stays =
                            toolPending || place.moved() || !isWorthMoving(here, quotes.getFirst());
                    return stays ? here : null;
                }
            }
            return null;
        }

        /** An offer has answered. */
        public void stayed(Quote quote, long now) {
            put(key, quote.offer().name(), now);
        }

        private boolean isWorthMoving(Quote here, Quote there) {
            PriceSchedule hereNow = here.offer().price();
            PriceSchedule thereNow = there.offer().price();
            if (hereNow == null || thereNow == null) {
                return false;
            }
            Usd saving = cached(here, hereNow).minus(cached(there, thereNow));
            long prefix = here.inputTokens();
            Rates ratesHere = hereNow.ratesFor(prefix, at);
            Rates ratesThere = thereNow.ratesFor(there.inputTokens(), at);
            long read = ratesThere.input().picosPerToken();
            long written = Math.max(read, or(ratesThere.cacheWrite(), ratesThere.input()));
            long lost = written - or(ratesHere.cachedInput(), ratesHere.input());
            int left = Math.clamp(turns, 1, MOST_TURNS);
            return Math.multiplyExact(left, saving.picos()) > Math.multiplyExact(prefix, lost);
        }

        private static long or(@Nullable PricePerMtok own, PricePerMtok otherwise) {
            return (own == null ? otherwise : own).picosPerToken();
        }

        /** One more turn with the beginning in the cache. */
        private Usd cached(Quote quote, PriceSchedule price) {
            return price.cost(new Usage(0, quote.inputTokens(), 0, 0, quote.outputTokens(), 0), at);
        }
    }
}

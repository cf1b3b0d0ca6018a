package dev.undercut.dispatch.walk;

import dev.undercut.chat.CallFailure;
import dev.undercut.health.Standing;
import dev.undercut.health.Standing.Why;
import dev.undercut.money.Usd;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which step comes next on one request's way along its plan: a pure state machine. It is told what
 * happened and when, and asks nobody but the evidence it was given, so that every rule below can be
 * tried in virtual time.
 *
 * <ul>
 *   <li>Another offer comes before a wait: the next one of the plan that is well is called at once.
 *   <li>The same offer is tried again first only where going on means a model that the caller did
 *       not ask for, or a price several times higher, and the wait is short; or when none is left.
 *   <li>A provider's wish to wait is kept; a wish longer than our patience ends the offer's part.
 *   <li>Who was silent, or does not serve the model, is not asked again.
 *   <li>An offer whose breaker is open is called only when nobody else is left.
 *   <li>Never more attempts, and never more money at worst, than the request may take.
 * </ul>
 *
 * <p>Pauses are drawn evenly between nothing and a bound that doubles ("full jitter", M. Brooker,
 * "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
public final class Walk {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
    private static final Duration LEAST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_SPREAD = Duration.ofMillis(250);
    private static final Duration SHORT_WAIT = Duration.ofSeconds(1);
    private static final double FAR_DEARER = 3;
    private static final int MOST_REFUSALS = 20;

    private final List<Stage> stages;
    private final Patience patience;
    private final @Nullable Usd most;
    private final Evidence evidence;
    private final RandomGenerator random;
    private final long endBy;
    private final int[] tries;
    private final boolean[] over;
    private final boolean[] failed;
    private final long[] notBefore;
    private int attempts;
    private int refusals;
    private boolean ended;
    private Usd spent = Usd.ZERO;
    private boolean crowded;
    private long crowdedSince;

    /**
     * One offer of the plan.
     *
     * @param expected what it will cost, or null when not known
     * @param worst the most it can cost, or null when there is no bound
     * @param substitute whether it is a fallback of another name than the caller's
     */
    public record Stage(@Nullable Usd expected, @Nullable Usd worst, boolean substitute) {}

    /** What is known of the offers of the plan. */
    @FunctionalInterface
    public interface Evidence {
        Standing standing(int offer);
    }

    /** What to do next. */
    public sealed interface Step {
        /**
         * Call that offer.
         *
         * @param lastResort past an open breaker, because nobody else is left
         */
        record Call(int offer, boolean lastResort) implements Step {}

        /** Do nothing until then, and ask again. */
        record Wait(long untilNanos) implements Step {}

        /** Tell the client. */
        record GiveUp() implements Step {}
    }

    /**
     * At the beginning of a plan.
     *
     * @param most the most that the whole request may cost, or null
     */
    public Walk(
            List<Stage> stages,
            Patience patience,
            @Nullable Usd most,
            Evidence evidence,
            RandomGenerator random,
            long startedAt) {
        this.stages = stages;
        this.patience = patience;
        this.most = most;
        this.evidence = evidence;
        this.random = random;
        this.endBy = startedAt + patience.total().toNanos();
        this.tries = new int[stages.size()];
        this.over = new boolean[stages.size()];
        this.failed = new boolean[stages.size()];
        this.notBefore = new long[stages.size()];
    }

    /** The next step, nothing being under way. */
    public Step next(long now) {
        if (ended || attempts >= patience.attempts() || now - endBy >= 0) {
            return new Step.GiveUp();
        }
        int fresh = firstFresh(-1);
        int again = soonestAgain(now);
        if (fresh >= 0) {
            return again >= 0 && isBetterAgain(again, fresh, now)
                    ? again(again, now)
                    : new Step.Call(fresh, false);
        }
        if (again >= 0) {
            return again(again, now);
        }
        int held = firstOpen();
        return held >= 0 ? new Step.Call(held, true) : waitForRoom(now);
    }

    /** Who could be asked beside {@code offer}, which is under way. */
    public OptionalInt beside(int offer) {
        if (ended || attempts >= patience.attempts()) {
            return OptionalInt.empty();
        }
        int other = firstFresh(offer);
        if (other < 0 || stages.get(other).substitute()) {
            return OptionalInt.empty();
        }
        Usd expected = stages.get(other).expected();
        boolean cheap = expected != null && expected.compareTo(patience.hedge().maxUsd()) <= 0;
        return cheap ? OptionalInt.of(other) : OptionalInt.empty();
    }

    /** A call begins. */
    public void started(int offer) {
        attempts++;
        tries[offer]++;
        crowded = false;
    }

    /** Leave was refused after all: somebody else was faster. */
    public void wasFull(int offer) {
        refusals++;
        over[offer] |= refusals > MOST_REFUSALS;
    }

    /** That offer may be asked once more, in other words. */
    public void again(int offer) {
        tries[offer] = 0;
    }

    /** The offer cannot say what is asked: no call was made, or none helps. */
    public void unsupported(int offer) {
        over[offer] = true;
    }

    /** Money that an attempt has cost or may have. */
    public void spent(Usd cost) {
        spent = spent.plus(cost);
    }

    /** A call came to nothing. */
    public void failed(int offer, CallFailure failure, long now) {
        failed[offer] = true;
        if (!failure.tryNextOffer()) {
            ended = true;
        }
        switch (failure) {
            case CallFailure.RateLimited limited ->
                    notBefore[offer] = pause(limited.retryAfter(), offer, now);
            case CallFailure.Overloaded busy ->
                    notBefore[offer] = pause(busy.retryAfter(), offer, now);
            case CallFailure.Unreachable gone -> notBefore[offer] = pause(null, offer, now);
            case CallFailure.Broken broken -> notBefore[offer] = pause(null, offer, now);
            // Another key may do: whether there is one, the evidence knows.
            case CallFailure.Unauthorized refused -> {
                if (refused.status() == 401) {
                    tries[offer]--;
                } else {
                    over[offer] = true;
                }
            }
            case CallFailure.OutOfCredit empty -> tries[offer]--;
            case CallFailure.TimedOut late -> over[offer] = true;
            case CallFailure.NotServed refused -> over[offer] = true;
            case CallFailure.TooLong tooLong -> over[offer] = true;
            case CallFailure.BadRequest request -> over[offer] = true;
            case CallFailure.Unsupported request -> over[offer] = true;
        }
    }

    /** Until when the whole request must be at its end. */
    public long endBy() {
        return endBy;
    }

    /** Until when an attempt that begins now must have begun to answer. */
    public long firstTokenBy(long now) {
        Duration firstToken = patience.firstToken();
        return firstToken == null
                ? attemptBy(now)
                : earlier(now + firstToken.toNanos(), attemptBy(now));
    }

    /** Until when an attempt that begins now must be at its end. */
    public long attemptBy(long now) {
        Duration attempt = patience.attempt();
        return attempt == null ? endBy : earlier(now + attempt.toNanos(), endBy);
    }

    private Step again(int offer, long now) {
        return now - notBefore[offer] >= 0
                ? new Step.Call(offer, false)
                : new Step.Wait(notBefore[offer]);
    }

    private int firstFresh(int butNot) {
        for (int i = 0; i < tries.length; i++) {
            if (i != butNot
                    && tries[i] == 0
                    && !over[i]
                    && isAffordable(i)
                    && evidence.standing(i) instanceof Standing.Ready) {
                return i;
            }
        }
        return -1;
    }

    /** The offer that failed in passing and may be called again first, within our patience. */
    private int soonestAgain(long now) {
        int best = -1;
        for (int i = 0; i < tries.length; i++) {
            if (tries[i] > 0
                    && tries[i] <= patience.retries()
                    && failed[i]
                    && !over[i]
                    && isAffordable(i)
                    && isWithinPatience(notBefore[i], now)
                    && mayBeAgain(i)
                    && (best < 0 || notBefore[i] - notBefore[best] < 0)) {
                best = i;
            }
        }
        return best;
    }

    /** Our own wait covers the provider's wish; any other trouble is not waited for. */
    private boolean mayBeAgain(int offer) {
        return switch (evidence.standing(offer)) {
            case Standing.Ready ready -> true;
            case Standing.Held held ->
                    held.why() == Why.ASKED_TO_WAIT && held.untilNanos() - notBefore[offer] <= 0;
        };
    }

    private boolean isBetterAgain(int again, int fresh, long now) {
        Stage one = stages.get(again);
        Stage other = stages.get(fresh);
        if (other.substitute() && !one.substitute()) {
            return true;
        }
        return notBefore[again] - now <= SHORT_WAIT.toNanos()
                && one.expected() != null
                && other.expected() != null
                && other.expected().picos() > FAR_DEARER * one.expected().picos();
    }

    private int firstOpen() {
        for (int i = 0; i < tries.length; i++) {
            if (tries[i] == 0
                    && !over[i]
                    && isAffordable(i)
                    && evidence.standing(i) instanceof Standing.Held held
                    && held.why() == Why.OPEN) {
                return i;
            }
        }
        return -1;
    }

    /** Waits for offers that are full, or asked to wait, as long as our patience lasts. */
    private Step waitForRoom(long now) {
        if (!crowded) {
            crowded = true;
            crowdedSince = now;
        }
        long patientUntil = crowdedSince + patience.longestWait().toNanos();
        long soonest = Long.MAX_VALUE;
        for (int i = 0; i < tries.length; i++) {
            if (!over[i]
                    && tries[i] == 0
                    && isAffordable(i)
                    && evidence.standing(i) instanceof Standing.Held held
                    && !held.why().isKeys()) {
                soonest = Math.min(soonest, Math.max(held.untilNanos() - now, 0));
            }
        }
        boolean inTime = soonest <= patientUntil - now && soonest <= endBy - now;
        return inTime && patientUntil - now > 0
                ? new Step.Wait(now + Math.max(soonest, LEAST_PAUSE.toNanos()))
                : new Step.GiveUp();
    }

    private boolean isWithinPatience(long until, long now) {
        return until - now <= patience.longestWait().toNanos() && until - endBy < 0;
    }

    private boolean isAffordable(int offer) {
        if (most == null) {
            return true;
        }
        Usd worst = stages.get(offer).worst();
        return worst != null && worst.plus(spent).compareTo(most) <= 0;
    }

    private long pause(@Nullable Duration wish, int offer, long now) {
        if (wish != null) {
            long nanos = Math.min(wish.toNanos(), Duration.ofDays(1).toNanos());
            double spread = Math.min(nanos / 10.0, (double) LONGEST_SPREAD.toNanos());
            return now + nanos + (long) (random.nextDouble() * spread);
        }
        long doubled = FIRST_PAUSE.toNanos() << Math.min(Math.max(tries[offer] - 1, 0), 10);
        double bound = (double) Math.min(doubled, LONGEST_PAUSE.toNanos());
        return now + Math.max(LEAST_PAUSE.toNanos(), (long) (random.nextDouble() * bound));
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }
}

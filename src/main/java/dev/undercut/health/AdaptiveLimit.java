package dev.undercut.health;

import java.time.Duration;

/**
 * How many calls may be under way at once, learnt from what the provider does. There is no limit
 * until it shows one by refusing: then nine tenths of what was under way (multiplicative decrease,
 * once for each generation of calls). From there the limit follows the gradient of the time to the
 * first token, as {@code Gradient2Limit} of Netflix's concurrency-limits does once in a window:
 *
 * <pre>
 * gradient = max(0.5, min(1, 1.5 x long-term average / average of the window))
 * target   = gradient x limit + 4
 * limit    = 0.8 x limit + 0.2 x target
 * </pre>
 *
 * the long-term average being exponential over 600 windows and lowered by 5 % whenever it is more
 * than twice the window's, and with no growth while less than half of the limit is used. Source:
 * github.com/Netflix/concurrency-limits, whose README advises clients to use a limit by loss, or by
 * loss and delay together.
 *
 * <p>Not safe for use by many threads; its owner locks.
 */
final class AdaptiveLimit {
    /** As good as none. */
    static final int NONE = 100_000;

    private static final int LEAST = 1;
    private static final double DECREASE = 0.9;
    private static final double TOLERANCE = 1.5;
    private static final double QUEUE = 4;
    private static final double SMOOTHING = 0.2;
    private static final double DRIFT = 0.95;
    private static final double LONG_WINDOW = 600;
    private static final int WARM_UP = 10;
    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();

    private double limit = NONE;
    private int inFlight;
    private int mostInFlight;
    private double longTerm;
    private int longTermWindows;
    private long windowFrom;
    private long windowSum;
    private int windowCalls;
    private int windowTimed;
    private long decreasedAt;
    private boolean decreased;

    boolean isFull() {
        return inFlight >= (int) limit;
    }

    int limit() {
        return (int) limit;
    }

    int inFlight() {
        return inFlight;
    }

    void enter(long now) {
        if (inFlight == 0 && windowCalls == 0) {
            windowFrom = now;
        }
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
    }

    void leave() {
        inFlight--;
    }

    /**
     * A call began to answer.
     *
     * @param firstTokenNanos how long that took, or negative where it says nothing about waiting
     */
    void answered(long firstTokenNanos, long now) {
        windowCalls++;
        if (firstTokenNanos >= 0) {
            windowSum += firstTokenNanos;
            windowTimed++;
        }
        if (now - windowFrom >= WINDOW_NANOS) {
            endWindow(now);
        }
    }

    /** A call was refused for lack of room, or waited in vain. */
    void refused(long startedAt, long now) {
        // What began before the last decrease was sent under the limit that is gone.
        if (decreased && startedAt - decreasedAt <= 0) {
            return;
        }
        limit = Math.max(LEAST, Math.min(limit, inFlight) * DECREASE);
        decreased = true;
        decreasedAt = now;
    }

    private void endWindow(long now) {
        double gradient = windowTimed == 0 ? 1 : gradient((double) windowSum / windowTimed);
        if (limit < NONE && mostInFlight >= limit / 2) {
            double target = gradient * limit + QUEUE;
            limit = Math.clamp((1 - SMOOTHING) * limit + SMOOTHING * target, LEAST, NONE);
        }
        windowFrom = now;
        windowSum = 0;
        windowCalls = 0;
        windowTimed = 0;
        mostInFlight = inFlight;
    }

    private double gradient(double average) {
        longTermWindows++;
        double weight = longTermWindows <= WARM_UP ? 1.0 / longTermWindows : 2 / (LONG_WINDOW + 1);
        longTerm += (average - longTerm) * weight;
        if (longTerm > 2 * average) {
            longTerm *= DRIFT;
        }
        return average <= 0 ? 1 : Math.clamp(TOLERANCE * longTerm / average, 0.5, 1);
    }
}

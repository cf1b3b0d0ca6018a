package dev.undercut.health;

import dev.undercut.health.HealthSettings.Breaker;
import dev.undercut.health.Standing.Why;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Leaves alone who keeps failing (M. Nygard, Release It!, 2007, "Circuit Breaker").
 *
 * <p>Closed, it lets all calls through; so many failures in a row, or half of a steady stream of
 * calls, open it. Open, it lets none through for a while, with jitter so that several gateways do
 * not return at once. Then one call at a time probes: a success closes it, a failure opens it for
 * twice as long. Only calls that began after it opened count as evidence then, so that late answers
 * of better times do not close it. A provider's own wish to wait is kept to the moment.
 *
 * <p>Not safe for use by many threads; its owner locks.
 */
final class CircuitBreaker {
    private static final double HALF_LIFE_NANOS = Duration.ofSeconds(20).toNanos();
    private static final double LEAST_CALLS = 10;
    private static final double TOO_MANY = 0.5;
    private static final double JITTER = 0.2;
    private static final Duration LONGEST_WISH = Duration.ofMinutes(10);
    private static final Duration REFUSED = Duration.ofMinutes(5);

    private final RandomGenerator random;
    private boolean open;
    private boolean probing;
    private int inARow;
    private int openings;
    private long openedAt;
    private long openUntil;
    private boolean asked;
    private double calls;
    private double failures;
    private long decayedAt;

    CircuitBreaker(RandomGenerator random) {
        this.random = random;
    }

    /** Whether a call may pass, and if not until when. */
    Standing standing(long now) {
        if (!open) {
            return Standing.Ready.INSTANCE;
        }
        if (now - openUntil < 0 || probing) {
            long until = Math.max(openUntil - now, 0) + now;
            return new Standing.Held(asked ? Why.ASKED_TO_WAIT : Why.OPEN, until);
        }
        return Standing.Ready.INSTANCE;
    }

    /** Counts a call that passes; true when it is a probe. */
    boolean enter(long now) {
        if (open && now - openUntil >= 0 && !probing) {
            probing = true;
            return true;
        }
        return false;
    }

    /** A call began to answer. */
    void succeeded(boolean probe, long startedAt, long now) {
        decay(now);
        calls++;
        inARow = 0;
        if (probe) {
            probing = false;
        }
        if (open && startedAt - openedAt > 0) {
            open = false;
            openings = 0;
            calls = 0;
            failures = 0;
        }
    }

    /** A call failed. */
    void failed(Breaker settings, Verdict verdict, boolean probe, long startedAt, long now) {
        if (probe) {
            probing = false;
        }
        if (open) {
            // Calls under way when it opened say nothing new.
            if (probe || (startedAt - openUntil > 0)) {
                open(settings, verdict, now);
            }
            return;
        }
        decay(now);
        calls++;
        failures++;
        inARow++;
        boolean often = calls >= LEAST_CALLS && failures / calls >= TOO_MANY;
        if (inARow >= settings.failures() || often || verdict == Verdict.REFUSED) {
            open(settings, verdict, now);
        }
    }

    /** A call ended without saying anything. */
    void ignored(boolean probe) {
        if (probe) {
            probing = false;
        }
    }

    /** The provider wishes not to be called for so long. */
    void askedToWait(Duration wish, long now) {
        Duration kept = wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
        long until = now + kept.toNanos();
        if (!open || until - openUntil > 0) {
            openUntil = until;
            asked = true;
        }
        if (!open) {
            open = true;
            openedAt = now;
        }
    }

    private void open(Breaker settings, Verdict verdict, long now) {
        long doubled = settings.shortest().toNanos() << Math.min(openings, 20);
        long pause =
                Math.min(doubled <= 0 ? Long.MAX_VALUE : doubled, settings.longest().toNanos());
        if (verdict == Verdict.REFUSED) {
            pause = Math.max(pause, REFUSED.toNanos());
        }
        double jittered = pause * (1 + JITTER * (random.nextDouble() - 1));
        if (!open || !asked || openUntil - now < 0) {
            openUntil = now + (long) jittered;
            asked = false;
        }
        open = true;
        openedAt = now;
        openings++;
        inARow = 0;
    }

    private void decay(long now) {
        double factor = Math.pow(0.5, (now - decayedAt) / HALF_LIFE_NANOS);
        calls *= factor;
        failures *= factor;
        decayedAt = now;
    }
}

package dev.undercut.health;

import dev.undercut.health.Standing.Why;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An offer reached with one provider key. Safe for use by many threads. */
final class Line {
    private static final Duration GUESS_FOR_ROOM = Duration.ofMillis(100);

    private final CircuitBreaker breaker;
    private final AdaptiveLimit limit = new AdaptiveLimit();

    Line(RandomGenerator random) {
        this.breaker = new CircuitBreaker(random);
    }

    /** A call that was let through. */
    record Entry(boolean probe, long startedAt) {}

    synchronized Standing standing(HealthSettings settings, long now) {
        Standing standing = breaker.standing(now);
        if (standing instanceof Standing.Held held && isKept(settings, held)) {
            return held;
        }
        if (settings.limits() && limit.isFull()) {
            return new Standing.Held(Why.FULL, now + GUESS_FOR_ROOM.toNanos());
        }
        return Standing.Ready.INSTANCE;
    }

    /**
     * Lets a call through, or not.
     *
     * @param lastResort whether an open breaker may be passed, because nobody else is left
     */
    synchronized @Nullable Entry enter(HealthSettings settings, boolean lastResort, long now) {
        Standing standing = standing(settings, now);
        if (standing instanceof Standing.Held(Why why, long until)
                && !(lastResort && why == Why.OPEN)) {
            return null;
        }
        boolean probe = breaker.enter(now);
        limit.enter(now);
        return new Entry(probe, now);
    }

    synchronized void began(Entry entry, long firstTokenNanos, long now) {
        breaker.succeeded(entry.probe(), entry.startedAt(), now);
        limit.answered(firstTokenNanos, now);
    }

    synchronized void ended(
            HealthSettings settings, Entry entry, Verdict verdict, boolean began, long now) {
        switch (verdict) {
            case WELL -> {
                if (!began) {
                    breaker.succeeded(entry.probe(), entry.startedAt(), now);
                    limit.answered(-1, now);
                }
            }
            case SILENT -> breaker.ignored(entry.probe() && !began);
            case CROWDED, SLOW, FAILED, REFUSED -> {
                breaker.failed(
                        settings.breaker(),
                        verdict,
                        entry.probe() && !began,
                        entry.startedAt(),
                        now);
                if (verdict == Verdict.CROWDED || verdict == Verdict.SLOW) {
                    limit.refused(entry.startedAt(), now);
                }
            }
        }
        limit.leave();
    }

    synchronized void askedToWait(Duration wish, long now) {
        breaker.askedToWait(wish, now);
    }

    synchronized int inFlight() {
        return limit.inFlight();
    }

    synchronized int limit() {
        return limit.limit();
    }

    /** A wish to wait is kept even where failures are not counted. */
    private static boolean isKept(HealthSettings settings, Standing.Held held) {
        return settings.breaker().on() || held.why() == Why.ASKED_TO_WAIT;
    }
}

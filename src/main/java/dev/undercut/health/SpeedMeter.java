package dev.undercut.health;

import dev.undercut.health.SpeedStore.Measure;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The measured speed of one offer. Safe for use by many threads. */
final class SpeedMeter {
    private static final double HALF_LIFE = Duration.ofHours(2).toNanos();

    /** Fewer calls than about three are an accident, not a speed. */
    private static final double ENOUGH = 2.5;

    private final DecayingHistogram firstTokens;
    private final DecayingHistogram rates;
    private boolean changed;

    SpeedMeter(long now) {
        firstTokens = new DecayingHistogram(1, 1_000_000, HALF_LIFE, now);
        rates = new DecayingHistogram(0.1, 100_000, HALF_LIFE, now);
    }

    synchronized void firstToken(double millis, long now) {
        firstTokens.add(millis, now);
        changed = true;
    }

    synchronized void rate(double tokensPerSecond, long now) {
        rates.add(tokensPerSecond, now);
        changed = true;
    }

    synchronized Speed speed(long now) {
        double calls = firstTokens.count(now);
        boolean known = calls >= ENOUGH;
        return new Speed(
                known ? firstTokens.quantile(0.5) : null,
                known ? firstTokens.quantile(0.95) : null,
                quantile(rates, now),
                calls);
    }

    private static @Nullable Double quantile(DecayingHistogram values, long now) {
        return values.count(now) >= ENOUGH ? values.quantile(0.5) : null;
    }

    /** The counts of a measure; empty when nothing came since the last time. */
    synchronized Map<Integer, Double> counts(Measure measure, long now) {
        return changed ? of(measure).counts(now) : Map.of();
    }

    synchronized void kept() {
        changed = false;
    }

    /** Takes what was measured in an earlier life, as old as it is. */
    synchronized void take(Measure measure, Map<Integer, Double> counts, Duration age, long now) {
        double factor = Math.pow(0.5, Math.max(0, age.toNanos()) / HALF_LIFE);
        of(measure).take(counts, factor, now);
    }

    private DecayingHistogram of(Measure measure) {
        return switch (measure) {
            case FIRST_TOKEN -> firstTokens;
            case RATE -> rates;
        };
    }
}

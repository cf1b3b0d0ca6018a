package dev.undercut.market.capability;

import org.jspecify.annotations.Nullable;

/**
 * A published test, in one release of it.
 *
 * @param slug lower-case name
 * @param name for people
 * @param family tests that are not independent of each other, such as all dates of one leaderboard
 * @param linear whether it has an open scale (Elo) rather than a share of items
 * @param floor the share that guessing gets, from 0 to below 1
 * @param leastNoise residual variance that is never undercut: over p(1-p) for a share; for an open
 *     scale a standard deviation in its own unit
 * @param reference whether its slope helps to set the scale's unit
 * @param leftOut why it takes no part in the fit, or null when it does
 * @param note what to know when its scores and the index disagree, or null
 */
public record Benchmark(
        String slug,
        String name,
        String family,
        boolean linear,
        double floor,
        double leastNoise,
        boolean reference,
        @Nullable String leftOut,
        @Nullable String note) {
    public Benchmark {
        if (!(floor >= 0 && floor < 1) || !(leastNoise > 0) || (reference && linear)) {
            throw new IllegalArgumentException(
                    slug
                            + ": a floor is a share below 1, noise is above 0, a reference is a share");
        }
    }
}

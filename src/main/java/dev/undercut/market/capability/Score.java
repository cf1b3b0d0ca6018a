package dev.undercut.market.capability;

import dev.undercut.chat.Effort;

/**
 * One published result of one model on one benchmark.
 *
 * @param model canonical id
 * @param effort how hard it thought; a level of {@link Effort#level}
 * @param benchmark slug
 * @param value percent for a share of items, else in the benchmark's own unit
 * @param claimed whether a maker claims it, of itself or of a rival, rather than somebody who
 *     measures
 */
public record Score(String model, Effort effort, String benchmark, double value, boolean claimed) {
    public Score {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(model + " on " + benchmark + ": not a number");
        }
        effort = effort.level();
    }
}

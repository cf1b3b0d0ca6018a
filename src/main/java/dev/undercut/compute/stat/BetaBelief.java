package dev.undercut.compute.stat;

import java.util.random.RandomGenerator;

/**
 * Scores that are shares of successes: Beta from Jeffreys' prior, a = b = 1/2, to which a score s
 * adds s to a and 1 - s to b.
 */
public final class BetaBelief implements Belief {
    private double a = 0.5;
    private double b = 0.5;

    @Override
    public void observe(double score) {
        a += score;
        b += 1 - score;
    }

    /** Successes, half a one before any. */
    public double a() {
        return a;
    }

    /** Failures, half a one before any. */
    public double b() {
        return b;
    }

    @Override
    public double draw(RandomGenerator chance) {
        double successes = Draws.gamma(a, chance);
        return successes / (successes + Draws.gamma(b, chance));
    }
}

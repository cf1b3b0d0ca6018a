package dev.undercut.economics.plan;

import dev.undercut.economics.Check;
import dev.undercut.economics.ImpossibleInputException;

/**
 * A few users cost very much: {@code P(X > x) = (x_min / x)^a}, with {@code x_min = m (a - 1) / a}
 * and a top-q share of {@code q^(1 - 1/a)}.
 *
 * @param mean over all users, USD a month, above 0
 * @param alpha the tail's exponent, above 1: the smaller, the heavier
 */
public record ParetoCost(double mean, double alpha) implements UserCost {
    public ParetoCost {
        Check.positive("mean", mean);
        alpha(alpha);
    }

    static void alpha(double alpha) {
        if (!(alpha > 1) || alpha > 100) {
            throw new ImpossibleInputException(
                    "tail", "a tail of exponent " + alpha + " has no mean", "above 1, up to 100");
        }
    }

    /** What the cheapest user costs. */
    public double least() {
        return mean * (alpha - 1) / alpha;
    }

    @Override
    public double exceeding(double usd) {
        return usd <= least() ? 1 : Math.pow(least() / usd, alpha);
    }

    @Override
    public double at(double z) {
        return least() * Math.pow(StandardNormal.exceeding(z), -1 / alpha);
    }

    @Override
    public double capped(double capUsd) {
        Check.positive("cap", capUsd);
        return capUsd <= least() ? capUsd : Tail.capped(least(), alpha, capUsd);
    }

    @Override
    public double cappedSquare(double capUsd) {
        Check.positive("cap", capUsd);
        return capUsd <= least() ? capUsd * capUsd : Tail.cappedSquare(least(), alpha, capUsd);
    }

    @Override
    public double topShare(double topUsers) {
        return Math.pow(Check.share("top", topUsers), 1 - 1 / alpha);
    }

    @Override
    public ParetoCost times(double factor) {
        return new ParetoCost(mean * factor, alpha);
    }
}

package dev.undercut.economics.plan;

import dev.undercut.economics.Check;

/**
 * A log-normal body, and above its 99th percentile a Pareto tail: agents that run day and night are
 * costlier than any log-normal would have it. The body is shifted so that the mean of the whole is
 * the mean that was given.
 *
 * @param mean over all users, tail included, USD a month, above 0
 * @param sigma the body's standard deviation of the logarithm, above 0
 * @param alpha the tail's exponent, above 1
 */
public record TailedCost(double mean, double sigma, double alpha) implements UserCost {
    /** The share of users in the tail. */
    public static final double IN_TAIL = 0.01;

    private static final double Z = StandardNormal.quantile(1 - IN_TAIL);

    public TailedCost {
        Check.positive("mean", mean);
        Check.positive("sigma", sigma);
        Check.within("sigma", sigma, 0, 10);
        ParetoCost.alpha(alpha);
    }

    /** The logarithm of the median, such that body and tail have the mean together. */
    private double mu() {
        double body = Math.exp(sigma * sigma / 2) * StandardNormal.cumulative(Z - sigma);
        double tail = IN_TAIL * Math.exp(sigma * Z) * alpha / (alpha - 1);
        return Math.log(mean) - Math.log(body + tail);
    }

    /** Where the tail begins. */
    public double tailFrom() {
        return Math.exp(mu() + sigma * Z);
    }

    private double body() {
        return Math.exp(mu() + sigma * sigma / 2);
    }

    @Override
    public double exceeding(double usd) {
        if (usd <= 0) {
            return 1;
        }
        return usd <= tailFrom()
                ? StandardNormal.exceeding((Math.log(usd) - mu()) / sigma)
                : IN_TAIL * Math.pow(tailFrom() / usd, alpha);
    }

    @Override
    public double at(double z) {
        return z <= Z
                ? Math.exp(mu() + sigma * z)
                : tailFrom() * Math.pow(IN_TAIL / StandardNormal.exceeding(z), 1 / alpha);
    }

    @Override
    public double capped(double capUsd) {
        Check.positive("cap", capUsd);
        if (capUsd > tailFrom()) {
            return body() * StandardNormal.cumulative(Z - sigma)
                    + IN_TAIL * Tail.capped(tailFrom(), alpha, capUsd);
        }
        double z = (Math.log(capUsd) - mu()) / sigma;
        return body() * StandardNormal.cumulative(z - sigma) + capUsd * exceeding(capUsd);
    }

    @Override
    public double cappedSquare(double capUsd) {
        Check.positive("cap", capUsd);
        double square = Math.exp(2 * mu() + 2 * sigma * sigma);
        if (capUsd > tailFrom()) {
            return square * StandardNormal.cumulative(Z - 2 * sigma)
                    + IN_TAIL * Tail.cappedSquare(tailFrom(), alpha, capUsd);
        }
        double z = (Math.log(capUsd) - mu()) / sigma;
        return square * StandardNormal.cumulative(z - 2 * sigma)
                + capUsd * capUsd * exceeding(capUsd);
    }

    @Override
    public double topShare(double topUsers) {
        if (Check.share("top", topUsers) == 0 || topUsers == 1) {
            return topUsers;
        }
        if (topUsers <= IN_TAIL) {
            double from = tailFrom() * Math.pow(IN_TAIL / topUsers, 1 / alpha);
            return topUsers * from * alpha / (alpha - 1) / mean;
        }
        double z = StandardNormal.quantile(1 - topUsers);
        return 1 - body() * StandardNormal.cumulative(z - sigma) / mean;
    }

    @Override
    public TailedCost times(double factor) {
        return new TailedCost(mean * factor, sigma, alpha);
    }
}

package dev.undercut.economics.plan;

import dev.undercut.economics.Check;

/**
 * The logarithm of the cost is normal: {@code mu = ln(mean) - sigma^2 / 2}.
 *
 * <pre>
 * P(X > x)     = 1 - Phi((ln x - mu) / s)
 * E[min(X,c)]  = m * Phi((ln c - mu - s^2) / s) + c * P(X > c)
 * top-q share  = Phi(s - z(1-q));  median = exp(mu)
 * </pre>
 *
 * @param mean over all users, USD a month, above 0
 * @param sigma the standard deviation of the logarithm, above 0
 */
public record LogNormalCost(double mean, double sigma) implements UserCost {
    public LogNormalCost {
        Check.positive("mean", mean);
        Check.positive("sigma", sigma);
        Check.within("sigma", sigma, 0, 10);
    }

    private double mu() {
        return Math.log(mean) - sigma * sigma / 2;
    }

    private double z(double usd) {
        return (Math.log(usd) - mu()) / sigma;
    }

    @Override
    public double exceeding(double usd) {
        return usd <= 0 ? 1 : StandardNormal.exceeding(z(usd));
    }

    @Override
    public double at(double z) {
        return Math.exp(mu() + sigma * z);
    }

    @Override
    public double capped(double capUsd) {
        Check.positive("cap", capUsd);
        return mean * StandardNormal.cumulative(z(capUsd) - sigma) + capUsd * exceeding(capUsd);
    }

    @Override
    public double cappedSquare(double capUsd) {
        Check.positive("cap", capUsd);
        return mean
                        * mean
                        * Math.exp(sigma * sigma)
                        * StandardNormal.cumulative(z(capUsd) - 2 * sigma)
                + capUsd * capUsd * exceeding(capUsd);
    }

    @Override
    public double topShare(double topUsers) {
        if (Check.share("top", topUsers) == 0 || topUsers == 1) {
            return topUsers;
        }
        return StandardNormal.cumulative(sigma - StandardNormal.quantile(1 - topUsers));
    }

    /** The variance without a cap: {@code m^2 (exp(s^2) - 1)}. */
    public double variance() {
        return mean * mean * Math.expm1(sigma * sigma);
    }

    @Override
    public LogNormalCost times(double factor) {
        return new LogNormalCost(mean * factor, sigma);
    }
}

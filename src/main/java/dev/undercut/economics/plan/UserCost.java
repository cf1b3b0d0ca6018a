package dev.undercut.economics.plan;

/**
 * How the cost of serving one user for a month spreads over users, in USD. Statistics over many
 * users, so {@code double}; no bill is made of it.
 */
public sealed interface UserCost permits LogNormalCost, ParetoCost, TailedCost {
    /** Over all users. */
    double mean();

    /** P(X &gt; x): the share of users who cost more. */
    double exceeding(double usd);

    /** The cost of the user who stands at z in a standard normal order of all users. */
    double at(double z);

    /** E[min(X, c)]: the mean under a cap. */
    double capped(double capUsd);

    /** E[min(X, c)^2], for the variance under a cap. */
    double cappedSquare(double capUsd);

    /** The share of all cost that the costliest share of users makes. */
    double topShare(double topUsers);

    /** The same spread when everybody costs so many times as much. */
    UserCost times(double factor);

    /** Half of all users cost less. */
    default double median() {
        return at(0);
    }

    /**
     * Below it is that share of users.
     *
     * @param share above 0, below 1
     */
    default double quantile(double share) {
        return at(StandardNormal.quantile(share));
    }

    /** The variance of min(X, c) over users. */
    default double cappedVariance(double capUsd) {
        double mean = capped(capUsd);
        return cappedSquare(capUsd) - mean * mean;
    }
}

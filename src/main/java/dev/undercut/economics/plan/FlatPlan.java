package dev.undercut.economics.plan;

import dev.undercut.economics.Check;

/**
 * A plan at one price for all users; usage is valued at what it costs to serve, not at list price.
 * What is left of a user's month: {@code price * (1 - fee) - fixed - X}.
 *
 * @param priceUsd a month, above 0
 * @param feeShare of the price that payment takes, from 0, below 1
 * @param fixedUsd per user and month whatever the usage: support, storage, free features
 */
public record FlatPlan(double priceUsd, double feeShare, double fixedUsd) {
    private static final double CLOSE = 1e-12;

    public FlatPlan {
        Check.positive("price", priceUsd);
        Check.shareBelowOne("fee", feeShare);
        Check.notNegative("fixed", fixedUsd);
    }

    /** What is left to serve a user with, K, in USD a month; may be negative. */
    public double kept() {
        return priceUsd * (1 - feeShare) - fixedUsd;
    }

    /** The mean margin of a user, USD a month. */
    public double margin(UserCost cost) {
        return kept() - cost.mean();
    }

    /** The mean margin under a cap, USD a month. */
    public double margin(UserCost cost, double capUsd) {
        return kept() - cost.capped(capUsd);
    }

    /** The share of users who cost more than they bring. */
    public double lossShare(UserCost cost) {
        return cost.exceeding(kept());
    }

    /** The same under a cap: nobody costs more than it. */
    public double lossShare(UserCost cost, double capUsd) {
        return capUsd <= kept() ? 0 : lossShare(cost);
    }

    /** The cap on usage at which the mean user breaks even. */
    public sealed interface BreakEvenCap {
        /** The plan earns money without one. */
        record NotNeeded() implements BreakEvenCap {}

        /**
         * At this cap.
         *
         * @param usd a month, at serving cost
         */
        record At(double usd) implements BreakEvenCap {}

        /** Fees and fixed cost take all of the price. */
        record Impossible() implements BreakEvenCap {}
    }

    /** Solves {@code E[min(X, c)] = K} for c. */
    public BreakEvenCap breakEvenCap(UserCost cost) {
        if (kept() <= 0) {
            return new BreakEvenCap.Impossible();
        }
        if (cost.mean() <= kept()) {
            return new BreakEvenCap.NotNeeded();
        }
        double low = Math.log(kept());
        double high = low + 1;
        while (cost.capped(Math.exp(high)) < kept()) {
            high += 1;
        }
        while (high - low > CLOSE * Math.max(1, Math.abs(high))) {
            double middle = (low + high) / 2;
            if (cost.capped(Math.exp(middle)) < kept()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new BreakEvenCap.At(Math.exp((low + high) / 2));
    }
}

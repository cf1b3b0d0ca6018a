package dev.undercut.economics.plan;

import dev.undercut.economics.Check;
import java.util.OptionalInt;

/**
 * What a user brings over their time with the plan: the sum over months t of {@code (K - c(t)) * (1
 * - churn)^t / (1 + discount)^t}.
 *
 * @param keptUsd K, what a plan keeps of a month's price
 * @param costUsd what the user costs in the first month
 * @param path how that moves
 * @param monthlyChurn share of users who leave in a month
 * @param monthlyDiscount interest for a month
 */
public record LifetimeValue(
        double keptUsd,
        double costUsd,
        CostPath path,
        double monthlyChurn,
        double monthlyDiscount) {
    private static final double MONTHS = 12;

    public LifetimeValue {
        Check.notNegative("cost", costUsd);
        Check.share("churn", monthlyChurn);
        Check.notNegative("discount", monthlyDiscount);
    }

    /**
     * The running sum after each month, USD per user who began.
     *
     * @param months 1 or more
     */
    public double[] cumulative(int months) {
        Check.atLeast("months", months, 1);
        double[] sums = new double[months];
        double sum = 0;
        for (int month = 0; month < months; month++) {
            double margin = keptUsd - costUsd * path.factor(month / MONTHS);
            sum += margin * Math.pow((1 - monthlyChurn) / (1 + monthlyDiscount), month);
            sums[month] = sum;
        }
        return sums;
    }

    /** The sum over so many months, USD. */
    public double over(int months) {
        return cumulative(months)[months - 1];
    }

    /** The first month, from 0, at whose end the running sum is above 0. */
    public static OptionalInt paidBack(double[] cumulative) {
        for (int month = 0; month < cumulative.length; month++) {
            if (cumulative[month] > 0) {
                return OptionalInt.of(month);
            }
        }
        return OptionalInt.empty();
    }
}

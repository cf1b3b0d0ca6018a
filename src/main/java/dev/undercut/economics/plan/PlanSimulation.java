package dev.undercut.economics.plan;

import dev.undercut.economics.Check;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A plan with many drawn users: each has a cost and a chance of leaving. The same seed gives the
 * same users on every machine.
 *
 * @param plan price and fees
 * @param cost how it spreads over users, at the start
 * @param capUsd the most that a user may cost in a month, in any month; infinite without a cap
 * @param path how the cost of each user moves; the cap, in dollars, stays
 * @param churn who leaves
 * @param monthlyDiscount interest for a month
 */
public record PlanSimulation(
        FlatPlan plan,
        UserCost cost,
        double capUsd,
        CostPath path,
        Churn churn,
        double monthlyDiscount) {
    private static final double MONTHS = 12;
    private static final int MOST_USERS = 5_000_000;
    private static final int MOST_MONTHS = 600;

    public PlanSimulation {
        if (!(capUsd > 0)) {
            Check.positive("cap", capUsd);
        }
        Check.notNegative("discount", monthlyDiscount);
    }

    /**
     * Draws the users and follows them.
     *
     * @param users 100 to 5,000,000
     * @param months 1 to 600
     * @param seed of the draw
     */
    public PlanOutcome run(int users, int months, long seed) {
        Check.within("users", users, 100, MOST_USERS);
        Check.within("months", months, 1, MOST_MONTHS);
        RandomGenerator random = new SplittableRandom(seed);
        double[] factors = new double[months];
        double[] discounts = new double[months];
        for (int month = 0; month < months; month++) {
            factors[month] = path.factor(month / MONTHS);
            discounts[month] = Math.pow(1 + monthlyDiscount, -month);
        }
        double[] served = new double[users];
        double[] margins = new double[months];
        double[] staying = new double[months];
        double kept = plan.kept();
        double sum = 0;
        double uncapped = 0;
        double stayed = 0;
        for (int user = 0; user < users; user++) {
            double place = random.nextGaussian();
            double usage = cost.at(place);
            double stays = 1 - churn.of(place, random.nextGaussian());
            uncapped += usage;
            served[user] = Math.min(usage, capUsd);
            sum += served[user];
            double left = 1;
            for (int month = 0; month < months; month++) {
                margins[month] += (kept - Math.min(usage * factors[month], capUsd)) * left;
                staying[month] += left;
                stayed += month == months - 1 ? served[user] * left : 0;
                left *= stays;
            }
        }
        Arrays.sort(served);
        double lastCost = stayed / staying[months - 1];
        return new PlanOutcome(
                kept,
                served,
                new PlanOutcome.Means(sum / users, uncapped / users, lastCost),
                Arrays.stream(margins).map(all -> all / users).toArray(),
                Arrays.stream(staying).map(all -> all / users).toArray(),
                discounts);
    }
}

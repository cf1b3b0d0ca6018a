package dev.undercut.economics.plan;

/** The day on which a plan stops losing money on its mean user. */
public final class ProfitDate {
    private static final double CLOSE = 1e-10;

    private ProfitDate() {}

    /**
     * When the mean cost of a user has fallen to what the plan keeps of its price.
     *
     * @param plan its price held all the time
     * @param cost of its users today
     */
    public static CostPath.Reached of(FlatPlan plan, UserCost cost, CostPath path) {
        return path.reaches(cost.mean(), plan.kept());
    }

    /**
     * The same under a cap that stays what it is in dollars: solves {@code E[min(factor * X, cap)]
     * = K} for the factor.
     *
     * @param capUsd a month, at serving cost
     */
    public static CostPath.Reached of(FlatPlan plan, UserCost cost, double capUsd, CostPath path) {
        double kept = plan.kept();
        if (kept <= 0 || cost.capped(capUsd) <= kept) {
            return path.reaches(cost.capped(capUsd), kept);
        }
        double low = Math.log(kept / cost.mean());
        double high = 0;
        while (high - low > CLOSE) {
            double middle = (low + high) / 2;
            if (cost.times(Math.exp(middle)).capped(capUsd) > kept) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return path.reaches(Math.exp(-low), 1);
    }
}

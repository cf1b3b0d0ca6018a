package dev.undercut.economics.plan;

/** The day on which a plan stops losing money on its mean user. */
public final class ProfitDate {
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
}

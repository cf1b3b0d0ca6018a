package dev.undercut.economics.plan;

import java.util.Arrays;

/** What became of the drawn users of a plan; amounts in USD, statistics. */
public final class PlanOutcome {
    private final double kept;
    private final double[] served;
    private final Means means;
    private final double[] margins;
    private final double[] staying;
    private final double[] discounts;

    /**
     * Mean costs of the first month's usage.
     *
     * @param served under the cap
     * @param usage without one
     * @param ofStaying under the cap, of those who are there in the last month; NaN when nobody is
     */
    record Means(double served, double usage, double ofStaying) {}

    PlanOutcome(
            double kept,
            double[] served,
            Means means,
            double[] margins,
            double[] staying,
            double[] discounts) {
        this.kept = kept;
        this.served = served;
        this.means = means;
        this.margins = margins;
        this.staying = staying;
        this.discounts = discounts;
    }

    public int users() {
        return served.length;
    }

    /** The mean cost of a user in the first month, under the cap. */
    public double meanServed() {
        return means.served();
    }

    /** The mean cost of a user in the first month if there were no cap. */
    public double meanUsage() {
        return means.usage();
    }

    /** What half of the users cost less than, in the first month. */
    public double median() {
        return percentile(50);
    }

    /** The share of users who cost more than the plan keeps, in the first month. */
    public double lossShare() {
        int at = Arrays.binarySearch(served, kept);
        int first = at >= 0 ? at : -at - 1;
        while (first < served.length && served[first] <= kept) {
            first++;
        }
        return (double) (served.length - first) / served.length;
    }

    /** The share of the cost that the costliest share of users makes, under the cap. */
    public double topShare(double topUsers) {
        int from = (int) Math.round(served.length * (1 - topUsers));
        double top = 0;
        for (int i = from; i < served.length; i++) {
            top += served[i];
        }
        return top / (means.served() * served.length);
    }

    /**
     * What the user at a percentile costs in the first month.
     *
     * @param percent 0 for the cheapest user, 100 for the costliest
     */
    public double percentile(double percent) {
        int at = (int) Math.min(served.length - 1L, (long) (percent / 100 * served.length));
        return served[at];
    }

    /** What the user at a percentile leaves, {@code K - X}; falls with the percentile. */
    public double marginAt(double percent) {
        return kept - percentile(percent);
    }

    /** The margin of each month, for each user who began. */
    public double[] margins() {
        return margins.clone();
    }

    /** The share of those who began that is still there in each month. */
    public double[] staying() {
        return staying.clone();
    }

    /** The discounted sum up to each month, for each user who began. */
    public double[] cumulative() {
        double[] sums = new double[margins.length];
        double sum = 0;
        for (int month = 0; month < sums.length; month++) {
            sum += margins[month] * discounts[month];
            sums[month] = sum;
        }
        return sums;
    }

    /** The whole discounted sum, for each user who began. */
    public double lifetimeValue() {
        double[] sums = cumulative();
        return sums[sums.length - 1];
    }

    /**
     * What the users who are there in the last month cost in the first, over what all did: above 1
     * when the costly ones stay.
     */
    public double adverseSelection() {
        return means.ofStaying() / means.served();
    }
}

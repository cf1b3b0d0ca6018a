package dev.undercut.market.analysis.fit;

/** The binomial distribution, exactly. */
public final class Binomial {
    private Binomial() {}

    /**
     * How many successes of n are no surprise: both tails beyond have at most half of what the
     * level leaves.
     *
     * @param n trials; at least 1
     * @param probability of a success; above 0, below 1
     * @param level such as 0.95
     */
    public static Interval usual(int n, double probability, double level) {
        double tail = (1 - level) / 2;
        double odds = probability / (1 - probability);
        double log = n * Math.log1p(-probability);
        double below = 0;
        int low = 0;
        int high = n;
        boolean lowFound = false;
        for (int k = 0; k <= n; k++) {
            below += Math.exp(log);
            if (!lowFound && below > tail) {
                low = k;
                lowFound = true;
            }
            if (below >= 1 - tail) {
                high = k;
                break;
            }
            log += Math.log(odds * (n - k) / (k + 1));
        }
        return new Interval(low, high);
    }
}

package dev.undercut.compute.search;

import java.util.List;

/** The numbers by which Monte Carlo tree search goes (Kocsis and Szepesvári 2006), as functions. */
final class Uct {
    private Uct() {}

    /**
     * A child's upper confidence bound. The prior weighs the exploration term only.
     *
     * @param value sum of the scores below it, its own among them
     * @param visits so many scores, with one more for each trial under way
     * @param prior its share among its siblings, 0 to 1
     * @param parentVisits 1 or more
     * @param exploration c
     */
    static double bound(
            double value, int visits, double prior, int parentVisits, double exploration) {
        return value / visits
                + exploration * prior * StrictMath.sqrt(StrictMath.log(parentVisits) / visits);
    }

    /** Siblings' priors: the softmax of their scores, which are 0 to 1. */
    static double[] priors(List<Double> scores) {
        double[] priors = new double[scores.size()];
        double sum = 0;
        for (int i = 0; i < priors.length; i++) {
            priors[i] = StrictMath.exp(scores.get(i));
            sum += priors[i];
        }
        for (int i = 0; i < priors.length; i++) {
            priors[i] /= sum;
        }
        return priors;
    }
}

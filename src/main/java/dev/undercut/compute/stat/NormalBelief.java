package dev.undercut.compute.stat;

import java.util.random.RandomGenerator;

/**
 * Scores that are normal with unknown mean and variance: the conjugate prior with m = 0, kappa = 1,
 * nu = 1 and tau² = 0.1, updated as in Murphy, "Probabilistic Machine Learning: Advanced Topics",
 * 3.4.3.3. A draw takes the variance from the scaled inverse chi-squared distribution and then the
 * mean given that variance.
 */
public final class NormalBelief implements Belief {
    private static final double KAPPA = 1;
    private static final double NU = 1;
    private static final double TAU_SQUARED = 0.1;

    private int n;
    private double average;
    private double squares;

    @Override
    public void observe(double score) {
        n++;
        double from = score - average;
        average += from / n;
        squares += from * (score - average);
    }

    /** The posterior's weight of the mean, kappa + n. */
    public double kappa() {
        return KAPPA + n;
    }

    /** The posterior's degrees of freedom, nu + n. */
    public double nu() {
        return NU + n;
    }

    /** The posterior's mean; the prior's is 0. */
    public double mean() {
        return n * average / kappa();
    }

    /** The posterior's scale of the variance. */
    public double tauSquared() {
        double shift = n * KAPPA * average * average / kappa();
        return (NU * TAU_SQUARED + squares + shift) / nu();
    }

    @Override
    public double draw(RandomGenerator chance) {
        double variance = nu() * tauSquared() / 2 / Draws.gamma(nu() / 2, chance);
        return mean() + StrictMath.sqrt(variance / kappa()) * Draws.normal(chance);
    }
}

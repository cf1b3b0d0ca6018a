package dev.undercut.market.analysis.fit;

/**
 * Student's t distribution with whole degrees of freedom, by the finite series of Abramowitz and
 * Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
 */
public final class StudentT {
    private static final double LARGEST = 1e8;
    private static final int HALVINGS = 200;

    private StudentT() {}

    /** The probability that the absolute value is at most {@code t}. */
    public static double within(double t, int freedom) {
        double angle = Math.atan(t / Math.sqrt(freedom));
        double cosine = Math.cos(angle);
        double term = freedom % 2 == 0 ? 1 : cosine;
        double sum = freedom == 1 ? 0 : term;
        int first = freedom % 2 == 0 ? 2 : 3;
        for (int k = first; k <= freedom - 2; k += 2) {
            term *= cosine * cosine * (k - 1) / k;
            sum += term;
        }
        double series = Math.sin(angle) * sum;
        return freedom % 2 == 0 ? series : 2 / Math.PI * (angle + series);
    }

    /**
     * The t within which the absolute value lies with that probability.
     *
     * @param probability above 0, below 1
     * @param freedom degrees of freedom; at least 1
     */
    public static double quantile(double probability, int freedom) {
        if (!(probability > 0 && probability < 1) || freedom < 1) {
            throw new IllegalArgumentException("t(" + probability + ", " + freedom + ")");
        }
        double low = 0;
        double high = LARGEST;
        for (int i = 0; i < HALVINGS && high - low > 1e-12 * high; i++) {
            double middle = (low + high) / 2;
            if (within(middle, freedom) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}

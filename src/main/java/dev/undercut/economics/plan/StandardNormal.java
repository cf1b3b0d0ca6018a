package dev.undercut.economics.plan;

/**
 * The standard normal distribution to about 15 digits: usage spreads over factors of a thousand, so
 * its tails count.
 *
 * <p>Source: G. Marsaglia, "Evaluating the normal distribution", Journal of Statistical Software 11
 * (2004): a Taylor series in the middle; beyond, the continued fraction of Laplace.
 */
public final class StandardNormal {
    private static final double SERIES_UP_TO = 5;
    private static final int FRACTIONS = 60;
    private static final double FARTHEST = 38;

    private StandardNormal() {}

    /** The density. */
    public static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /** P(Z &lt;= z). */
    public static double cumulative(double z) {
        if (Double.isNaN(z)) {
            throw new IllegalArgumentException("no number");
        }
        if (z > SERIES_UP_TO) {
            return 1 - upperTail(z);
        }
        if (z < -SERIES_UP_TO) {
            return upperTail(-z);
        }
        double sum = z;
        double term = z;
        for (int i = 3; sum + term != sum; i += 2) {
            term *= z * z / i;
            sum += term;
        }
        return 0.5 + sum * density(z);
    }

    /** P(Z &gt; z), exact also far out. */
    public static double exceeding(double z) {
        return z > SERIES_UP_TO ? upperTail(z) : cumulative(-z);
    }

    private static double upperTail(double z) {
        if (z > FARTHEST) {
            return 0;
        }
        double fraction = z;
        for (int i = FRACTIONS; i > 0; i--) {
            fraction = z + i / fraction;
        }
        return density(z) / fraction;
    }

    /**
     * The z below which a share of all lies.
     *
     * @param share above 0, below 1
     */
    public static double quantile(double share) {
        if (!(share > 0) || share >= 1) {
            throw new IllegalArgumentException("a share above 0 and below 1, got " + share);
        }
        if (share > 0.5) {
            return -quantile(1 - share);
        }
        double low = -FARTHEST;
        double high = 0;
        double z = -1;
        for (int i = 0; i < 200 && high - low > 1e-15 * (1 - low); i++) {
            double error = cumulative(z) - share;
            if (error > 0) {
                high = z;
            } else {
                low = z;
            }
            double slope = density(z);
            double next = slope > 0 ? z - error / slope : low;
            double then = next > low && next < high ? next : (low + high) / 2;
            if (Math.abs(then - z) < 1e-16 * Math.abs(z)) {
                break;
            }
            z = then;
        }
        return z;
    }
}

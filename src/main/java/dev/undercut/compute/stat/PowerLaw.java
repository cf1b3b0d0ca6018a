package dev.undercut.compute.stat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Coverage as a power law of the number of samples, {@code -ln(coverage) = a * k^b} (Brown et al.,
 * arXiv 2407.21787).
 *
 * @param a above 0
 * @param b below 0 where more samples help
 */
public record PowerLaw(double a, double b) {
    private static final double UNTHINKABLE = 1e18;

    /**
     * Least squares of {@code ln(-ln(coverage))} on {@code ln(k)}.
     *
     * @param coverage by k; those that are not strictly between 0 and 1 are left out
     * @return empty when fewer than two points are left
     */
    public static Optional<PowerLaw> fit(Map<Integer, Double> coverage) {
        double points = 0;
        double sumX = 0;
        double sumY = 0;
        double sumXx = 0;
        double sumXy = 0;
        for (Map.Entry<Integer, Double> point : coverage.entrySet()) {
            double covered = point.getValue();
            if (covered > 0 && covered < 1) {
                double x = StrictMath.log(point.getKey());
                double y = StrictMath.log(-StrictMath.log(covered));
                points++;
                sumX += x;
                sumY += y;
                sumXx += x * x;
                sumXy += x * y;
            }
        }
        if (points < 2) {
            return Optional.empty();
        }
        double b = (points * sumXy - sumX * sumY) / (points * sumXx - sumX * sumX);
        return Optional.of(new PowerLaw(StrictMath.exp((sumY - b * sumX) / points), b));
    }

    /** The coverage of so many samples. */
    public double coverage(double k) {
        return StrictMath.exp(-a * StrictMath.pow(k, b));
    }

    /**
     * The fewest samples that reach a coverage.
     *
     * @param coverage above 0, below 1
     * @return empty when no number does, as where more samples do not help
     */
    public OptionalLong samplesFor(double coverage) {
        if (coverage(1) >= coverage) {
            return OptionalLong.of(1);
        }
        if (b >= 0) {
            return OptionalLong.empty();
        }
        double k = StrictMath.pow(-StrictMath.log(coverage) / a, 1 / b);
        return k < UNTHINKABLE ? OptionalLong.of((long) StrictMath.ceil(k)) : OptionalLong.empty();
    }
}

package dev.undercut.economics.plan;

import dev.undercut.economics.Check;
import java.util.List;
import java.util.Locale;

/**
 * The log-normal shapes that fit what vendors publish about usage: none, one or two, never a number
 * that is none.
 */
public sealed interface SigmaFit {
    /** The 90th percentile of the standard normal distribution. */
    double Z90 = StandardNormal.quantile(0.9);

    /** The largest P90 over mean that a log-normal can have: {@code exp(z^2 / 2)}, 2.2732. */
    double MOST_P90_OVER_MEAN = Math.exp(Z90 * Z90 / 2);

    /**
     * No log-normal is so.
     *
     * @param reason why
     * @param nearest the range in which there is one
     */
    record None(String reason, String nearest) implements SigmaFit {}

    /** Exactly one. */
    record One(double sigma) implements SigmaFit {}

    /** Two: users much alike, or very much unlike. */
    record Two(double low, double high) implements SigmaFit {}

    /** All of them, the smallest first. */
    default List<Double> solutions() {
        return switch (this) {
            case None none -> List.of();
            case One(double sigma) -> List.of(sigma);
            case Two(double low, double high) -> List.of(low, high);
        };
    }

    /**
     * From the 90th percentile over the 10th: {@code s = ln r / (2 z)}.
     *
     * @param ratio above 0
     */
    static SigmaFit ofP90OverP10(double ratio) {
        Check.positive("p90-over-p10", ratio);
        if (ratio <= 1) {
            return new None("a 90th percentile lies above the 10th", "above 1");
        }
        return new One(Math.log(ratio) / (2 * Z90));
    }

    /**
     * From the 90th percentile over the mean: {@code s = z -+ sqrt(z^2 - 2 ln r)}.
     *
     * @param ratio above 0
     */
    static SigmaFit ofP90OverMean(double ratio) {
        Check.positive("p90-over-mean", ratio);
        double root = Z90 * Z90 - 2 * Math.log(ratio);
        if (root < 0) {
            return new None(
                    String.format(
                            Locale.ROOT,
                            "no log-normal has a 90th percentile of %.4g times its mean",
                            ratio),
                    String.format(Locale.ROOT, "up to %.4f", MOST_P90_OVER_MEAN));
        }
        double low = Z90 - Math.sqrt(root);
        double high = Z90 + Math.sqrt(root);
        return root == 0 || low <= 0 ? new One(high) : new Two(low, high);
    }
}

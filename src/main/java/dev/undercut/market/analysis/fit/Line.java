package dev.undercut.market.analysis.fit;

import org.jspecify.annotations.Nullable;

/**
 * Ordinary least squares of y on x.
 *
 * @param n observations
 * @param meanX where the line passes through {@code meanY}
 * @param slope change of y for one of x
 * @param slopeError its standard error; infinite when nothing is left to estimate it from
 * @param freedom degrees of freedom of that error
 * @param r2 share of the variance explained
 * @param scatter standard deviation of what is left; infinite when nothing estimates it
 */
public record Line(
        int n,
        double meanX,
        double meanY,
        double slope,
        double slopeError,
        int freedom,
        double r2,
        double scatter) {

    private static final double LEVEL = 0.9;

    /**
     * The line through some points.
     *
     * @return null with fewer than two different x
     */
    public static @Nullable Line through(double[] xs, double[] ys) {
        int n = xs.length;
        if (n < 2) {
            return null;
        }
        double meanX = mean(xs);
        double meanY = mean(ys);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            double x = xs[i] - meanX;
            double y = ys[i] - meanY;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        if (xx == 0) {
            return null;
        }
        double slope = xy / xx;
        double rest = Math.max(0, yy - slope * xy);
        int freedom = n - 2;
        double error = freedom < 1 ? Double.POSITIVE_INFINITY : Math.sqrt(rest / freedom / xx);
        return new Line(
                n,
                meanX,
                meanY,
                slope,
                error,
                freedom,
                yy == 0 ? 1 : 1 - rest / yy,
                freedom < 1 ? Double.POSITIVE_INFINITY : Math.sqrt(rest / freedom));
    }

    /**
     * The plane through points with a second cause z, cut where z has a value: least squares of y
     * on x and z.
     *
     * @return null when x and z cannot be told apart, or with fewer than four points
     */
    public static @Nullable Line through(double[] xs, double[] zs, double[] ys, double atZ) {
        int n = xs.length;
        if (n < 4) {
            return null;
        }
        double meanX = mean(xs);
        double meanZ = mean(zs);
        double meanY = mean(ys);
        double xx = 0;
        double zz = 0;
        double xz = 0;
        double xy = 0;
        double zy = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            double x = xs[i] - meanX;
            double z = zs[i] - meanZ;
            double y = ys[i] - meanY;
            xx += x * x;
            zz += z * z;
            xz += x * z;
            xy += x * y;
            zy += z * y;
            yy += y * y;
        }
        double determinant = xx * zz - xz * xz;
        if (!(determinant > 1e-9 * xx * zz)) {
            return null;
        }
        double slope = (xy * zz - zy * xz) / determinant;
        double perZ = (zy * xx - xy * xz) / determinant;
        double rest = Math.max(0, yy - slope * xy - perZ * zy);
        int freedom = n - 3;
        double error = Math.sqrt(rest / freedom * zz / determinant);
        return new Line(
                n,
                meanX,
                meanY + perZ * (atZ - meanZ),
                slope,
                error,
                freedom,
                yy == 0 ? 1 : 1 - rest / yy,
                Math.sqrt(rest / freedom));
    }

    /** y on the line. */
    public double at(double x) {
        return meanY + slope * (x - meanX);
    }

    /** The 90 % t-interval of the slope; everything when there are too few points for one. */
    public Interval slope90() {
        if (freedom < 1) {
            return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double margin = StudentT.quantile(LEVEL, freedom) * slopeError;
        return new Interval(slope - margin, slope + margin);
    }

    /**
     * Where one more y at x would be with 90 %: the prediction interval of a line through points;
     * everything when there are too few points for one.
     */
    public Interval predicted90(double x) {
        if (freedom < 1) {
            return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double error =
                Math.sqrt(
                        scatter * scatter * (1 + 1.0 / n) + Math.pow(slopeError * (x - meanX), 2));
        double margin = StudentT.quantile(LEVEL, freedom) * error;
        return new Interval(at(x) - margin, at(x) + margin);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}

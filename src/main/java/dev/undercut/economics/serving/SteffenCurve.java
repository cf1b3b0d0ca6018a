package dev.undercut.economics.serving;

import dev.undercut.economics.ImpossibleInputException;
import java.util.Arrays;
import java.util.Locale;

/**
 * A monotone cubic through points: between two of them it neither overshoots nor dips. It refuses
 * to extrapolate.
 *
 * <p>Source: M. Steffen, "A simple method for monotonic interpolation in one dimension", Astronomy
 * and Astrophysics 239 (1990) 443.
 */
public final class SteffenCurve {
    private final String what;
    private final double[] xs;
    private final double[] ys;
    private final double[] slopes;

    /**
     * The curve.
     *
     * @param what the input that is asked for, for errors
     * @param xs strictly rising
     * @param ys as many, finite
     */
    public SteffenCurve(String what, double[] xs, double[] ys) {
        if (xs.length < 2 || xs.length != ys.length) {
            throw new IllegalArgumentException("a curve takes two points or more");
        }
        for (int i = 1; i < xs.length; i++) {
            if (!(xs[i] > xs[i - 1])) {
                throw new IllegalArgumentException("points must rise: " + Arrays.toString(xs));
            }
        }
        this.what = what;
        this.xs = xs.clone();
        this.ys = ys.clone();
        this.slopes = slopes(xs, ys);
    }

    private static double[] slopes(double[] xs, double[] ys) {
        int last = xs.length - 1;
        double[] widths = new double[last];
        double[] secants = new double[last];
        for (int i = 0; i < last; i++) {
            widths[i] = xs[i + 1] - xs[i];
            secants[i] = (ys[i + 1] - ys[i]) / widths[i];
        }
        double[] slopes = new double[xs.length];
        slopes[0] = edge(widths, secants, 0, 1);
        slopes[last] = edge(widths, secants, last - 1, last - 2);
        for (int i = 1; i < last; i++) {
            double sign = Math.signum(secants[i - 1]) + Math.signum(secants[i]);
            double parabola =
                    (secants[i - 1] * widths[i] + secants[i] * widths[i - 1])
                            / (widths[i - 1] + widths[i]);
            double least = Math.min(Math.abs(secants[i - 1]), Math.abs(secants[i]));
            slopes[i] = sign * Math.min(least, Math.abs(parabola) / 2);
        }
        return slopes;
    }

    /** The slope of the parabola through the three outer points, held to the outer secant. */
    private static double edge(double[] widths, double[] secants, int outer, int inner) {
        if (secants.length == 1) {
            return secants[0];
        }
        double ratio = widths[outer] / (widths[outer] + widths[inner]);
        double slope = secants[outer] * (1 + ratio) - secants[inner] * ratio;
        if (slope * secants[outer] <= 0) {
            return 0;
        }
        return Math.abs(slope) > 2 * Math.abs(secants[outer]) ? 2 * secants[outer] : slope;
    }

    public double least() {
        return xs[0];
    }

    public double most() {
        return xs[xs.length - 1];
    }

    /**
     * The value there, never below 0.
     *
     * @throws ImpossibleInputException outside of the points
     */
    public double at(double x) {
        if (!(x >= least()) || x > most()) {
            throw new ImpossibleInputException(
                    what,
                    String.format(
                            Locale.ROOT,
                            "nothing was measured at %s, and this does not extrapolate",
                            x),
                    least() + " to " + most());
        }
        int i = Arrays.binarySearch(xs, x);
        if (i >= 0) {
            return Math.max(0, ys[i]);
        }
        int left = -i - 2;
        double width = xs[left + 1] - xs[left];
        double secant = (ys[left + 1] - ys[left]) / width;
        double from = x - xs[left];
        double cubic = (slopes[left] + slopes[left + 1] - 2 * secant) / (width * width);
        double square = (3 * secant - 2 * slopes[left] - slopes[left + 1]) / width;
        return Math.max(0, ((cubic * from + square) * from + slopes[left]) * from + ys[left]);
    }
}

package dev.undercut.market.analysis.fit;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A constant factor per year: a straight line through the decimal logarithm of prices.
 *
 * @param line log10(USD) on the number of the day since 1970
 */
public record LogTrend(Line line) {
    private static final double YEAR = 365;

    /**
     * Ordinary least squares of log10(price) on the day.
     *
     * @return null with fewer than two different days
     */
    public static @Nullable LogTrend through(double[] days, double[] usd) {
        Line line = Line.through(days, logs(usd));
        return line == null ? null : new LogTrend(line);
    }

    /**
     * The same beside a second cause of prices, cut where that has a value.
     *
     * @return null when the two cannot be told apart
     */
    public static @Nullable LogTrend through(
            double[] days, double[] causes, double[] usd, double atCause) {
        Line line = Line.through(days, causes, logs(usd), atCause);
        return line == null ? null : new LogTrend(line);
    }

    private static double[] logs(double[] usd) {
        double[] logs = new double[usd.length];
        for (int i = 0; i < usd.length; i++) {
            logs[i] = Math.log10(usd[i]);
        }
        return logs;
    }

    /** Observations. */
    public int n() {
        return line.n();
    }

    /** Share of the variance of the logarithm explained. */
    public double r2() {
        return line.r2();
    }

    /** By what prices are divided in a year of 365 days. */
    public double factorPerYear() {
        return Math.pow(10, -line.slope() * YEAR);
    }

    /**
     * The t-interval of the slope as factors per year, 90 %; from zero to infinity when there are
     * too few points for one.
     */
    public Interval interval90() {
        Interval slope = line.slope90();
        return new Interval(Math.pow(10, -slope.high() * YEAR), Math.pow(10, -slope.low() * YEAR));
    }

    /** Days in which the price halves; infinite when it does not fall. */
    public double halfLifeDays() {
        return line.slope() >= 0 ? Double.POSITIVE_INFINITY : -Math.log10(2) / line.slope();
    }

    /** Where one more price on that day would be with 90 %, USD per million tokens. */
    public Interval predicted90(LocalDate day) {
        Interval logs = line.predicted90((double) day.toEpochDay());
        return new Interval(Math.pow(10, logs.low()), Math.pow(10, logs.high()));
    }

    /** USD per million tokens on the line. */
    public double at(LocalDate day) {
        return Math.pow(10, line.at((double) day.toEpochDay()));
    }
}

package dev.undercut.market.analysis;

import dev.undercut.market.analysis.fit.Binomial;
import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.market.analysis.fit.StudentT;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the lowest price of a class goes: a random walk with drift on the logarithm of its monthly
 * values (Box and Jenkins, Time Series Analysis, 1970; Nagy and others, "Statistical basis for
 * predicting technological progress", 2013, find it hard to beat for prices of technologies). Drift
 * and step come from the class's own past; their uncertainty is in the width.
 *
 * <p>A record low never rises, so no bound lies above today's. The walk knows no floor: serving
 * costs something, and the lowest price anybody ever asked for any model is stated beside it.
 */
public final class Forecast {
    /** Months of a class before anything is said about it. */
    static final int LEAST_MONTHS = 9;

    private static final double LEVEL = 0.9;
    private static final long YEAR = 365;
    private static final double NEARLY_STOPPED = 2;

    private Forecast() {}

    /** One future month. */
    public record Ahead(LocalDate date, double low, double mid, double high) {}

    /**
     * A forecast.
     *
     * @param months empty when the class is too young
     * @param floor the lowest price that anybody ever asked for any model
     * @param nearlyStoppedSince the day since which the lowest price has not halved, when that is a
     *     year ago or more; else null
     */
    public record Outlook(
            List<Ahead> months, double floor, @Nullable LocalDate nearlyStoppedSince) {}

    /**
     * How forecasts from past months would have done.
     *
     * @param tried forecasts of a month that is now known
     * @param covered those whose interval held it
     * @param expected the numbers covered that are no surprise when the interval is honest
     */
    public record BackTest(int months, int tried, int covered, Interval expected) {
        public boolean isHonest() {
            return expected.contains(covered);
        }
    }

    /** The next months of an index, from the selection's day. */
    public static Outlook of(PricePanel panel, PriceIndex.Index index, int months) {
        LocalDate at = index.selection().at();
        double[] walk = walk(index.points(), at);
        List<Ahead> ahead = new ArrayList<>();
        if (walk.length >= LEAST_MONTHS) {
            for (int month = 1; month <= months; month++) {
                Band band = band(walk, month);
                ahead.add(
                        new Ahead(
                                at.plusMonths(month),
                                Math.pow(10, band.low()),
                                Math.pow(10, band.mid()),
                                Math.pow(10, band.high())));
            }
        }
        double floor =
                panel.spans().stream()
                        .filter(PricedSpan::isPaid)
                        .filter(span -> !span.from().isAfter(at))
                        .mapToDouble(span -> span.usd(index.selection().blend()))
                        .min()
                        .orElse(0);
        return new Outlook(ahead, floor, nearlyStoppedSince(index.points(), at).orElse(null));
    }

    /**
     * Forecasts from every past month, so many months ahead, against what came.
     *
     * @param lows the record lows of one class
     */
    public static BackTest backTest(List<PricedPoint> lows, LocalDate at, int months) {
        double[] walk = walk(lows, at);
        int tried = 0;
        int covered = 0;
        for (int now = LEAST_MONTHS; now + months <= walk.length; now += months) {
            Band band = band(Arrays.copyOf(walk, now), months);
            double came = walk[now + months - 1];
            tried++;
            if (band.low() <= came && came <= band.high()) {
                covered++;
            }
        }
        Interval expected = tried == 0 ? new Interval(0, 0) : Binomial.usual(tried, LEVEL, 0.95);
        return new BackTest(months, tried, covered, expected);
    }

    /** Logarithms of a lowest price, bounds of a future one. */
    record Band(double low, double mid, double high) {}

    /** What a walk will be after some steps, with 90 %. */
    static Band band(double[] walk, int steps) {
        int n = walk.length - 1;
        double last = walk[n];
        double drift = (last - walk[0]) / n;
        double rest = 0;
        for (int i = 1; i <= n; i++) {
            double off = walk[i] - walk[i - 1] - drift;
            rest += off * off;
        }
        double step = Math.sqrt(rest / (n - 1));
        double width =
                StudentT.quantile(LEVEL, n - 1)
                        * step
                        * Math.sqrt(steps + (double) steps * steps / n);
        double mid = last + drift * steps;
        return new Band(mid - width, mid, Math.min(last, mid + width));
    }

    /** The logarithm of the lowest price at the end of each month of the class, newest last. */
    static double[] walk(List<PricedPoint> lows, LocalDate at) {
        if (lows.isEmpty()) {
            return new double[0];
        }
        List<Double> walk = new ArrayList<>();
        LocalDate first = lows.getFirst().date();
        for (LocalDate day = at; !day.isBefore(first); day = at.minusMonths(walk.size())) {
            double lowest = Double.NaN;
            for (PricedPoint low : lows) {
                if (!low.date().isAfter(day)) {
                    lowest = low.usd();
                }
            }
            walk.add(Math.log10(lowest));
        }
        double[] values = new double[walk.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = walk.get(values.length - 1 - i);
        }
        return values;
    }

    /**
     * Since when the lowest price is within a factor of two of today's, when for a year or more.
     */
    static Optional<LocalDate> nearlyStoppedSince(List<PricedPoint> lows, LocalDate at) {
        return lows.stream()
                .filter(low -> low.usd() < NEARLY_STOPPED * lows.getLast().usd())
                .map(PricedPoint::date)
                .findFirst()
                .filter(since -> at.toEpochDay() - since.toEpochDay() >= YEAR);
    }
}

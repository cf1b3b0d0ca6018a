package dev.undercut.market.analysis;

import dev.undercut.market.analysis.fit.Binomial;
import dev.undercut.market.analysis.fit.Falls;
import dev.undercut.market.analysis.fit.Interval;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the lowest price of a class goes. On the logarithm of its monthly values that is a walk
 * with drift (Nagy and others, "Statistical basis for predicting technological progress", 2013,
 * find it hard to beat for prices of technologies), but a lazy one: a record low never rises, and
 * four months in five bring no new one. So its steps are taken for what they are, rare jumps down,
 * and the interval is of their predictive distribution: see {@link Falls}. A normal walk with the
 * same variance is too wide at one and three months.
 *
 * <p>An interval of 90 % ends at today's price when no fall at all is likelier than a tail; its
 * whole rest then lies below it. The walk knows no floor: serving costs something, and the lowest
 * price anybody ever asked for any model is stated beside it.
 */
public final class Forecast {
    /** Months of a class before anything is said about it. */
    static final int LEAST_MONTHS = 9;

    /** How sure an interval is. */
    static final double LEVEL = 0.9;

    private static final double ROUNDING = 1e-12;
    private static final long YEAR = 365;
    private static final double NEARLY_STOPPED = 2;

    private Forecast() {}

    /** One future month. */
    public record Ahead(LocalDate date, double low, double mid, double high) {}

    /**
     * A forecast.
     *
     * @param months empty when the class is too young, or never fell
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
        if (canForecast(walk)) {
            Falls falls = falls(walk);
            for (int month = 1; month <= months; month++) {
                Band band = band(walk, falls, month);
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
     * One forecast from a past month of a month that is now known.
     *
     * @param from months before today from which it looks ahead
     * @param before logarithm of the lowest price then
     * @param after logarithm of what came
     * @param covered whether the interval held it
     */
    record Trial(int from, double before, double after, boolean covered) {}

    /**
     * Forecasts from past months, so many months ahead, against what came. No two of them look at
     * the same time.
     *
     * @param lows the record lows of one class
     */
    public static BackTest backTest(List<PricedPoint> lows, LocalDate at, int months) {
        List<Trial> trials = trials(lows, at, months);
        int tried = trials.size();
        int covered = Math.toIntExact(trials.stream().filter(Trial::covered).count());
        Interval expected = tried == 0 ? new Interval(0, 0) : Binomial.usual(tried, LEVEL, 0.95);
        return new BackTest(months, tried, covered, expected);
    }

    static List<Trial> trials(List<PricedPoint> lows, LocalDate at, int months) {
        double[] walk = walk(lows, at);
        List<Trial> trials = new ArrayList<>();
        for (int now = LEAST_MONTHS; now + months <= walk.length; now += months) {
            double[] known = Arrays.copyOf(walk, now);
            if (canForecast(known)) {
                double before = known[now - 1];
                double after = walk[now + months - 1];
                Band band = band(known, falls(known), months);
                boolean covered = band.low() - ROUNDING <= after && after <= band.high() + ROUNDING;
                trials.add(new Trial(walk.length - now, before, after, covered));
            }
        }
        return trials;
    }

    /** Logarithms of a lowest price, bounds of a future one. */
    record Band(double low, double mid, double high) {}

    /** What a walk will be after some steps, with 90 %. */
    static Band band(double[] walk, int steps) {
        return band(walk, falls(walk), steps);
    }

    private static Band band(double[] walk, Falls falls, int steps) {
        double last = walk[walk.length - 1];
        Falls.Distribution fall = falls.in(steps);
        Interval interval = fall.interval(LEVEL);
        return new Band(last - interval.high(), last - fall.quantile(0.5), last - interval.low());
    }

    private static boolean canForecast(double[] walk) {
        return walk.length >= LEAST_MONTHS && walk[walk.length - 1] < walk[0];
    }

    private static Falls falls(double[] walk) {
        double[] falls = new double[walk.length - 1];
        for (int i = 0; i < falls.length; i++) {
            falls[i] = walk[i] - walk[i + 1];
        }
        return new Falls(falls);
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

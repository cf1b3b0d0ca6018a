package dev.undercut.market.analysis;

import dev.undercut.market.analysis.fit.LogTrend;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The price of constant quality: what the cheapest offer of a class cost, day after day, and how
 * fast that falls.
 */
public final class PriceIndex {
    private static final double YEAR = 365;

    private PriceIndex() {}

    /** How the fall is measured. */
    public enum Method {
        /**
         * Ours: dated list prices, every offer of the class, the path of record lows, least squares
         * on the logarithm with the t-interval of the slope; beside it {@link HedonicTrend}.
         */
        CONSTANT_QUALITY,
        /** {@link EpochTrend}: the same path without models that reason, four points or more. */
        EPOCH,
        /** {@link Llmflation}: two endpoints, no regression. */
        A16Z;

        /** {@code constant-quality}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The method of that code, case ignored. */
        public static Optional<Method> of(String code) {
            for (Method method : values()) {
                if (method.code().equals(code.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                    return Optional.of(method);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * The fall of the lowest price while the class was that old.
     *
     * @param year the first is 1
     * @param factor price at its start over price at its end
     * @param complete whether that year of the class is over
     */
    public record Age(int year, double factor, boolean complete) {}

    /**
     * An index.
     *
     * @param points what it rests on: strictly falling record lows, or a16z's months
     * @param factorPerYear null when there are too few points
     * @param trend the regression, or null where the method has none
     * @param hedonic the second estimator, or null where the method has none
     * @param ages the fall by age of the class: young classes fall faster
     */
    public record Index(
            Method method,
            QualityClass wanted,
            Selection selection,
            List<PricedPoint> points,
            @Nullable Double factorPerYear,
            @Nullable LogTrend trend,
            @Nullable LogTrend hedonic,
            List<Age> ages) {

        /** The lowest price by that day, or null before the first. */
        public @Nullable Double lowest(LocalDate day) {
            return lowestBy(points, day);
        }
    }

    /** The index of a class by one of the methods. */
    public static Index of(
            PricePanel panel, QualityClass wanted, Selection selection, Method method) {
        return switch (method) {
            case CONSTANT_QUALITY -> constantQuality(panel, wanted, selection);
            case EPOCH -> epoch(panel, wanted, selection);
            case A16Z -> a16z(panel, wanted, selection);
        };
    }

    /** Our own index. */
    static Index constantQuality(PricePanel panel, QualityClass wanted, Selection selection) {
        List<PricedPoint> lows = recordLows(panel, wanted, selection);
        LogTrend trend = lows.size() < 3 ? null : RecordLows.trend(lows);
        return new Index(
                Method.CONSTANT_QUALITY,
                wanted,
                selection,
                lows,
                trend == null ? null : trend.factorPerYear(),
                trend,
                HedonicTrend.trend(panel, wanted.measure(), wanted.threshold(), selection),
                ages(lows, selection.at()));
    }

    private static Index epoch(PricePanel panel, QualityClass wanted, Selection selection) {
        Selection without =
                new Selection(
                        selection.at(),
                        selection.blend(),
                        selection.vendor(),
                        selection.openWeights(),
                        false);
        List<PricedPoint> lows = recordLows(panel, wanted, without);
        LogTrend trend = lows.size() < EpochTrend.LEAST_POINTS ? null : RecordLows.trend(lows);
        return new Index(
                Method.EPOCH,
                wanted,
                without,
                lows,
                trend == null ? null : trend.factorPerYear(),
                trend,
                null,
                ages(lows, selection.at()));
    }

    private static Index a16z(PricePanel panel, QualityClass wanted, Selection selection) {
        Llmflation.Fall fall = Llmflation.fall(panel, wanted, selection);
        List<PricedPoint> months = fall == null ? List.of() : fall.months();
        return new Index(
                Method.A16Z,
                wanted,
                selection,
                months,
                fall == null ? null : fall.factorPerYear(),
                null,
                null,
                ages(RecordLows.of(months), selection.at()));
    }

    /** The prices of the class that were lower than all before. */
    static List<PricedPoint> recordLows(
            PricePanel panel, QualityClass wanted, Selection selection) {
        return RecordLows.of(panel.select(selection).points(wanted, selection.blend()));
    }

    /** By how much the lowest price fell in each year since the class began. */
    static List<Age> ages(List<PricedPoint> lows, LocalDate at) {
        List<Age> ages = new ArrayList<>();
        if (lows.isEmpty()) {
            return ages;
        }
        LocalDate start = lows.getFirst().date();
        for (int year = 1; !start.isAfter(at); year++) {
            LocalDate end = start.plusDays((long) YEAR);
            LocalDate until = end.isAfter(at) ? at : end;
            Double before = lowestBy(lows, start);
            Double after = lowestBy(lows, until);
            if (before != null && after != null) {
                ages.add(new Age(year, before / after, !end.isAfter(at)));
            }
            start = end;
        }
        return ages;
    }

    private static @Nullable Double lowestBy(List<PricedPoint> points, LocalDate day) {
        Double lowest = null;
        for (PricedPoint point : points) {
            if (!point.date().isAfter(day) && (lowest == null || point.usd() < lowest)) {
                lowest = point.usd();
            }
        }
        return lowest;
    }
}

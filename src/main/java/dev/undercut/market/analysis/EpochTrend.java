package dev.undercut.market.analysis;

import dev.undercut.market.analysis.fit.LogTrend;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Epoch AI's procedure for price trends: "LLM inference prices have fallen rapidly but unequally
 * across tasks" (Cottier and others, 2025-03-12), with the choices of its published code.
 *
 * <p>It regresses on record lows only, which biases the fall steep, on few points: look at the
 * interval. Reasoning models are left out by whoever makes the points.
 */
public final class EpochTrend {
    /** Fewer kept points than this make no trend. */
    static final int LEAST_POINTS = 4;

    /** Percent; a perfect score says more about the test than about the model. */
    private static final double PERFECT = 100;

    private static final double GUESSING = 30;

    private EpochTrend() {}

    /** The scale that scores stand on, which decides which of them count. */
    public enum Scale {
        /** Percent of questions with four choices: thresholds below 30 are guesses. */
        MULTIPLE_CHOICE,
        /** Percent. */
        PERCENT,
        /** Elo and other scales without an upper end. */
        OPEN
    }

    /**
     * One trend.
     *
     * @param threshold the least score of a point
     * @param setBy the model that first was best with that score
     * @param lows the points that were regressed on
     */
    public record Fit(double threshold, String setBy, List<PricedPoint> lows, LogTrend trend) {}

    /** The trends of all thresholds that leave enough points, in the order of their days. */
    public static List<Fit> all(Collection<PricedPoint> points, Scale scale) {
        List<Fit> fits = new ArrayList<>();
        thresholds(points, scale)
                .forEach((threshold, model) ->
                        fit(points, threshold, scale)
                                .ifPresent(fit ->
                                        fits.add(
                                                new Fit(
                                                        threshold,
                                                        model,
                                                        fit.lows(),
                                                        fit.trend()))));
        return fits;
    }

    /** The trend of one threshold; empty with fewer than four points. */
    public static Optional<Fit> fit(Collection<PricedPoint> points, double threshold, Scale scale) {
        List<PricedPoint> reached =
                points.stream()
                        .filter(point -> point.score() >= threshold)
                        .filter(point -> scale == Scale.OPEN || point.score() < PERFECT)
                        .toList();
        List<PricedPoint> lows = RecordLows.of(reached);
        LogTrend trend = lows.size() < LEAST_POINTS ? null : RecordLows.trend(lows);
        return trend == null
                ? Optional.empty()
                : Optional.of(new Fit(threshold, lows.getFirst().model(), lows, trend));
    }

    /** The score of every model that was the best on some day, with that model. */
    static SortedMap<Double, String> thresholds(Collection<PricedPoint> points, Scale scale) {
        SortedMap<Double, String> thresholds = new TreeMap<>();
        double best = Double.NEGATIVE_INFINITY;
        List<PricedPoint> inOrder =
                points.stream()
                        .sorted(
                                Comparator.comparing(PricedPoint::date)
                                        .thenComparing(
                                                Comparator.comparingDouble(PricedPoint::score)
                                                        .reversed()))
                        .toList();
        for (PricedPoint point : inOrder) {
            if (point.score() > best) {
                best = point.score();
                if (scale != Scale.MULTIPLE_CHOICE || best >= GUESSING) {
                    thresholds.put(best, point.model());
                }
            }
        }
        return thresholds;
    }
}

package dev.undercut.market.analysis;

import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.market.analysis.fit.LogTrend;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An offer's price over what its class cost by trend: below 1 is cheaper than the line. The same
 * offer can stand above the line of one class and below that of another, so the class is named.
 */
public final class Position {
    private static final double CI_STEP = 10;
    private static final int NEIGHBOURS = 2;

    private Position() {}

    /**
     * Where one price stands.
     *
     * @param usd its price
     * @param lineUsd the line on that day, fitted on what was known before it
     * @param factor price over line
     * @param interval90 the same over the bounds between which one more price of the class would
     *     have been expected: where 1 lies within, nobody can tell above from below
     * @param wanted whose line it is
     * @param trend the line
     */
    public record Place(
            LocalDate date,
            String provider,
            String model,
            double usd,
            double lineUsd,
            double factor,
            Interval interval90,
            QualityClass wanted,
            LogTrend trend,
            List<String> sources,
            Set<String> flags) {
        /** {@code below}, {@code above}, or {@code unclear} where its error bar spans the line. */
        public String side() {
            return interval90.contains(1) ? "unclear" : factor < 1 ? "below" : "above";
        }
    }

    /** A price over a line, and the same over the bounds of the line with 90 %. */
    public record Over(double factor, Interval interval90) {
        private static Over of(double usd, LogTrend line, LocalDate day) {
            Interval expected = line.predicted90(day);
            return new Over(
                    usd / line.at(day), new Interval(usd / expected.high(), usd / expected.low()));
        }
    }

    /**
     * Where an offer stood on its first day, in each of the classes it belongs to and whose line
     * could be drawn before that day without its model.
     */
    public static List<Place> of(
            PricePanel panel,
            PricedSpan offer,
            Collection<QualityClass> classes,
            Selection selection) {
        List<Place> places = new ArrayList<>();
        Selection then = selection.withAt(offer.from());
        for (QualityClass wanted : classes) {
            if (wanted.includes(panel.quality(), offer.model())) {
                LogTrend line = lineBefore(panel, wanted, offer.model(), then);
                if (line != null) {
                    places.add(place(offer, wanted, line, selection.blend()));
                }
            }
        }
        return places;
    }

    /**
     * Any price over the line of a class.
     *
     * @param model whose price it is; the line is drawn without it
     * @param selection its day is that of the price
     * @return null when no line can be drawn
     */
    public static @Nullable Over over(
            PricePanel panel, QualityClass wanted, double usd, String model, Selection selection) {
        LogTrend line = lineBefore(panel, wanted, model, selection);
        return line == null ? null : Over.of(usd, line, selection.at());
    }

    private static @Nullable LogTrend lineBefore(
            PricePanel panel, QualityClass wanted, String model, Selection selection) {
        return line(
                panel
                        .select(selection.withAt(selection.at().minusDays(1)))
                        .points(wanted, selection.blend())
                        .stream()
                        .filter(point -> !point.model().equals(model))
                        .toList());
    }

    /** The line through the record lows of some prices; null with fewer than three. */
    static @Nullable LogTrend line(List<PricedPoint> points) {
        List<PricedPoint> lows = RecordLows.of(points);
        return lows.size() < 3 ? null : RecordLows.trend(lows);
    }

    private static Place place(PricedSpan offer, QualityClass wanted, LogTrend line, Blend blend) {
        double usd = offer.usd(blend);
        Over over = Over.of(usd, line, offer.from());
        return new Place(
                offer.from(),
                offer.provider(),
                offer.model(),
                usd,
                line.at(offer.from()),
                over.factor(),
                over.interval90(),
                wanted,
                line,
                offer.sources(),
                offer.flags());
    }

    /**
     * The classes of a measure that a model belongs to: the index in steps of ten points, a
     * benchmark at the scores of those who once were best on it.
     */
    public static List<QualityClass> classes(
            PricePanel panel, String model, String measure, Selection selection) {
        return floors(panel, measure, selection).stream()
                .map(floor -> new QualityClass(measure, floor))
                .filter(wanted -> wanted.includes(panel.quality(), model))
                .toList();
    }

    /**
     * A class between its neighbours, two on each side: a verdict that hangs on one threshold is
     * none.
     */
    public static List<QualityClass> around(
            PricePanel panel, QualityClass wanted, Selection selection) {
        TreeSet<Double> floors =
                wanted.measure().equals(Quality.CI)
                        ? new TreeSet<>()
                        : new TreeSet<>(floors(panel, wanted.measure(), selection));
        if (floors.isEmpty()) {
            for (int step = -NEIGHBOURS; step <= NEIGHBOURS; step++) {
                floors.add(wanted.threshold() + CI_STEP * step / NEIGHBOURS);
            }
        }
        List<Double> below = List.copyOf(floors.headSet(wanted.threshold()));
        List<Double> above = List.copyOf(floors.tailSet(wanted.threshold(), false));
        List<Double> chosen =
                new ArrayList<>(
                        below.subList(Math.max(0, below.size() - NEIGHBOURS), below.size()));
        chosen.add(wanted.threshold());
        chosen.addAll(above.subList(0, Math.min(NEIGHBOURS, above.size())));
        return chosen.stream()
                .map(floor -> new QualityClass(wanted.measure(), floor, wanted.confidence()))
                .toList();
    }

    private static Collection<Double> floors(
            PricePanel panel, String measure, Selection selection) {
        if (measure.equals(Quality.CI)) {
            List<Double> floors = new ArrayList<>();
            for (double floor = 2 * CI_STEP; floor <= 100; floor += CI_STEP) {
                floors.add(floor);
            }
            return floors;
        }
        return EpochTrend.thresholds(
                        panel.select(selection).points(measure, selection.blend()),
                        EpochTrend.Scale.OPEN)
                .keySet();
    }
}

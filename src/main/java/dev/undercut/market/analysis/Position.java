package dev.undercut.market.analysis;

import dev.undercut.market.analysis.fit.LogTrend;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An offer's price over what its class cost by trend: below 1 is cheaper than the line. The same
 * offer can stand above the line of one class and below that of another, so the class is named.
 */
public final class Position {
    private Position() {}

    /**
     * Where one price stands.
     *
     * @param usd its price
     * @param lineUsd the line on that day, fitted on what was known before it
     * @param factor price over line
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
            QualityClass wanted,
            LogTrend trend,
            List<String> sources) {}

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
    public static @Nullable Double factor(
            PricePanel panel, QualityClass wanted, double usd, String model, Selection selection) {
        LogTrend line = lineBefore(panel, wanted, model, selection);
        return line == null ? null : usd / line.at(selection.at());
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
        return new Place(
                offer.from(),
                offer.provider(),
                offer.model(),
                usd,
                line.at(offer.from()),
                usd / line.at(offer.from()),
                wanted,
                line,
                offer.sources());
    }

    /**
     * The classes of a measure that a model belongs to: the index in steps of ten points, a
     * benchmark at the scores of those who once were best on it.
     */
    public static List<QualityClass> classes(
            PricePanel panel, String model, String measure, Selection selection) {
        List<Double> floors = new ArrayList<>();
        if (measure.equals(Quality.CI)) {
            for (double floor = 20; floor <= 100; floor += 10) {
                floors.add(floor);
            }
        } else {
            floors.addAll(
                    EpochTrend.thresholds(
                                    panel.select(selection).points(measure, selection.blend()),
                                    EpochTrend.Scale.OPEN)
                            .keySet());
        }
        return floors.stream()
                .map(floor -> new QualityClass(measure, floor))
                .filter(wanted -> wanted.includes(panel.quality(), model))
                .toList();
    }
}

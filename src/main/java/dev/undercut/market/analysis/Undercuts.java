package dev.undercut.market.analysis;

import dev.undercut.market.analysis.Quality.Score;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who undercuts whom: an offer at least as capable as another maker's best model, and cheaper by a
 * factor. "At least as capable" is a probability on the difference of the two, never the estimates
 * alone.
 */
public final class Undercuts {
    /** How sure it must be that the cheaper is at least as capable. */
    public static final double CONFIDENCE = 0.8;

    private Undercuts() {}

    /**
     * An offer began to undercut a maker's best model more deeply than any before.
     *
     * @param date since when
     * @param factor the price of the dearer over that of the cheaper
     * @param ciDifference cheaper minus dearer, in points of the capability index
     */
    public record Event(
            LocalDate date,
            PricedSpan cheaper,
            PricedSpan dearer,
            double factor,
            double ciDifference) {}

    /** Prices of two offers compared; null where one has no such price. */
    public record Ratio(
            double input, @Nullable Double cachedInput, double output, double blended) {}

    /**
     * All events until the selection's day, oldest first. The filters choose who attacks; anybody
     * may be attacked.
     *
     * @param factor how much dearer the other must be; at least 1
     */
    public static List<Event> events(PricePanel panel, Selection selection, double factor) {
        Blend blend = selection.blend();
        PricePanel all = panel.select(new Selection(selection.at(), blend, null, null, null));
        Map<LocalDate, List<PricedSpan>> starts = new HashMap<>();
        for (PricedSpan span : all.spans()) {
            boolean attacks = selection.includes(all.model(span.model()));
            if (attacks && span.onSale(span.from())) {
                starts.computeIfAbsent(span.from(), day -> new ArrayList<>()).add(span);
            }
        }
        Map<String, Double> deepest = new HashMap<>();
        List<Event> events = new ArrayList<>();
        for (LocalDate day : new TreeSet<>(starts.keySet())) {
            List<PricedSpan> flagships = Flagships.on(all, day, blend);
            List<PricedSpan> attackers = new ArrayList<>(starts.getOrDefault(day, List.of()));
            attackers.sort(Comparator.comparingDouble(span -> span.usd(blend)));
            for (PricedSpan dearer : flagships) {
                for (PricedSpan cheaper : attackers) {
                    double times = dearer.usd(blend) / cheaper.usd(blend);
                    if (times < factor || times <= deepest.getOrDefault(dearer.model(), 0.0)) {
                        break;
                    }
                    if (isUndercut(all, cheaper, dearer)) {
                        deepest.put(dearer.model(), times);
                        events.add(event(all, day, cheaper, dearer, times));
                        break;
                    }
                }
            }
        }
        return events;
    }

    private static boolean isUndercut(PricePanel panel, PricedSpan cheaper, PricedSpan dearer) {
        return !panel.model(cheaper.model()).vendor().equals(panel.model(dearer.model()).vendor())
                && panel.quality().probabilityAtLeast(cheaper.model(), dearer.model())
                        >= CONFIDENCE;
    }

    private static Event event(
            PricePanel panel, LocalDate day, PricedSpan cheaper, PricedSpan dearer, double times) {
        return new Event(day, cheaper, dearer, times, ci(panel, cheaper) - ci(panel, dearer));
    }

    private static double ci(PricePanel panel, PricedSpan span) {
        return panel.quality().score(span.model(), Quality.CI).map(Score::value).orElse(Double.NaN);
    }

    /** How many times the second offer's prices the first one's are. */
    public static Ratio ratio(PricedSpan dearer, PricedSpan cheaper, Blend blend) {
        return new Ratio(
                times(dearer.input().picosPerToken(), cheaper.input().picosPerToken()),
                dearer.cachedInput() == null || cheaper.cachedInput() == null
                        ? null
                        : times(
                                dearer.cachedInput().picosPerToken(),
                                cheaper.cachedInput().picosPerToken()),
                times(dearer.output().picosPerToken(), cheaper.output().picosPerToken()),
                dearer.usd(blend) / cheaper.usd(blend));
    }

    private static double times(long dearer, long cheaper) {
        return (double) dearer / cheaper;
    }
}

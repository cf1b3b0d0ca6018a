package dev.undercut.market.analysis;

import dev.undercut.market.analysis.MarketDays.Sale;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who undercuts whom: an offer at least as capable as another maker's best model, and cheaper by a
 * factor. "At least as capable" is a probability on the difference of the two, never the estimates
 * alone.
 */
public final class Undercuts {
    /** How sure it must be that the cheaper is at least as capable. */
    public static final double CONFIDENCE = 0.8;

    /** An event must go this much deeper than the last one against the same model. */
    private static final double DEEPER = 1.25;

    /** Of two at one price the maker's own: a reseller repeats it. */
    private static final Comparator<Sale> CHEAPEST =
            Comparator.comparingDouble(Sale::usd)
                    .thenComparing(sale -> !sale.span().firstParty())
                    .thenComparing(sale -> sale.span().name());

    private Undercuts() {}

    /**
     * An offer began to undercut a maker's best model, more deeply than any before.
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
        Selection everybody = new Selection(selection.at(), selection.blend(), null, null, null);
        MarketDays market = new MarketDays(panel.select(everybody), selection.blend());
        Map<String, Double> deepest = new HashMap<>();
        Map<String, Double> askedBefore = new HashMap<>();
        List<Event> events = new ArrayList<>();
        for (LocalDate day : market.days().headSet(selection.at().plusDays(1))) {
            List<Sale> attackers =
                    market.advance(day).stream()
                            .filter(sale -> selection.includes(panel.model(sale.span().model())))
                            .sorted(CHEAPEST)
                            .toList();
            if (attackers.isEmpty()) {
                continue;
            }
            for (Sale dearer : market.flagships()) {
                String target = dearer.span().model();
                double least = Math.max(factor, deepest.getOrDefault(target, 0.0) * DEEPER);
                Sale cheaper = deepestCut(panel.quality(), attackers, dearer, least);
                if (cheaper != null && !repeats(cheaper, target, askedBefore)) {
                    double times = dearer.usd() / cheaper.usd();
                    deepest.put(target, times);
                    events.add(
                            new Event(
                                    day,
                                    cheaper.span(),
                                    dearer.span(),
                                    times,
                                    cheaper.ci() - dearer.ci()));
                }
            }
        }
        return events;
    }

    /** Whether its model undercut that target at this price or less before, at whatever seller. */
    private static boolean repeats(Sale cheaper, String target, Map<String, Double> askedBefore) {
        String pair = cheaper.span().model() + " " + target;
        Double before = askedBefore.get(pair);
        if (before != null && before <= cheaper.usd()) {
            return true;
        }
        askedBefore.put(pair, cheaper.usd());
        return false;
    }

    private static @Nullable Sale deepestCut(
            Quality quality, List<Sale> cheapestFirst, Sale dearer, double least) {
        for (Sale cheaper : cheapestFirst) {
            if (dearer.usd() / cheaper.usd() < least) {
                return null;
            }
            boolean rival = !cheaper.vendor().equals(dearer.vendor());
            if (rival
                    && quality.probabilityAtLeast(cheaper.span().model(), dearer.span().model())
                            >= CONFIDENCE) {
                return cheaper;
            }
        }
        return null;
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

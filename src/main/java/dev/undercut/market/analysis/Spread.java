package dev.undercut.market.analysis;

import dev.undercut.market.analysis.fit.Middle;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the same model costs at different providers on one day. */
public final class Spread {
    private Spread() {}

    /**
     * One model.
     *
     * @param offers the cheapest of each provider, cheapest first
     * @param median of their prices
     * @param factor dearest over cheapest
     */
    public record OfModel(
            String model, LocalDate at, List<PricedSpan> offers, double median, double factor) {}

    /**
     * All models sold by several providers, and the middle one.
     *
     * @param median dearest over cheapest, the median over the models; NaN without any
     */
    public record OfMarket(List<OfModel> models, double median) {}

    /** The spread of one model; without offers when nobody sells it that day. */
    public static OfModel of(PricePanel panel, String model, Selection selection) {
        Blend blend = selection.blend();
        Map<String, PricedSpan> byProvider = new TreeMap<>();
        for (PricedSpan span : panel.select(selection).onSale(selection.at())) {
            if (span.model().equals(model)) {
                byProvider.merge(
                        span.provider(),
                        span,
                        (known, other) -> other.usd(blend) < known.usd(blend) ? other : known);
            }
        }
        List<PricedSpan> offers =
                byProvider.values().stream()
                        .sorted(Comparator.comparingDouble(span -> span.usd(blend)))
                        .toList();
        if (offers.isEmpty()) {
            return new OfModel(model, selection.at(), offers, Double.NaN, Double.NaN);
        }
        double[] prices = offers.stream().mapToDouble(span -> span.usd(blend)).toArray();
        return new OfModel(
                model,
                selection.at(),
                offers,
                Middle.of(prices),
                prices[prices.length - 1] / prices[0]);
    }

    /** The spreads of all models that at least so many providers sell, widest first. */
    public static OfMarket ofMarket(PricePanel panel, Selection selection, int providers) {
        PricePanel part = panel.select(selection);
        Map<String, List<PricedSpan>> byModel =
                part.onSale(selection.at()).stream()
                        .collect(Collectors.groupingBy(PricedSpan::model));
        List<OfModel> models =
                byModel.entrySet().stream()
                        .map(entry ->
                                of(
                                        new PricePanel(
                                                entry.getValue(), part.models(), part.quality()),
                                        entry.getKey(),
                                        selection))
                        .filter(spread -> spread.offers().size() >= providers)
                        .sorted(Comparator.comparingDouble(OfModel::factor).reversed())
                        .toList();
        double[] factors = models.stream().mapToDouble(OfModel::factor).toArray();
        return new OfMarket(models, Middle.of(factors));
    }
}

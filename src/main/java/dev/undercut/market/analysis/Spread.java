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
        return among(
                model,
                panel.select(selection).onSale(selection.at()).stream()
                        .filter(span -> span.model().equals(model))
                        .toList(),
                selection);
    }

    /** The spreads of all models that at least so many providers sell, widest first. */
    public static OfMarket ofMarket(PricePanel panel, Selection selection, int providers) {
        Map<String, List<PricedSpan>> byModel =
                panel.select(selection).onSale(selection.at()).stream()
                        .collect(Collectors.groupingBy(PricedSpan::model));
        List<OfModel> models =
                byModel.entrySet().stream()
                        .map(entry -> among(entry.getKey(), entry.getValue(), selection))
                        .filter(spread -> spread.offers().size() >= providers)
                        .sorted(
                                Comparator.comparingDouble(OfModel::factor)
                                        .reversed()
                                        .thenComparing(OfModel::model))
                        .toList();
        return new OfMarket(
                models, Middle.of(models.stream().mapToDouble(OfModel::factor).toArray()));
    }

    private static OfModel among(String model, List<PricedSpan> spans, Selection selection) {
        Blend blend = selection.blend();
        Map<String, PricedSpan> byProvider = new TreeMap<>();
        for (PricedSpan span : spans) {
            byProvider.merge(
                    span.provider(),
                    span,
                    (known, other) -> other.usd(blend) < known.usd(blend) ? other : known);
        }
        List<PricedSpan> offers =
                byProvider.values().stream()
                        .sorted(Comparator.comparingDouble(span -> span.usd(blend)))
                        .toList();
        double[] prices = offers.stream().mapToDouble(span -> span.usd(blend)).toArray();
        double factor = prices.length == 0 ? Double.NaN : prices[prices.length - 1] / prices[0];
        return new OfModel(model, selection.at(), offers, Middle.of(prices), factor);
    }
}

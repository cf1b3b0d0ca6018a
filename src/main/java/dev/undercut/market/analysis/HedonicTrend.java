package dev.undercut.market.analysis;

import dev.undercut.market.analysis.Quality.Score;
import dev.undercut.market.analysis.fit.LogTrend;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The second estimator: a time-and-quality hedonic regression on what models cost when they came
 * out, after Griliches, "Hedonic price indexes for automobiles" (1961), and Berndt and Rappaport,
 * "Price and quality of desktop and mobile personal computers" (2001).
 *
 * <p>log10(price) = a + b quality + c day, by ordinary least squares over the models nearest to the
 * threshold, each with the cheapest price of its first month. It looks at dear models too, so it
 * does not share the bias of a regression on record lows; it misses later cuts of the same model,
 * and answers what a typical new model of that quality costs, not the cheapest.
 */
public final class HedonicTrend {
    /** Models on which one trend rests, the nearest in quality. */
    private static final int NEAREST = 60;

    private static final int LEAST = 8;
    private static final int FIRST_DAYS = 31;

    private HedonicTrend() {}

    /**
     * The trend at the threshold; null with fewer than eight models or when time and quality cannot
     * be told apart.
     */
    public static @Nullable LogTrend trend(
            PricePanel panel, String measure, double threshold, Selection selection) {
        List<PricedPoint> entries =
                entryPrices(panel.select(selection), measure, selection.blend()).stream()
                        .sorted(
                                Comparator.comparingDouble(
                                        point -> Math.abs(point.score() - threshold)))
                        .limit(NEAREST)
                        .toList();
        return entries.size() < LEAST ? null : regress(entries, threshold);
    }

    /** Of each model the cheapest price of its first month on sale. */
    static List<PricedPoint> entryPrices(PricePanel panel, String measure, Blend blend) {
        Map<String, List<PricedSpan>> byModel =
                panel.spans().stream()
                        .filter(PricedSpan::isPaid)
                        .collect(
                                Collectors.groupingBy(
                                        PricedSpan::model,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        List<PricedPoint> entries = new ArrayList<>();
        byModel.forEach((model, spans) ->
                panel.quality()
                        .score(model, measure)
                        .ifPresent(score -> entries.add(entry(spans, score, blend))));
        return entries;
    }

    private static PricedPoint entry(List<PricedSpan> spans, Score score, Blend blend) {
        LocalDate first = spans.getFirst().from();
        PricedSpan cheapest =
                spans.stream()
                        .filter(span -> span.from().isBefore(first.plusDays(FIRST_DAYS)))
                        .min(Comparator.comparingDouble(span -> span.usd(blend)))
                        .orElseThrow();
        return new PricedPoint(
                first,
                cheapest.provider(),
                cheapest.model(),
                cheapest.usd(blend),
                score.value(),
                cheapest.sources(),
                cheapest.flags());
    }

    /** The plane through the points, cut at the threshold. */
    static @Nullable LogTrend regress(List<PricedPoint> points, double threshold) {
        return LogTrend.through(
                points.stream().mapToDouble(point -> point.date().toEpochDay()).toArray(),
                points.stream().mapToDouble(PricedPoint::score).toArray(),
                points.stream().mapToDouble(PricedPoint::usd).toArray(),
                threshold);
    }
}

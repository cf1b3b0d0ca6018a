package dev.undercut.web.economics;

import dev.undercut.market.analysis.Blend;
import dev.undercut.market.analysis.Frontier;
import dev.undercut.market.analysis.PriceIndex;
import dev.undercut.market.analysis.PricePanel;
import dev.undercut.market.analysis.PricedSpan;
import dev.undercut.market.analysis.Quality;
import dev.undercut.market.analysis.QualityClass;
import dev.undercut.market.analysis.Selection;
import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.market.analysis.fit.LogTrend;
import dev.undercut.web.answer.BadQuestionException;
import dev.undercut.web.market.Markets;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What economics asks of the book of one day. The book is looked at when the first question comes.
 */
final class BookPrices {
    private static final double GPT_4 = 50;

    private final Markets markets;
    private final LocalDate today;

    BookPrices(Markets markets, LocalDate today) {
        this.markets = markets;
        this.today = today;
    }

    /**
     * How fast prices fall.
     *
     * @param factorPerYear by what they are divided
     * @param interval90 of it
     * @param from which figure of the market that is
     */
    record Fall(double factorPerYear, Interval interval90, String from) {}

    private PricePanel panel() {
        return markets.knownOn(null).panel();
    }

    /** The canonical id of a model by any spelling; the name itself when the book has none such. */
    String id(String name) {
        return markets.knownOn(null).model(name).map(model -> model.id()).orElse(name);
    }

    /** The cheapest paid offer of a model today. */
    Optional<PricedSpan> cheapest(String model) {
        return panel().onSale(today).stream()
                .filter(span -> span.model().equals(model))
                .min(
                        Comparator.comparingDouble(
                                        (PricedSpan span) -> span.usd(Blend.THREE_TO_ONE))
                                .thenComparing(PricedSpan::name));
    }

    /**
     * The same for a model that must be there.
     *
     * @throws BadQuestionException naming the nearest models
     */
    PricedSpan offer(String name) {
        return cheapest(id(name))
                .orElseThrow(() ->
                        BadQuestionException.unknown(
                                "model: '"
                                        + name
                                        + "' is not for sale in the book of "
                                        + today
                                        + BadQuestionException.nearest(
                                                name,
                                                markets.knownOn(null).names(),
                                                markets.knownOn(null)::id)));
    }

    /** Today's index of prices at the quality of GPT-4. */
    Fall fall() {
        PriceIndex.Index index =
                PriceIndex.of(
                        panel(),
                        new QualityClass(Quality.CI, GPT_4),
                        Selection.until(today),
                        PriceIndex.Method.CONSTANT_QUALITY);
        LogTrend trend = index.trend();
        Double factor = index.factorPerYear();
        if (trend == null || factor == null || !Double.isFinite(trend.interval90().high())) {
            throw BadQuestionException.wrong(
                    "fall: the book has too few prices for a trend; give --fall");
        }
        return new Fall(
                factor,
                trend.interval90(),
                "book: index of " + index.wanted().label() + " on " + today + ", 90 %");
    }

    /** The offers that nothing beats today, the most capable last. */
    List<Frontier.Point> frontier() {
        List<Frontier.Point> points =
                Frontier.at(panel(), Selection.until(today), null).points().stream()
                        .sorted(
                                Comparator.comparingDouble(
                                                (Frontier.Point point) -> point.score().value())
                                        .thenComparing(point -> point.offer().firstParty())
                                        .thenComparing(point -> point.offer().name()))
                        .toList();
        if (points.isEmpty()) {
            throw BadQuestionException.wrong("name: the book has nobody who leads");
        }
        return points;
    }

    /** A model's capability index; empty when it is unrated. */
    Optional<Quality.Score> capability(String model) {
        return panel().quality().score(model, Quality.CI);
    }

    /** P(the first model is at least as capable as the second). */
    double probabilityAtLeast(String model, String other) {
        return panel().quality().probabilityAtLeast(model, other);
    }

    /** P(the capability index of a model is at least so much). */
    double probabilityAtLeast(String model, double ci) {
        return panel().quality().probabilityAtLeast(model, ci);
    }
}

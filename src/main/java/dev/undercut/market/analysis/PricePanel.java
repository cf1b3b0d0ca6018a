package dev.undercut.market.analysis;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What all analyses start from: dated prices of offers, facts about their models, and how good
 * those are. Immutable.
 */
public final class PricePanel {
    private final List<PricedSpan> spans;
    private final Map<String, ModelFacts> models;
    private final Quality quality;

    /**
     * Makes a panel. A span of a model that is not among the models is left out.
     *
     * @param spans in any order; free ones are kept for lists and never count as a price
     */
    public PricePanel(
            Collection<PricedSpan> spans, Collection<ModelFacts> models, Quality quality) {
        this.models = new LinkedHashMap<>();
        models.forEach(model -> this.models.put(model.id(), model));
        this.spans =
                spans.stream()
                        .filter(span -> this.models.containsKey(span.model()))
                        .sorted(
                                Comparator.comparing(PricedSpan::from)
                                        .thenComparing(PricedSpan::provider)
                                        .thenComparing(PricedSpan::upstreamId))
                        .toList();
        this.quality = quality;
    }

    /** The spans that began by the selection's day, of the models it includes, oldest first. */
    public PricePanel select(Selection selection) {
        List<PricedSpan> chosen =
                spans.stream()
                        .filter(span -> !span.from().isAfter(selection.at()))
                        .filter(span -> selection.includes(model(span.model())))
                        .flatMap(span -> open(span, selection).stream())
                        .toList();
        List<ModelFacts> included = models.values().stream().filter(selection::includes).toList();
        return new PricePanel(chosen, included, quality);
    }

    /** What of a price counts where only open weights do: what was asked once they were out. */
    private Optional<PricedSpan> open(PricedSpan span, Selection selection) {
        LocalDate since = model(span.model()).openSince();
        if (since == null || !Boolean.TRUE.equals(selection.openWeights())) {
            return Optional.of(span);
        }
        return span.since(since);
    }

    /** Without what those providers sell: resellers repeat the moves of others. */
    public PricePanel without(Set<String> providers) {
        return new PricePanel(
                spans.stream().filter(span -> !providers.contains(span.provider())).toList(),
                models.values(),
                quality);
    }

    /** All spans, oldest first. */
    public List<PricedSpan> spans() {
        return spans;
    }

    /** All models. */
    public Collection<ModelFacts> models() {
        return models.values();
    }

    /** The model of that id. */
    public Optional<ModelFacts> find(String id) {
        return Optional.ofNullable(models.get(id));
    }

    public Quality quality() {
        return quality;
    }

    ModelFacts model(String id) {
        ModelFacts facts = models.get(id);
        if (facts == null) {
            throw new IllegalArgumentException("not a model here: " + id);
        }
        return facts;
    }

    /** What was for sale on that day. */
    public List<PricedSpan> onSale(LocalDate day) {
        return spans.stream().filter(span -> span.onSale(day)).toList();
    }

    /** Every new price of every model of the class, oldest first. */
    public List<PricedPoint> points(QualityClass wanted, Blend blend) {
        Map<String, Boolean> included = new HashMap<>();
        return points(
                spans.stream()
                        .filter(span ->
                                included.computeIfAbsent(
                                        span.model(), id -> wanted.includes(quality, id))),
                wanted.measure(),
                blend);
    }

    /** Every new price of every model with a score on that measure, oldest first. */
    public List<PricedPoint> points(String measure, Blend blend) {
        return points(spans.stream(), measure, blend);
    }

    private List<PricedPoint> points(Stream<PricedSpan> from, String measure, Blend blend) {
        List<PricedPoint> points = new ArrayList<>();
        from.filter(PricedSpan::isPaid)
                .forEach(span ->
                        quality.score(span.model(), measure)
                                .ifPresent(score ->
                                        points.add(
                                                new PricedPoint(
                                                        span.from(),
                                                        span.provider(),
                                                        span.model(),
                                                        span.usd(blend),
                                                        score.value(),
                                                        span.sources(),
                                                        span.flags()))));
        return points;
    }
}

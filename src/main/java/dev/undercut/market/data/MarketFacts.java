package dev.undercut.market.data;

import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.market.Book;
import dev.undercut.market.CapabilityIndex;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.OutputExpectations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The market as the product ships it: models, aliases, scores and dated price rows. {@link #book}
 * says what of it holds at an instant.
 */
public final class MarketFacts {
    private final Map<String, Model> models;
    private final Map<String, String> aliases;
    private final List<PriceRow> prices;

    private MarketFacts(
            Map<String, Model> models, Map<String, String> aliases, List<PriceRow> prices) {
        this.models = models;
        this.aliases = aliases;
        this.prices = prices;
    }

    /**
     * Reads the data files.
     *
     * @throws IllegalStateException when a file breaks its schema, naming file, line and column
     */
    public static MarketFacts load() {
        Map<String, Map<String, Double>> scores = scores();
        CapabilityIndex index = CapabilityFiles.index();
        Map<String, Model> models = new LinkedHashMap<>();
        new DataFile("models.csv")
                .forEach(row -> {
                    Model model = model(row, scores, index);
                    if (models.put(model.id(), model) != null) {
                        throw row.wrong("model", "stands twice: " + model.id());
                    }
                });
        Map<String, String> aliases = new HashMap<>();
        new DataFile("aliases.csv")
                .forEach(row -> aliases.put(row.required("alias"), row.required("model")));
        List<PriceRow> prices = new ArrayList<>();
        new DataFile("offers.csv")
                .forEach(row -> {
                    PriceRow price = PriceRow.read(row);
                    if (!models.containsKey(price.model())) {
                        throw row.wrong("model", "is not in models.csv: " + price.model());
                    }
                    prices.add(price);
                });
        return new MarketFacts(models, aliases, prices);
    }

    /** All models by canonical id. */
    public Collection<Model> models() {
        return models.values();
    }

    /** Other spellings to canonical ids. */
    public Map<String, String> aliases() {
        return aliases;
    }

    /** The offers whose prices are valid at that instant. */
    public List<Offer> offers(Instant at) {
        Map<String, List<PriceRow>> terms = new LinkedHashMap<>();
        for (PriceRow row : prices) {
            if (row.validAt(at)) {
                terms.computeIfAbsent(row.offerKey(), key -> new ArrayList<>()).add(row);
            }
        }
        List<Offer> offers = new ArrayList<>(terms.size());
        for (List<PriceRow> rows : terms.values()) {
            PriceRow first = rows.getFirst();
            Model model = models.get(first.model());
            if (model != null) {
                PriceRow.offer(model, rows).ifPresent(offers::add);
            }
        }
        return offers;
    }

    /** How many tokens models are expected to write. */
    public static OutputExpectations outputExpectations() {
        OutputExpectations.Builder builder = new OutputExpectations.Builder();
        new DataFile("expected_output.csv")
                .forEach(row -> {
                    Effort effort = row.read("effort", code -> Effort.of(code).orElseThrow());
                    Long visible = row.whole("visible_tokens");
                    Long reasoning = row.whole("reasoning_tokens");
                    builder.add(
                            row.required("model"),
                            effort == null ? Effort.DEFAULT : effort,
                            visible == null ? 0 : visible,
                            reasoning == null ? 0 : reasoning);
                });
        return builder.build();
    }

    /** The book of everything here as of that instant. */
    public Book book(Instant at) {
        return new Book(at, models.values(), aliases, offers(at));
    }

    /**
     * The next instant after {@code at} when a price begins or ends, or null when none is known.
     */
    public @Nullable Instant nextChange(Instant at) {
        Instant next = null;
        for (PriceRow row : prices) {
            for (Instant edge : row.edges()) {
                if (edge.isAfter(at) && (next == null || edge.isBefore(next))) {
                    next = edge;
                }
            }
        }
        return next;
    }

    private static Map<String, Map<String, Double>> scores() {
        Map<String, Map<String, Double>> scores = new HashMap<>();
        new DataFile("scores.csv")
                .forEach(row -> {
                    String effort = row.text("effort");
                    Double score = row.number("score");
                    if (score != null && (effort == null || effort.equals("default"))) {
                        scores.computeIfAbsent(row.required("model"), model -> new HashMap<>())
                                .merge(row.required("benchmark"), score, Math::max);
                    }
                });
        return scores;
    }

    private static Model model(
            Row row, Map<String, Map<String, Double>> scores, CapabilityIndex index) {
        String id = row.required("model");
        String name = row.text("name");
        boolean reasoning = Boolean.TRUE.equals(row.yesNo("reasoning"));
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        features.addAll(row.features("features"));
        if (reasoning) {
            features.add(Feature.REASONING);
        }
        return new Model(
                id,
                name == null ? id : name,
                row.required("vendor"),
                row.date("released"),
                row.yesNo("open_weights"),
                reasoning,
                row.whole("context"),
                row.whole("max_output"),
                features,
                row.text("tokenizer"),
                index.of(id),
                index.byEffort(id),
                scores.getOrDefault(id, Map.of()),
                row.required("source"));
    }
}

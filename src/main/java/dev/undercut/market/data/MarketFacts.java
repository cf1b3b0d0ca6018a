package dev.undercut.market.data;

import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.market.CapabilityIndex;
import dev.undercut.market.Journal;
import dev.undercut.market.Journal.Snapshot;
import dev.undercut.market.Model;
import dev.undercut.market.OutputExpectations;
import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceHistory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The market as the product ships it: models, aliases, scores, price facts and the readings of
 * sources they come from. {@link #history} says what of it holds when, and when that was known.
 */
public final class MarketFacts {
    private final Map<String, Model> models;
    private final Map<String, String> aliases;
    private final List<PriceFact> facts;
    private final List<Snapshot> snapshots;

    private MarketFacts(
            Map<String, Model> models,
            Map<String, String> aliases,
            List<PriceFact> facts,
            List<Snapshot> snapshots) {
        this.models = models;
        this.aliases = aliases;
        this.facts = List.copyOf(facts);
        this.snapshots = List.copyOf(snapshots);
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
        return new MarketFacts(models, aliases, prices(models.keySet()), readings());
    }

    /** All models by canonical id. */
    public Collection<Model> models() {
        return models.values();
    }

    /** Other spellings to canonical ids. */
    public Map<String, String> aliases() {
        return aliases;
    }

    /** The price facts that ship with the product. */
    public List<PriceFact> facts() {
        return facts;
    }

    /** The history as the product ships it. */
    public PriceHistory history() {
        return new PriceHistory(models.values(), aliases, facts, snapshots);
    }

    /** The history with what was imported here after it. */
    public PriceHistory history(Journal journal) {
        return new PriceHistory(
                models.values(),
                aliases,
                joined(facts, journal.facts()),
                joined(snapshots, journal.snapshots()));
    }

    private static <T> List<T> joined(List<T> shipped, List<T> imported) {
        List<T> all = new ArrayList<>(shipped.size() + imported.size());
        all.addAll(shipped);
        all.addAll(imported);
        return all;
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

    private static List<PriceFact> prices(Set<String> models) {
        List<PriceFact> prices = new ArrayList<>(4096);
        PriceRow reader = new PriceRow();
        new DataFile("prices.csv")
                .forEach(row -> {
                    PriceFact price = reader.read(row);
                    if (!models.contains(price.model())) {
                        throw row.wrong("model", "is not in models.csv: " + price.model());
                    }
                    prices.add(price);
                });
        return prices;
    }

    private static List<Snapshot> readings() {
        List<Snapshot> readings = new ArrayList<>();
        new DataFile("snapshots.csv")
                .forEach(row -> {
                    row.required("day");
                    LocalDate day = row.date("day");
                    if (day != null) {
                        readings.add(new Snapshot(row.required("source"), day));
                    }
                });
        return readings;
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

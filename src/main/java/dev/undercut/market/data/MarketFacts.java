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
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The market as the product ships it: models, aliases, scores, price facts and the readings of
 * sources they come from. {@link #history} says what of it holds when, and when that was known.
 */
public final class MarketFacts {
    private final Map<String, Model> models;
    private final Map<String, String> aliases;
    private final List<PriceFact> facts;
    private final List<Snapshot> snapshots;
    private final String indexVersion;

    private MarketFacts(
            Map<String, Model> models,
            Map<String, String> aliases,
            List<PriceFact> facts,
            List<Snapshot> snapshots,
            String indexVersion) {
        this.models = models;
        this.aliases = aliases;
        this.facts = List.copyOf(facts);
        this.snapshots = List.copyOf(snapshots);
        this.indexVersion = indexVersion;
    }

    /**
     * Reads the data files.
     *
     * @throws IllegalStateException when a file breaks its schema, naming file, line and column
     */
    public static MarketFacts load() {
        return load(null);
    }

    /**
     * Reads the data files, but for the capability index and scores that were imported, which a
     * refit has left in a folder.
     *
     * @param refit a folder of {@link CapabilityFolders}, or null for the index that ships
     * @throws IllegalStateException when a file breaks its schema, naming file, line and column
     * @throws java.io.UncheckedIOException when a file of the refit cannot be read
     */
    public static MarketFacts load(@Nullable Path refit) {
        // Half of the work, beside the other half: a start waits for both.
        CompletableFuture<List<PriceFact>> prices =
                CompletableFuture.supplyAsync(MarketFacts::prices);
        LazyScores scores = new LazyScores(refit);
        CapabilityIndex index =
                refit == null ? CapabilityFiles.index() : CapabilityFiles.index(refit);
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
        return new MarketFacts(
                models, aliases, known(prices, models.keySet()), readings(), index.version());
    }

    private static List<PriceFact> known(
            CompletableFuture<List<PriceFact>> prices, Set<String> models) {
        List<PriceFact> read;
        try {
            read = prices.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException wrong ? wrong : e;
        }
        for (PriceFact price : read) {
            if (!models.contains(price.model())) {
                throw new IllegalStateException(
                        "data/prices.csv: the model of "
                                + price.provider()
                                + "/"
                                + price.upstreamId()
                                + " is not in models.csv: "
                                + price.model());
            }
        }
        return read;
    }

    /** All models by canonical id. */
    public Collection<Model> models() {
        return models.values();
    }

    /** The version of the capability index that rates the models, such as {@code ci@2026.11}. */
    public String indexVersion() {
        return indexVersion;
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

    private static List<PriceFact> prices() {
        List<PriceFact> prices = new ArrayList<>(4096);
        PriceRow reader = new PriceRow();
        new DataFile("prices.csv").forEach(row -> prices.add(reader.read(row)));
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

    private static Model model(Row row, LazyScores scores, CapabilityIndex index) {
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
                row.date("open_since"),
                reasoning,
                row.whole("context"),
                row.whole("max_output"),
                features,
                row.text("tokenizer"),
                index.of(id),
                index.byEffort(id),
                scores.of(id),
                row.required("source"));
    }
}

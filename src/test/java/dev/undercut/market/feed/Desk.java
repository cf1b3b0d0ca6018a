package dev.undercut.market.feed;

import dev.undercut.market.Capability;
import dev.undercut.market.Catalog;
import dev.undercut.market.Model;
import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceFact.Confidence;
import dev.undercut.market.PriceTier;
import dev.undercut.market.Rates;
import dev.undercut.market.feed.source.Feeds;
import dev.undercut.market.intake.ScoreFact;
import dev.undercut.market.intake.ScoreTaker;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import dev.undercut.store.sqlite.Durability;
import dev.undercut.store.sqlite.SqliteDatabase;
import dev.undercut.store.sqlite.SqliteMarket;
import dev.undercut.store.sqlite.SqliteScores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A place to import at: a small catalog, a real journal, and a calendar that is turned by hand. */
final class Desk implements AutoCloseable {
    static final Feed PRICES = Feeds.find("prices-csv").orElseThrow();
    static final String HEAD =
            "provider,model,upstream_id,input,cached_input,output,valid_from,valid_to,note\n";

    final List<PriceFact> shipped = new ArrayList<>();
    final SqliteMarket market;
    final SqliteScores scores;

    /** All scores that were to count, as somebody who fits an index is told of them. */
    final List<List<ScoreFact>> taken = new ArrayList<>();

    final Catalog catalog =
            new Catalog(
                    List.of(
                            model("gpt-5", "2025-08-07", false),
                            model("deepseek-v4", "2026-04-24", true),
                            model("claude-opus-4.5", null, false)),
                    Map.of("gpt-five", "gpt-5"),
                    List.of("openai", "deepseek", "anthropic", "host", "host2", "google"),
                    List.of(new Catalog.Spelling("litellm", "gemini", "google")));
    private final SqliteDatabase database;
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");

    Desk(Path home) throws IOException {
        database = SqliteDatabase.open(home, Durability.NORMAL);
        market = new SqliteMarket(database);
        scores = new SqliteScores(database);
    }

    private static Model model(String id, @Nullable String released, boolean open) {
        return new Model(
                id,
                id,
                "maker",
                released == null ? null : LocalDate.parse(released),
                open,
                false,
                null,
                null,
                Set.of(),
                null,
                Capability.unrated(),
                Map.of(),
                "test");
    }

    /** A fact that came with the product. */
    static PriceFact fact(String provider, String model, String input, String output, String from) {
        return fact(provider, model, input, output, from, "a price page");
    }

    static PriceFact fact(
            String provider,
            String model,
            String input,
            String output,
            String from,
            String source) {
        return new PriceFact(
                provider,
                model,
                model,
                PriceTier.STANDARD,
                LocalDate.parse(from),
                null,
                LocalDate.parse(from),
                LocalDate.parse("2026-09-23"),
                Rates.of(PricePerMtok.parse(input), PricePerMtok.parse(output)),
                Usd.ZERO,
                null,
                null,
                null,
                Confidence.RECORDED,
                Set.of(),
                List.of(source));
    }

    /** The same fact with a remark. */
    static PriceFact remarked(PriceFact fact, String note) {
        return new PriceFact(
                fact.provider(),
                fact.model(),
                fact.upstreamId(),
                fact.tier(),
                fact.validFrom(),
                fact.validTo(),
                fact.knownOn(),
                fact.seenOn(),
                fact.rates(),
                fact.perRequest(),
                fact.original(),
                fact.context(),
                fact.maxOutput(),
                fact.confidence(),
                Set.of(note),
                fact.sources());
    }

    LocalDate today() {
        return now.atZone(ZoneOffset.UTC).toLocalDate();
    }

    void turnTo(String day) {
        now = LocalDate.parse(day).atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    /** Imports lines of prices under the name {@code list}. */
    ImportReport read(String... lines) throws IOException {
        return readFrom("list", lines);
    }

    ImportReport readFrom(String source, String... lines) throws IOException {
        return read(PRICES, source, HEAD + String.join("\n", lines) + "\n", false);
    }

    ImportReport read(Feed feed, String source, String text, boolean dryRun) throws IOException {
        return read(feed, source, text, new Manner(dryRun, false));
    }

    ImportReport read(Feed feed, String source, String text, Manner manner) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (InputStream opened =
                FeedBytes.open(new ByteArrayInputStream(bytes), 1 << 30, read -> {})) {
            return new PriceImport(catalog, () -> shipped, market, () -> now)
                    .run(feed, source, opened, manner);
        }
    }

    ScoreImport.Report readScores(String text, boolean dryRun) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new ScoreImport(catalog, market, scores, new Taker(), () -> now)
                .run(
                        Feeds.find("scores-csv").orElseThrow(),
                        "scores",
                        new ByteArrayInputStream(bytes),
                        new Manner(dryRun, false));
    }

    private final class Taker implements ScoreTaker {
        @Override
        public Optional<String> refusal(ScoreFact score) {
            return score.benchmark().equals("taste") ? Optional.of("no test") : Optional.empty();
        }

        @Override
        public void before(List<ScoreFact> all) throws IOException {
            if (all.stream().anyMatch(score -> score.benchmark().equals("poison"))) {
                throw new IOException("cannot be fitted");
            }
            taken.add(all);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}

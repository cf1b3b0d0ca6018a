package dev.undercut.app.feeds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.dialect.Json;
import dev.undercut.market.PriceFact;
import dev.undercut.market.Rates;
import dev.undercut.market.feed.ImportReport;
import dev.undercut.market.feed.ImportReport.Change;
import dev.undercut.market.feed.Leftovers;
import dev.undercut.market.feed.ScoreImport;
import dev.undercut.market.intake.HeldPrice;
import dev.undercut.market.intake.ScoreFact;
import dev.undercut.money.PricePerMtok;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the feed commands print with {@code --json}. */
public final class FeedJson {
    private static final int MOVES = 20;

    private FeedJson() {}

    /** The diff of an import. */
    public static String outcome(String kind, FeedDesk.Outcome outcome, boolean dryRun) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("kind", kind);
        switch (outcome) {
            case FeedDesk.Outcome.Prices(ImportReport report) -> prices(report, json);
            case FeedDesk.Outcome.Scores(ScoreImport.Report report, IndexChange index) -> {
                scores(report, json);
                index(index, json);
            }
        }
        json.put("dry_run", dryRun);
        return text(json);
    }

    /** What a fit to the imported scores did, or null where there was nothing to fit. */
    public static String index(@Nullable IndexChange index) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        index(index, json);
        return text(json);
    }

    /** What waits in quarantine. */
    public static String quarantine(List<HeldPrice> held) {
        ArrayNode json = Json.MAPPER.createArrayNode();
        held.forEach(price -> held(price, json.addObject()));
        return text(json);
    }

    /** A document as text; amounts as plain decimals. */
    public static String text(JsonNode json) {
        try {
            return Json.MAPPER
                    .writer()
                    .with(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void prices(ImportReport report, ObjectNode json) {
        json.put("source", report.source());
        changes(report.added(), json.putArray("new"));
        changes(report.changed(), json.putArray("changed"));
        changes(report.gone(), json.putArray("gone"));
        json.put("looks_cut_short", report.coverage().looksCutShort());
        ArrayNode held = json.putArray("quarantined");
        report.held().forEach(price -> held(price, held.addObject()));
        json.put("confirmed", report.confirmed());
        json.put("unchanged", report.unchanged());
        json.put("behind", report.behind());
        json.put("waiting", report.waiting());
        json.put("rejected", report.rejected());
        left(report.left(), json);
    }

    private static void scores(ScoreImport.Report report, ObjectNode json) {
        json.put("source", report.source());
        ArrayNode added = json.putArray("new");
        report.added().forEach(score -> score(score, added.addObject()));
        ArrayNode changed = json.putArray("changed");
        report.changed()
                .forEach((score, before) ->
                        score(score, changed.addObject()).put("score_before", before));
        ArrayNode gone = json.putArray("gone");
        report.gone().forEach(score -> score(score, gone.addObject()));
        json.put("looks_cut_short", report.coverage().looksCutShort());
        json.put("unchanged", report.unchanged());
        left(report.left(), json);
    }

    private static void index(@Nullable IndexChange index, ObjectNode document) {
        if (index == null) {
            document.putNull("capability_index");
            return;
        }
        ObjectNode json = document.putObject("capability_index");
        json.put("version", index.version());
        json.put("how", index.how().name().toLowerCase(Locale.ROOT));
        json.put("scores", index.scores());
        json.put("imported", index.imported());
        json.put("moved_more_than_1", index.moved());
        json.put("new_places", index.added());
        ArrayNode moves = json.putArray("largest_moves");
        for (IndexChange.Move move : index.moves().stream().limit(MOVES).toList()) {
            moves.addObject()
                    .put("model", move.model())
                    .put("effort", move.effort())
                    .put("ci_before", hundredths(move.before()))
                    .put("ci", hundredths(move.after()));
        }
    }

    private static BigDecimal hundredths(double points) {
        return BigDecimal.valueOf(points).setScale(2, RoundingMode.HALF_EVEN);
    }

    private static ObjectNode score(ScoreFact score, ObjectNode json) {
        return json.put("model", score.model())
                .put("effort", score.effort())
                .put("benchmark", score.benchmark())
                .put("score", score.score())
                .put("unit", score.unit())
                .put("source", score.source());
    }

    private static void changes(List<Change> changes, ArrayNode array) {
        for (Change change : changes) {
            PriceFact fact = change.fact();
            ObjectNode json = array.addObject();
            json.put("provider", fact.provider());
            json.put("model", fact.model());
            json.put("upstream_id", fact.upstreamId());
            json.put("tier", fact.tier().code());
            fact("before", change.before(), json);
            fact("after", change.after(), json);
            json.put("input_factor", change.inputFactor().orElse(null));
            json.put("output_factor", change.outputFactor().orElse(null));
        }
    }

    private static void fact(String name, @Nullable PriceFact fact, ObjectNode json) {
        if (fact == null) {
            json.putNull(name);
            return;
        }
        Rates rates = fact.rates();
        ObjectNode price = json.putObject(name);
        put("input", rates.input(), price);
        put("cached_input", rates.cachedInput(), price);
        put("cache_write_5m", rates.cacheWrite(), price);
        put("cache_write_1h", rates.cacheWriteHour(), price);
        put("output", rates.output(), price);
        put("reasoning", rates.reasoning(), price);
        price.put("per_request", new BigDecimal(fact.perRequest().plain()));
        price.put("context", fact.context());
        price.put("max_output", fact.maxOutput());
        price.put("valid_from", fact.validFrom().toString());
        price.put("valid_to", fact.validTo() == null ? null : fact.validTo().toString());
        ArrayNode sources = price.putArray("sources");
        fact.sources().forEach(sources::add);
    }

    private static void put(String name, @Nullable PricePerMtok price, ObjectNode json) {
        json.put(name, price == null ? null : new BigDecimal(price.plain()));
    }

    private static void held(HeldPrice price, ObjectNode json) {
        json.put("id", price.id());
        json.put("source", price.source());
        json.put("held_on", price.day().toString());
        json.put("provider", price.provider());
        json.put("model", price.model());
        json.put("upstream_id", price.upstreamId());
        json.put("tier", price.tier());
        json.put("stated", price.stated());
        json.put("acceptable", price.fact() != null);
        ArrayNode reasons = json.putArray("reasons");
        price.reasons().forEach(reasons::add);
    }

    private static void left(Leftovers left, ObjectNode json) {
        ObjectNode unjoined = json.putObject("not_joined");
        unjoined.put("entries", left.unjoined());
        ObjectNode providers = unjoined.putObject("providers");
        new TreeMap<>(left.unknownProviders()).forEach(providers::put);
        ObjectNode models = unjoined.putObject("models");
        new TreeMap<>(left.unknownModels()).forEach(models::put);
        ArrayNode skipped = json.putArray("skipped");
        for (Leftovers.Skipped skip : left.skipped()) {
            ObjectNode each = skipped.addObject();
            each.put("reason", skip.reason());
            each.put("count", skip.count());
            ArrayNode examples = each.putArray("examples");
            skip.examples().forEach(examples::add);
        }
    }
}

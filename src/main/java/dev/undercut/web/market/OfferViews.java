package dev.undercut.web.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.Feature;
import dev.undercut.market.Model;
import dev.undercut.market.analysis.Blend;
import dev.undercut.market.analysis.PricedSpan;
import dev.undercut.market.analysis.Quality;
import dev.undercut.market.analysis.Quality.Score;
import dev.undercut.market.analysis.Selection;
import dev.undercut.market.analysis.Spread;
import dev.undercut.web.answer.AnswerTable;
import dev.undercut.web.answer.AnswerTable.Column;
import dev.undercut.web.answer.BadQuestionException;
import dev.undercut.web.answer.JsonParts;
import dev.undercut.web.answer.Shape;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists of prices: what is for sale, one model's past, one model at all its sellers. */
final class OfferViews {
    private static final int SEVERAL = 4;

    private OfferViews() {}

    static AnswerTable offers(Question question) {
        Selection selection = question.selection();
        Blend blend = selection.blend();
        ArrayNode rows = JsonParts.array();
        Map<String, Double> capability = new HashMap<>(); // sorting asks some ten times for each
        question.market().panel().select(selection).onSale(selection.at()).stream()
                .sorted(
                        Comparator.comparingDouble((PricedSpan span) ->
                                        -capability.computeIfAbsent(
                                                span.model(), model -> ci(question, span)))
                                .thenComparingDouble(span -> span.usd(blend))
                                .thenComparing(PricedSpan::name))
                .forEach(span -> rows.add(offer(question, span, blend)));
        List<Column> columns = new ArrayList<>();
        columns.add(Column.ci("ci"));
        columns.add(Column.error("ci_se"));
        columns.add(Column.blended(blend, "price_usd_per_mtok"));
        columns.add(new Column("in", "price.input"));
        columns.add(new Column("out", "price.output"));
        if (isAnyMeasured(rows)) {
            columns.add(Column.rate("tokens_per_s"));
        }
        columns.add(new Column("provider", "provider"));
        columns.add(new Column("model", "model"));
        columns.add(new Column("since", "valid_from"));
        columns.add(Column.flags("flags"));
        columns.add(soldAs(rows));
        return new AnswerTable(
                rows,
                "",
                columns,
                List.of(
                        rows.size()
                                + " offers on "
                                + selection.at()
                                + "; CI - is unrated; what is free or no longer sold is left out"),
                null);
    }

    private static boolean isAnyMeasured(ArrayNode rows) {
        for (JsonNode row : rows) {
            if (!row.path("tokens_per_s").isNull()) {
                return true;
            }
        }
        return false;
    }

    static AnswerTable history(Question question) {
        Model model = question.requiredModel("model");
        Selection selection = question.selection();
        Blend blend = selection.blend();
        ArrayNode rows = JsonParts.array();
        question.market().panel().select(selection).spans().stream()
                .filter(span -> span.model().equals(model.id()))
                // Announced prices are told unless a day is asked for.
                .filter(span -> !question.has("at") || !span.from().isAfter(question.at()))
                .sorted(
                        Comparator.comparing(PricedSpan::provider)
                                .thenComparing(PricedSpan::upstreamId)
                                .thenComparing(PricedSpan::from))
                .forEach(span -> {
                    ObjectNode row = rows.addObject();
                    row.put("provider", span.provider());
                    row.put("model", span.model());
                    row.put("upstream_id", span.upstreamId());
                    row.put("valid_from", span.from().toString());
                    row.put("valid_to", span.to() == null ? null : span.to().toString());
                    row.put("seen_at", span.seen().toString());
                    Nodes.prices(row, span);
                    JsonParts.usd(row, "price_usd_per_mtok", span.usd(blend));
                    JsonParts.texts(row, "sources", span.sources());
                    Nodes.remarks(row, span);
                });
        return new AnswerTable(
                rows,
                "",
                List.of(
                        new Column("from", "valid_from"),
                        new Column("to", "valid_to"),
                        new Column("in", "price.input"),
                        new Column("cached", "price.cached_input"),
                        new Column("out", "price.output"),
                        Column.blended(blend, "price_usd_per_mtok"),
                        new Column("provider", "provider"),
                        new Column("id", "upstream_id"),
                        Column.flags("flags")),
                rows.isEmpty() ? List.of("no price of " + model.id() + " is known") : List.of(),
                null);
    }

    static AnswerTable spread(Question question) {
        return question.has("model") ? spreadOfModel(question) : spreadOfMarket(question);
    }

    private static AnswerTable spreadOfModel(Question question) {
        Model model = question.requiredModel("model");
        Selection selection = question.selection();
        Spread.OfModel spread = Spread.of(question.market().panel(), model.id(), selection);
        if (spread.offers().isEmpty()) {
            throw BadQuestionException.unknown(
                    "nobody sells " + model.id() + " on " + selection.at());
        }
        ObjectNode json = JsonParts.object();
        json.put("model", model.id());
        json.put("at", selection.at().toString());
        json.put("ratio", selection.blend().code());
        json.put("open_weights", isOpen(question, model.id()));
        json.put("n", spread.offers().size());
        JsonParts.figure(json, "factor", spread.factor());
        JsonParts.usd(json, "median_usd_per_mtok", spread.median());
        json.put("attribution", Nodes.ATTRIBUTION);
        ArrayNode rows = json.putArray("offers");
        spread.offers().forEach(span -> rows.add(offer(question, span, selection.blend())));
        return new AnswerTable(
                json,
                "/offers",
                List.of(
                        Column.blended(selection.blend(), "price_usd_per_mtok"),
                        new Column("in", "price.input"),
                        new Column("out", "price.output"),
                        new Column("provider", "provider"),
                        new Column("since", "valid_from"),
                        Column.flags("flags"),
                        soldAs(rows)),
                List.of("dearest over cheapest: " + Shape.FACTOR.write(json.path("factor"))),
                null);
    }

    private static AnswerTable spreadOfMarket(Question question) {
        Selection selection = question.selection();
        Spread.OfMarket market = Spread.ofMarket(question.market().panel(), selection, SEVERAL);
        ObjectNode json = JsonParts.object();
        json.put("at", selection.at().toString());
        json.put("ratio", selection.blend().code());
        json.put("n", market.models().size());
        JsonParts.figure(json, "median_factor", market.median());
        ArrayNode rows = json.putArray("models");
        for (Spread.OfModel spread : market.models()) {
            ObjectNode row = rows.addObject();
            row.put("model", spread.model());
            row.put("n", spread.offers().size());
            JsonParts.figure(row, "factor", spread.factor());
            end(row, "cheapest", spread.offers().getFirst(), selection.blend());
            end(row, "dearest", spread.offers().getLast(), selection.blend());
            JsonParts.usd(row, "median_usd_per_mtok", spread.median());
        }
        return new AnswerTable(
                json,
                "/models",
                List.of(
                        Column.factor("factor", "factor"),
                        new Column("sellers", "n"),
                        new Column("model", "model"),
                        Column.blended(selection.blend(), "cheapest.price_usd_per_mtok"),
                        new Column("at", "cheapest.provider"),
                        Column.price("to", "dearest.price_usd_per_mtok"),
                        new Column("at", "dearest.provider")),
                List.of(
                        market.models().size()
                                + " models have "
                                + SEVERAL
                                + " sellers or more; median dearest over cheapest: "
                                + Shape.FACTOR.write(json.path("median_factor"))),
                null);
    }

    private static void end(ObjectNode row, String key, PricedSpan span, Blend blend) {
        ObjectNode json = row.putObject(key);
        json.put("provider", span.provider());
        JsonParts.usd(json, "price_usd_per_mtok", span.usd(blend));
        JsonParts.texts(json, "sources", span.sources());
        JsonParts.texts(json, "flags", span.flags().stream().sorted().toList());
    }

    /** The seller's own id, where one seller sells the same model under several. */
    private static Column soldAs(JsonNode rows) {
        Map<String, Integer> times = new HashMap<>();
        rows.forEach(row -> times.merge(name(row), 1, Integer::sum));
        return new Column(
                "sold as",
                row ->
                        times.getOrDefault(name(row), 0) > 1
                                ? row.path("upstream_id")
                                : MissingNode.getInstance(),
                Shape.PLAIN);
    }

    private static String name(JsonNode offer) {
        return offer.path("provider").asText() + "/" + offer.path("model").asText();
    }

    private static ObjectNode offer(Question question, PricedSpan span, Blend blend) {
        Model model = question.market().model(span.model()).orElseThrow();
        Score score = score(question, span);
        ObjectNode row = JsonParts.object();
        row.put("provider", span.provider());
        row.put("model", span.model());
        row.put("vendor", model.vendor());
        row.put("released", model.released() == null ? null : model.released().toString());
        row.put("open_weights", isOpen(question, model.id()));
        Nodes.prices(row, span);
        OwnSpeeds.Pace pace = question.pace(span);
        JsonParts.usd(row, "price_usd_per_mtok", span.usd(blend));
        JsonParts.figure(row, "ci", score == null ? null : score.value());
        JsonParts.figure(row, "ci_se", score == null ? null : score.standardError());
        row.put("context", span.context() == null ? model.context() : span.context());
        JsonParts.figure(row, "ttft_ms", pace.firstTokenMillis());
        JsonParts.figure(row, "tokens_per_s", pace.tokensPerSecond());
        JsonParts.texts(
                row, "features", model.features().stream().map(Feature::code).sorted().toList());
        row.put("upstream_id", span.upstreamId());
        row.put("valid_from", span.from().toString());
        row.put("seen_at", span.seen().toString());
        JsonParts.texts(row, "sources", span.sources());
        Nodes.remarks(row, span);
        return row;
    }

    private static @Nullable Boolean isOpen(Question question, String model) {
        LocalDate day = question.at();
        return question.market().panel().find(model).orElseThrow().isOpen(day);
    }

    private static @Nullable Score score(Question question, PricedSpan span) {
        return question.market().panel().quality().score(span.model(), Quality.CI).orElse(null);
    }

    private static double ci(Question question, PricedSpan span) {
        Score score = score(question, span);
        return score == null ? -1 : score.value();
    }
}

package dev.undercut.web.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.market.Model;
import dev.undercut.market.analysis.Forecast;
import dev.undercut.market.analysis.Position;
import dev.undercut.market.analysis.PriceIndex;
import dev.undercut.market.analysis.PricedSpan;
import dev.undercut.market.analysis.QualityClass;
import dev.undercut.market.analysis.Selection;
import dev.undercut.market.analysis.fit.LogTrend;
import dev.undercut.web.answer.AnswerTable;
import dev.undercut.web.answer.AnswerTable.Column;
import dev.undercut.web.answer.BadQuestionException;
import dev.undercut.web.answer.JsonParts;
import dev.undercut.web.answer.Shape;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Trends: the price of constant quality, and where an offer stands to it. */
final class TrendViews {
    private static final int MONTHS_AHEAD = 12;
    private static final int BACK_TEST_MONTHS = 6;

    private TrendViews() {}

    static AnswerTable index(Question question) {
        QualityClass wanted = question.wanted();
        PriceIndex.Index index =
                PriceIndex.of(
                        question.market().panel(), wanted, question.selection(), question.method());
        if (index.points().isEmpty()) {
            throw BadQuestionException.unknown(
                    "nothing sold by "
                            + question.at()
                            + " reaches "
                            + wanted.label()
                            + best(question, wanted.measure()));
        }
        ObjectNode json = indexJson(question, index);
        return new AnswerTable(
                json,
                "/points",
                List.of(
                        new Column("date", "date"),
                        Column.blended(question.blend(), "price_usd_per_mtok"),
                        new Column("score", "score", Shape.POINTS),
                        new Column("provider", "provider"),
                        new Column("model", "model"),
                        Column.pastFlags("flags")),
                IndexNotes.of(index, json),
                plot(index));
    }

    private static String best(Question question, String measure) {
        double best = Double.NEGATIVE_INFINITY;
        String who = "";
        for (PricedSpan span : question.market().panel().select(question.selection()).spans()) {
            var score = question.market().panel().quality().score(span.model(), measure);
            if (score.isPresent() && score.get().value() > best) {
                best = score.get().value();
                who = span.model();
            }
        }
        return who.isEmpty()
                ? question.firstDay().map(day -> "; the first price is of " + day).orElse("")
                : "; the best is " + who + " with " + Math.round(best * 10) / 10.0;
    }

    private static ObjectNode indexJson(Question question, PriceIndex.Index index) {
        ObjectNode json = JsonParts.object();
        LogTrend trend = index.trend();
        json.put("method", index.method().code());
        json.put("benchmark", index.wanted().measure());
        JsonParts.figure(json, "threshold", index.wanted().threshold());
        JsonParts.figure(json, "confidence", index.wanted().confidence());
        json.put("ratio", question.blend().code());
        json.put("at", question.at().toString());
        json.put("attribution", Nodes.ATTRIBUTION);
        ArrayNode points = json.putArray("points");
        index.points().forEach(point -> points.add(Nodes.point(point)));
        json.put("n", index.points().size());
        JsonParts.figure(json, "factor_per_year", index.factorPerYear());
        JsonParts.interval(json, "interval90", trend == null ? null : trend.interval90());
        JsonParts.figure(json, "r2", trend == null ? null : trend.r2());
        JsonParts.figure(json, "half_life_days", trend == null ? null : trend.halfLifeDays());
        second(json, index.hedonic());
        ArrayNode ages = json.putArray("by_age");
        for (PriceIndex.Age age : index.ages()) {
            ObjectNode year = ages.addObject();
            year.put("year", age.year());
            JsonParts.figure(year, "factor", age.factor());
            year.put("complete", age.complete());
        }
        forecast(json, question, index);
        return json;
    }

    private static void second(ObjectNode json, @Nullable LogTrend hedonic) {
        if (hedonic == null) {
            json.putNull("hedonic");
            return;
        }
        ObjectNode second = json.putObject("hedonic");
        second.put("n", hedonic.n());
        JsonParts.figure(second, "factor_per_year", hedonic.factorPerYear());
        JsonParts.interval(second, "interval90", hedonic.interval90());
        JsonParts.figure(second, "r2", hedonic.r2());
    }

    private static void forecast(ObjectNode json, Question question, PriceIndex.Index index) {
        Forecast.Outlook outlook = Forecast.of(question.market().panel(), index, MONTHS_AHEAD);
        ArrayNode months = json.putArray("forecast");
        for (Forecast.Ahead ahead : outlook.months()) {
            ObjectNode month = months.addObject();
            month.put("date", ahead.date().toString());
            JsonParts.usd(month, "low", ahead.low());
            JsonParts.usd(month, "mid", ahead.mid());
            JsonParts.usd(month, "high", ahead.high());
        }
        JsonParts.usd(json, "floor_usd_per_mtok", outlook.floor());
        LocalDate stopped = outlook.nearlyStoppedSince();
        json.put("nearly_stopped_since", stopped == null ? null : stopped.toString());
        Forecast.BackTest test = Forecast.backTest(index.points(), question.at(), BACK_TEST_MONTHS);
        ObjectNode back = json.putObject("back_test");
        back.put("months_ahead", test.months());
        back.put("tried", test.tried());
        back.put("covered", test.covered());
        JsonParts.interval(back, "expected", test.expected());
    }

    private static LogPlot plot(PriceIndex.Index index) {
        LogTrend trend = index.trend();
        ToDoubleFunction<LocalDate> line = trend == null ? null : trend::at;
        LogPlot plot = new LogPlot(line);
        index.points().forEach(point -> plot.add(point.date(), point.usd()));
        return plot;
    }

    static AnswerTable position(Question question) {
        Model model = question.requiredModel("model");
        Selection selection = question.selectionOfAllVendors();
        List<QualityClass> classes =
                question.has("threshold")
                        ? Position.around(question.market().panel(), question.wanted(), selection)
                        : Position.classes(
                                question.market().panel(),
                                model.id(),
                                question.measure(),
                                selection);
        ArrayNode rows = JsonParts.array();
        for (PricedSpan offer : offersOf(question, model)) {
            Position.of(question.market().panel(), offer, classes, selection)
                    .forEach(place -> place(rows.addObject(), place));
        }
        if (rows.isEmpty()) {
            throw BadQuestionException.unknown(
                    model.id()
                            + " has no paid offer by "
                            + question.at()
                            + " in a class with a trend on "
                            + question.measure());
        }
        return new AnswerTable(
                rows,
                "",
                List.of(
                        new Column("date", "date"),
                        new Column("class", "class"),
                        new Column("side", "side"),
                        Column.factor("factor", "factor"),
                        Column.factor("90 %", "interval90"),
                        Column.blended(question.blend(), "price_usd_per_mtok"),
                        Column.price("line", "line_usd_per_mtok"),
                        new Column("lows", "line_n"),
                        new Column("provider", "provider"),
                        Column.pastFlags("flags")),
                List.of(
                        model.id()
                                + ": factor is its price over the trend of a class before that day;"
                                + " below 1 is cheaper than the line",
                        verdict(rows)),
                null);
    }

    /** How the newest price stands over all classes: none of them alone is the answer. */
    private static String verdict(ArrayNode rows) {
        String newest = "";
        for (JsonNode row : rows) {
            String date = row.path("date").asText();
            newest = date.compareTo(newest) > 0 ? date : newest;
        }
        Map<String, Integer> sides = new HashMap<>();
        for (JsonNode row : rows) {
            if (row.path("date").asText().equals(newest)) {
                sides.merge(row.path("side").asText(), 1, Integer::sum);
            }
        }
        return "the price of %s is below %d of these lines, above %d, and too near to %d to tell"
                .formatted(
                        newest,
                        sides.getOrDefault("below", 0),
                        sides.getOrDefault("above", 0),
                        sides.getOrDefault("unclear", 0));
    }

    /** The maker's own offers, or everybody's when it sells none. */
    private static List<PricedSpan> offersOf(Question question, Model model) {
        List<PricedSpan> all =
                question.market().panel().spans().stream()
                        .filter(span -> span.model().equals(model.id()) && span.isPaid())
                        .filter(span -> !span.from().isAfter(question.at()))
                        .toList();
        List<PricedSpan> own = all.stream().filter(PricedSpan::firstParty).toList();
        return own.isEmpty() ? all : own;
    }

    private static void place(ObjectNode row, Position.Place place) {
        row.put("provider", place.provider());
        row.put("model", place.model());
        row.put("date", place.date().toString());
        JsonParts.usd(row, "price_usd_per_mtok", place.usd());
        JsonParts.usd(row, "line_usd_per_mtok", place.lineUsd());
        JsonParts.figure(row, "factor", place.factor());
        JsonParts.interval(row, "interval90", place.interval90());
        row.put("side", place.side());
        row.put("class", place.wanted().label());
        row.put("line_n", place.trend().n());
        JsonParts.figure(row, "line_r2", place.trend().r2());
        JsonParts.texts(row, "sources", place.sources());
        JsonParts.texts(row, "flags", place.flags().stream().sorted().toList());
    }
}

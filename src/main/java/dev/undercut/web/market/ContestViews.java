package dev.undercut.web.market;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.market.Model;
import dev.undercut.market.analysis.Blend;
import dev.undercut.market.analysis.Frontier;
import dev.undercut.market.analysis.Gap;
import dev.undercut.market.analysis.PricePanel;
import dev.undercut.market.analysis.PricedSpan;
import dev.undercut.market.analysis.Quality;
import dev.undercut.market.analysis.Quality.Score;
import dev.undercut.market.analysis.Race;
import dev.undercut.market.analysis.Selection;
import dev.undercut.market.analysis.Undercuts;
import dev.undercut.market.analysis.Value;
import dev.undercut.market.analysis.fit.Waits;
import dev.undercut.web.answer.AnswerTable;
import dev.undercut.web.answer.AnswerTable.Column;
import dev.undercut.web.answer.BadQuestionException;
import dev.undercut.web.answer.JsonParts;
import dev.undercut.web.answer.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Who is ahead of whom. */
final class ContestViews {
    private static final double NOTABLE = 2;

    private ContestViews() {}

    static AnswerTable frontier(Question question) {
        Selection selection = question.selection();
        PricePanel panel = question.market().panel();
        Race.Axis axis = question.axis();
        Frontier.Split split = Frontier.at(panel, selection, third(question, panel, axis));
        ObjectNode json = JsonParts.object();
        json.put("at", selection.at().toString());
        json.put("ratio", selection.blend().code());
        json.put("attribution", Nodes.ATTRIBUTION);
        ArrayNode points = json.putArray("points");
        split.points().forEach(point -> points.add(point(point, selection.blend(), axis)));
        ArrayNode dominated = json.putArray("dominated");
        for (Frontier.Dominated beaten : split.dominated()) {
            ObjectNode row = point(beaten.point(), selection.blend(), axis);
            row.set("beaten_by", point(beaten.beatenBy(), selection.blend(), axis));
            dominated.add(row);
        }
        json.put("unplaced", split.unplaced());
        value(json.putArray("value"), panel, selection);
        List<Column> columns = new ArrayList<>();
        columns.add(Column.ci("ci"));
        columns.add(Column.error("ci_se"));
        columns.add(Column.blended(selection.blend(), "price_usd_per_mtok"));
        if (axis == Race.Axis.CONTEXT) {
            columns.add(new Column("context", "context"));
        }
        if (axis == Race.Axis.SPEED) {
            columns.add(Column.rate("tokens_per_s"));
        }
        columns.add(new Column("provider", "provider"));
        columns.add(new Column("model", "model"));
        columns.add(Column.flags("flags"));
        return new AnswerTable(
                json,
                "/points",
                columns,
                List.of(
                        "nothing beats these; %d other offers are beaten, %d are unrated"
                                .formatted(split.dominated().size(), split.unplaced())),
                null);
    }

    private static void value(ArrayNode months, PricePanel panel, Selection selection) {
        for (Value.Best best : Value.byVendor(panel, selection)) {
            ObjectNode month = months.addObject();
            month.put("date", best.date().toString());
            month.put("vendor", best.vendor());
            month.setAll(Nodes.offer(best.offer(), selection.blend(), best.score()));
            JsonParts.figure(month, "ci_per_usd", best.perUsd());
        }
    }

    private static @Nullable ToDoubleFunction<PricedSpan> third(
            Question question, PricePanel panel, Race.@Nullable Axis axis) {
        if (axis == null || axis == Race.Axis.CAPABILITY) {
            return null;
        }
        if (axis == Race.Axis.SPEED) {
            measured(question); // says so when there is nothing to place
            return span -> rate(question, span);
        }
        return span -> {
            Long own = span.context();
            Long context = own == null ? panel.find(span.model()).orElseThrow().context() : own;
            return context == null ? Double.NaN : context;
        };
    }

    /** Tokens a second, NaN when not measured. */
    private static double rate(Question question, PricedSpan span) {
        Double rate = question.pace(span).tokensPerSecond();
        return rate == null ? Double.NaN : rate;
    }

    /** Each model at its fastest seller, in tokens a second; models not measured are left out. */
    private static Map<String, Double> measured(Question question) {
        Map<String, Double> rates = new HashMap<>();
        for (PricedSpan span : question.market().panel().onSale(question.at())) {
            double rate = rate(question, span);
            if (!Double.isNaN(rate)) {
                rates.merge(span.model(), rate, Math::max);
            }
        }
        if (rates.isEmpty()) {
            throw BadQuestionException.unknown(
                    "axis: no speed has been measured here yet: three streamed calls to an offer"
                            + " measure it; capability and context are known");
        }
        return rates;
    }

    private static ObjectNode point(Frontier.Point point, Blend blend, Race.@Nullable Axis axis) {
        ObjectNode json = Nodes.offer(point.offer(), blend, point.score());
        if (axis == Race.Axis.CONTEXT && point.third() != null) {
            json.put("context", point.third().longValue());
        }
        if (axis == Race.Axis.SPEED) {
            JsonParts.figure(json, "tokens_per_s", point.third());
        }
        return json;
    }

    /** All makers run, whichever of them was asked for. */
    private static List<Race.Entry> run(Question question) {
        Selection selection = question.selectionOfAllVendors();
        PricePanel panel = question.market().panel();
        return switch (axis(question)) {
            case CAPABILITY -> Race.onCapability(panel, selection);
            case CONTEXT -> Race.onContext(panel, selection);
            case SPEED -> Race.on(panel, selection, measured(question));
        };
    }

    private static Race.Axis axis(Question question) {
        return Objects.requireNonNullElse(question.axis(), Race.Axis.CAPABILITY);
    }

    static AnswerTable race(Question question) {
        ArrayNode rows = JsonParts.array();
        String vendor = question.vendor();
        for (Race.Entry entry : run(question)) {
            if (vendor != null && !vendor.equals(entry.vendor())) {
                continue;
            }
            ObjectNode row = rows.addObject();
            row.put("vendor", entry.vendor());
            row.put("model", entry.model());
            row.put("date", entry.date().toString());
            JsonParts.figure(row, "value", entry.value());
            JsonParts.figure(row, "value_se", entry.error());
            JsonParts.figure(row, "jump", entry.jump());
            row.put("days_led", entry.daysLed());
            row.put("still_ahead", entry.stillAhead());
            row.put("open_weights_days", openDays(entry));
            ArrayNode overtakings = row.putArray("overtaken_by");
            for (Race.Overtaking overtaking : entry.overtakenBy()) {
                ObjectNode by = overtakings.addObject();
                by.put("vendor", overtaking.vendor());
                by.put("model", overtaking.model());
                by.put("days", overtaking.days());
            }
            model(question, entry.model())
                    .ifPresent(model -> JsonParts.texts(row, "sources", List.of(model.source())));
        }
        return new AnswerTable(
                rows,
                "",
                List.of(
                        new Column("date", "date"),
                        value("value", question),
                        value("jump", question),
                        new Column("days led", "days_led"),
                        new Column("vendor", "vendor"),
                        new Column("model", "model"),
                        new Column("passed by", "overtaken_by.0.vendor"),
                        new Column("days", "overtaken_by.0.days")),
                List.of(
                        "`market clock` tells how long open weights, or a --vendor, take to follow"),
                null);
    }

    private static Column value(String name, Question question) {
        boolean points = axis(question) == Race.Axis.CAPABILITY;
        return new Column(name, name, points ? Shape.POINTS : Shape.PLAIN);
    }

    static AnswerTable clock(Question question) {
        String vendor = question.vendor();
        String chaser = vendor == null ? Race.OPEN_FIELD : vendor;
        Race.Clock clock = Race.clock(run(question), chaser, question.at());
        ObjectNode json = JsonParts.object();
        json.put("axis", axis(question).name().toLowerCase(Locale.ROOT));
        json.put("at", question.at().toString());
        json.put("chaser", chaser);
        json.put("n", clock.chases().size());
        json.put("caught", clock.caught());
        JsonParts.figure(json, "median_days", clock.median());
        Waits.Change change = clock.change();
        JsonParts.figure(
                json, "days_factor_per_year", change == null ? null : change.factorPerYear());
        JsonParts.interval(json, "interval90", change == null ? null : change.interval90());
        json.put("attribution", Nodes.ATTRIBUTION);
        ArrayNode rows = json.putArray("leaders");
        for (Race.Chase chase : clock.chases()) {
            ObjectNode row = rows.addObject();
            row.put("vendor", chase.vendor());
            row.put("model", chase.model());
            row.put("date", chase.date().toString());
            row.put("days", chase.days());
            row.put("caught", chase.by() != null);
            row.put("by", chase.by());
        }
        return new AnswerTable(
                json,
                "/leaders",
                List.of(
                        new Column("date", "date"),
                        new Column("vendor", "vendor"),
                        new Column("leader", "model"),
                        new Column("days", "days"),
                        new Column("caught", "caught"),
                        new Column("by", "by")),
                List.of(clock(clock, json)),
                null);
    }

    private static String clock(Race.Clock clock, ObjectNode json) {
        String median =
                Double.isNaN(clock.median())
                        ? "not half of the leaders have been reached"
                        : "half of the leaders are reached within %d days"
                                .formatted(Math.round(clock.median()));
        String trend =
                clock.change() == null
                        ? ""
                        : "; from year to year the wait changes by a factor of %s (90 %%: %s)"
                                .formatted(
                                        Shape.FACTOR.write(json.path("days_factor_per_year")),
                                        Shape.FACTOR.write(json.path("interval90")));
        return "%s: %s; %d of %d are still ahead, and count with the days so far%s"
                .formatted(
                        json.path("chaser").asText(),
                        median,
                        clock.chases().size() - clock.caught(),
                        clock.chases().size(),
                        trend);
    }

    private static @Nullable Long openDays(Race.Entry entry) {
        return entry.overtakenBy().stream()
                .filter(overtaking -> overtaking.vendor().equals(Race.OPEN_FIELD))
                .map(Race.Overtaking::days)
                .findFirst()
                .orElse(null);
    }

    private static Optional<Model> model(Question question, String id) {
        return question.market().model(id);
    }

    static AnswerTable gap(Question question) {
        Selection selection = question.selectionOfAllVendors();
        PricePanel panel = question.market().panel();
        ArrayNode rows = JsonParts.array();
        for (Gap.Row gap : Gap.over(panel, question.vendor(), selection)) {
            ObjectNode row = rows.addObject();
            row.put("date", gap.date().toString());
            row.set("leader", offer(panel, gap.leader(), selection.blend()));
            row.set("cheapest", offer(panel, gap.cheapest(), selection.blend()));
            JsonParts.figure(row, "factor", gap.factor());
            PricedSpan rival = gap.rival();
            row.set("rival", rival == null ? null : offer(panel, rival, selection.blend()));
            row.put("response_days", gap.responseDays());
        }
        return new AnswerTable(
                rows,
                "",
                List.of(
                        new Column("date", "date"),
                        Column.factor("factor", "factor"),
                        new Column("leader", "leader.model"),
                        Column.blended(selection.blend(), "leader.price_usd_per_mtok"),
                        new Column("cheapest at its level", "cheapest.model"),
                        new Column("at", "cheapest.provider"),
                        Column.price("$/M", "cheapest.price_usd_per_mtok"),
                        new Column("cheaper rival", "rival.model"),
                        new Column("days to answer", "response_days"),
                        Column.pastFlags("cheapest.flags")),
                List.of(
                        "at its level: measured, and not clearly less capable; factor 1: the leader"
                                + " itself is the cheapest",
                        "days to answer: from the day a new rival became cheaper to the leader's next"
                                + " cut or release"),
                null);
    }

    static AnswerTable undercuts(Question question) {
        if (question.has("against")) {
            return ratio(question);
        }
        String model = question.has("model") ? question.requiredModel("model").id() : null;
        Selection selection = question.selection();
        PricePanel panel = question.market().panel();
        ArrayNode rows = JsonParts.array();
        for (Undercuts.Event event : Undercuts.events(panel, selection, question.factor(NOTABLE))) {
            if (model != null
                    && !model.equals(event.cheaper().model())
                    && !model.equals(event.dearer().model())) {
                continue;
            }
            ObjectNode row = rows.addObject();
            row.put("date", event.date().toString());
            row.set("cheaper", offer(panel, event.cheaper(), selection.blend()));
            row.set("dearer", offer(panel, event.dearer(), selection.blend()));
            JsonParts.figure(row, "factor", event.factor());
            JsonParts.figure(row, "ci_difference", event.ciDifference());
        }
        return new AnswerTable(
                rows,
                "",
                List.of(
                        new Column("date", "date"),
                        Column.factor("factor", "factor"),
                        new Column("cheaper", "cheaper.model"),
                        new Column("at", "cheaper.provider"),
                        Column.blended(selection.blend(), "cheaper.price_usd_per_mtok"),
                        new Column("than", "dearer.model"),
                        Column.price("$/M", "dearer.price_usd_per_mtok"),
                        new Column("CI +", "ci_difference", Shape.POINTS),
                        Column.pastFlags("cheaper.flags")),
                List.of(
                        "oldest first, the newest stand last; at least as capable with 80 %, on the"
                                + " difference of the two"),
                null);
    }

    /** Two models' prices compared, the maker's own where it sells, else the cheapest. */
    private static AnswerTable ratio(Question question) {
        question.refuse(
                "with --against two models are compared and nothing is searched for",
                List.of("factor", "vendor", "open-weights", "reasoning"));
        Selection selection = question.selection();
        Blend blend = selection.blend();
        PricedSpan asked = own(question, "model", selection);
        PricedSpan other = own(question, "against", selection);
        boolean turned = asked.usd(blend) > other.usd(blend);
        PricedSpan cheaper = turned ? other : asked;
        PricedSpan dearer = turned ? asked : other;
        Undercuts.Ratio ratio = Undercuts.ratio(dearer, cheaper, blend);
        PricePanel panel = question.market().panel();
        ObjectNode row = JsonParts.object();
        row.put("date", selection.at().toString());
        row.set("cheaper", offer(panel, cheaper, selection.blend()));
        row.set("dearer", offer(panel, dearer, selection.blend()));
        JsonParts.figure(row, "factor", ratio.blended());
        JsonParts.figure(row, "input_factor", ratio.input());
        JsonParts.figure(row, "cached_input_factor", ratio.cachedInput());
        JsonParts.figure(row, "output_factor", ratio.output());
        JsonParts.figure(
                row,
                "probability_at_least",
                panel.quality().probabilityAtLeast(cheaper.model(), dearer.model()));
        return new AnswerTable(
                JsonParts.array().add(row),
                "",
                List.of(
                        new Column("than", "dearer.model"),
                        new Column("at", "dearer.provider"),
                        new Column("cheaper", "cheaper.model"),
                        new Column("at", "cheaper.provider"),
                        Column.factor("input", "input_factor"),
                        Column.factor("cached", "cached_input_factor"),
                        Column.factor("output", "output_factor"),
                        Column.factor("blended", "factor"),
                        Column.factor("P(as capable)", "probability_at_least")),
                turned
                        ? List.of(
                                "the other way round than asked: %s is the dearer one"
                                        .formatted(dearer.model()))
                        : List.of(),
                null);
    }

    private static PricedSpan own(Question question, String name, Selection selection) {
        Model model = question.requiredModel(name);
        return question.market().panel().spans().stream()
                .filter(span -> span.model().equals(model.id()) && span.isPaid())
                .filter(span -> span.covers(selection.at()))
                .min(
                        Comparator.comparing((PricedSpan span) -> !span.firstParty())
                                .thenComparingDouble(span -> span.usd(selection.blend())))
                .orElseThrow(() ->
                        BadQuestionException.unknown(
                                "no price of " + model.id() + " on " + selection.at()));
    }

    private static ObjectNode offer(PricePanel panel, PricedSpan span, Blend blend) {
        Score score = panel.quality().score(span.model(), Quality.CI).orElse(null);
        return Nodes.offer(span, blend, score);
    }
}

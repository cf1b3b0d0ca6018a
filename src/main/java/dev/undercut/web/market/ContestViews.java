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
import dev.undercut.web.market.MarketTable.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Who is ahead of whom. */
final class ContestViews {
    private static final double NOTABLE = 2;

    private ContestViews() {}

    static MarketTable frontier(Question question) {
        Selection selection = question.selection();
        PricePanel panel = question.market().panel();
        Race.Axis axis = question.axis();
        Frontier.Split split = Frontier.at(panel, selection, third(panel, axis));
        ObjectNode json = Nodes.object();
        json.put("at", selection.at().toString());
        json.put("ratio", selection.blend().code());
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
        columns.add(new Column("CI", "ci"));
        columns.add(new Column("±", "ci_se"));
        columns.add(new Column("$/M " + selection.blend().code(), "price_usd_per_mtok"));
        if (axis == Race.Axis.CONTEXT) {
            columns.add(new Column("context", "context"));
        }
        columns.add(new Column("provider", "provider"));
        columns.add(new Column("model", "model"));
        return new MarketTable(
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
            Nodes.figure(month, "ci_per_usd", best.perUsd());
        }
    }

    private static @Nullable ToDoubleFunction<PricedSpan> third(
            PricePanel panel, Race.@Nullable Axis axis) {
        if (axis == null || axis == Race.Axis.CAPABILITY) {
            return null;
        }
        if (axis == Race.Axis.SPEED) {
            throw noSpeed();
        }
        return span -> {
            Long own = span.context();
            Long context = own == null ? panel.find(span.model()).orElseThrow().context() : own;
            return context == null ? Double.NaN : context;
        };
    }

    private static BadQuestionException noSpeed() {
        return BadQuestionException.unknown(
                "axis: no speed has been measured here yet; capability and context are known");
    }

    private static ObjectNode point(Frontier.Point point, Blend blend, Race.@Nullable Axis axis) {
        ObjectNode json = Nodes.offer(point.offer(), blend, point.score());
        if (axis == Race.Axis.CONTEXT && point.third() != null) {
            json.put("context", point.third().longValue());
        }
        return json;
    }

    static MarketTable race(Question question) {
        Race.Axis axis = Objects.requireNonNullElse(question.axis(), Race.Axis.CAPABILITY);
        Selection selection = question.selection();
        PricePanel panel = question.market().panel();
        List<Race.Entry> entries =
                switch (axis) {
                    case CAPABILITY -> Race.onCapability(panel, selection);
                    case CONTEXT -> Race.onContext(panel, selection);
                    case SPEED -> throw noSpeed();
                };
        ArrayNode rows = Nodes.array();
        for (Race.Entry entry : entries) {
            ObjectNode row = rows.addObject();
            row.put("vendor", entry.vendor());
            row.put("model", entry.model());
            row.put("date", entry.date().toString());
            Nodes.figure(row, "value", entry.value());
            Nodes.figure(row, "value_se", entry.error());
            Nodes.figure(row, "jump", entry.jump());
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
                    .ifPresent(model -> Nodes.texts(row, "sources", List.of(model.source())));
        }
        return new MarketTable(
                rows,
                "",
                List.of(
                        new Column("date", "date"),
                        new Column("value", "value"),
                        new Column("jump", "jump"),
                        new Column("days led", "days_led"),
                        new Column("vendor", "vendor"),
                        new Column("model", "model"),
                        new Column("passed by", "overtaken_by.0.vendor"),
                        new Column("days", "overtaken_by.0.days")),
                List.of(clock(Race.clock(entries, Race.OPEN_FIELD))),
                null);
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

    private static String clock(Race.Clock clock) {
        if (clock.days().isEmpty()) {
            return "open weights have not come level with any leader";
        }
        String trend =
                clock.daysPerYear() == null || clock.interval90() == null
                        ? ""
                        : "; each year it takes %d days more (90 %%: %d to %d)"
                                .formatted(
                                        Math.round(clock.daysPerYear()),
                                        Math.round(clock.interval90().low()),
                                        Math.round(clock.interval90().high()));
        return "open weights come level with a leader after %d days (median of %d); %d leaders are"
                        .formatted(Math.round(clock.median()), clock.days().size(), clock.waiting())
                + " still ahead of them"
                + trend;
    }

    static MarketTable gap(Question question) {
        Selection selection = question.selectionOfAllVendors();
        PricePanel panel = question.market().panel();
        ArrayNode rows = Nodes.array();
        for (Gap.Row gap : Gap.over(panel, question.vendor(), selection)) {
            ObjectNode row = rows.addObject();
            row.put("date", gap.date().toString());
            row.set("leader", offer(panel, gap.leader(), selection.blend()));
            if (gap.cheapest() == null) {
                row.putNull("cheapest");
            } else {
                row.set("cheapest", offer(panel, gap.cheapest(), selection.blend()));
            }
            Nodes.figure(row, "factor", gap.factor());
            row.put("response_days", gap.responseDays());
        }
        return new MarketTable(
                rows,
                "",
                List.of(
                        new Column("date", "date"),
                        new Column("factor", "factor"),
                        new Column("leader", "leader.model"),
                        new Column("$/M", "leader.price_usd_per_mtok"),
                        new Column("cheapest at its level", "cheapest.model"),
                        new Column("at", "cheapest.provider"),
                        new Column("$/M", "cheapest.price_usd_per_mtok"),
                        new Column("days to answer", "response_days")),
                List.of("at its level: not clearly less capable than the leader"),
                null);
    }

    static MarketTable undercuts(Question question) {
        if (question.has("model") || question.has("against")) {
            return ratio(question);
        }
        Selection selection = question.selection();
        PricePanel panel = question.market().panel();
        ArrayNode rows = Nodes.array();
        for (Undercuts.Event event : Undercuts.events(panel, selection, question.factor(NOTABLE))) {
            ObjectNode row = rows.addObject();
            row.put("date", event.date().toString());
            row.set("cheaper", offer(panel, event.cheaper(), selection.blend()));
            row.set("dearer", offer(panel, event.dearer(), selection.blend()));
            Nodes.figure(row, "factor", event.factor());
            Nodes.figure(row, "ci_difference", event.ciDifference());
        }
        return new MarketTable(
                rows,
                "",
                List.of(
                        new Column("date", "date"),
                        new Column("factor", "factor"),
                        new Column("cheaper", "cheaper.model"),
                        new Column("at", "cheaper.provider"),
                        new Column("$/M", "cheaper.price_usd_per_mtok"),
                        new Column("than", "dearer.model"),
                        new Column("$/M", "dearer.price_usd_per_mtok"),
                        new Column("CI +", "ci_difference")),
                List.of("at least as capable with 80 %, on the difference of the two"),
                null);
    }

    /** Two models' prices compared, the maker's own where it sells, else the cheapest. */
    private static MarketTable ratio(Question question) {
        Selection selection = question.selectionOfAllVendors();
        PricedSpan cheaper = own(question, "model", selection);
        PricedSpan dearer = own(question, "against", selection);
        Undercuts.Ratio ratio = Undercuts.ratio(dearer, cheaper, selection.blend());
        PricePanel panel = question.market().panel();
        ObjectNode row = Nodes.object();
        row.put("date", selection.at().toString());
        row.set("cheaper", offer(panel, cheaper, selection.blend()));
        row.set("dearer", offer(panel, dearer, selection.blend()));
        Nodes.figure(row, "factor", ratio.blended());
        Nodes.figure(row, "input_factor", ratio.input());
        Nodes.figure(row, "cached_input_factor", ratio.cachedInput());
        Nodes.figure(row, "output_factor", ratio.output());
        Nodes.figure(
                row,
                "probability_at_least",
                panel.quality().probabilityAtLeast(cheaper.model(), dearer.model()));
        return new MarketTable(
                Nodes.array().add(row),
                "",
                List.of(
                        new Column("than", "dearer.model"),
                        new Column("at", "dearer.provider"),
                        new Column("cheaper", "cheaper.model"),
                        new Column("at", "cheaper.provider"),
                        new Column("input", "input_factor"),
                        new Column("cached", "cached_input_factor"),
                        new Column("output", "output_factor"),
                        new Column("blended", "factor"),
                        new Column("P(as capable)", "probability_at_least")),
                List.of(),
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

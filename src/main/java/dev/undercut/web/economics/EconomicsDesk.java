package dev.undercut.web.economics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.economics.ImpossibleInputException;
import dev.undercut.economics.facts.EconomicsFacts;
import dev.undercut.economics.facts.InputSpec;
import dev.undercut.economics.facts.Source;
import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.web.answer.AnswerTable;
import dev.undercut.web.answer.AnswerTable.Column;
import dev.undercut.web.answer.AnswerTable.Part;
import dev.undercut.web.answer.BadQuestionException;
import dev.undercut.web.answer.JsonParts;
import dev.undercut.web.answer.Reply;
import dev.undercut.web.answer.Shape;
import dev.undercut.web.market.Markets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers questions of economics, the same for every door. */
public final class EconomicsDesk {
    /** Said in every answer. */
    public static final String OUT_OF_SCOPE = "training cost is out of scope";

    private static final String INTERVALS =
            "intervals span all combinations of the ends of the uncertain inputs; they are no"
                    + " probabilities";

    /** Rounding alone makes no interval. */
    private static final double NOISE = 1e-9;

    private static final Map<String, Function<Asked, EconomicsView>> ANALYSES = analyses();

    private final Supplier<EconomicsFacts> source;
    private final Markets markets;
    private final Bills bills;
    private final InstantSource clock;
    private volatile @Nullable EconomicsFacts read;

    /**
     * Opens it.
     *
     * @param facts read with the first question, so that who asks none waits for none
     * @param markets where the book is found
     * @param bills where the own bill is found
     * @param clock says which day is today
     */
    public EconomicsDesk(
            Supplier<EconomicsFacts> facts, Markets markets, Bills bills, InstantSource clock) {
        this.source = facts;
        this.markets = markets;
        this.bills = bills;
        this.clock = clock;
    }

    private static Map<String, Function<Asked, EconomicsView>> analyses() {
        Map<String, Function<Asked, EconomicsView>> analyses = new LinkedHashMap<>();
        analyses.put("serving", ServingView::new);
        analyses.put("plan", PlanView::new);
        analyses.put("profit-date", ProfitDateView::new);
        analyses.put("task", TaskView::new);
        analyses.put("margin", MarginView::new);
        analyses.put("fleet", FleetView::new);
        analyses.put("scenario", ScenarioView::new);
        return Collections.unmodifiableMap(analyses);
    }

    /** The names of all analyses. */
    public static List<String> names() {
        return List.copyOf(ANALYSES.keySet());
    }

    /** The inputs of one analysis: its flags and parameters. */
    public List<InputSpec> inputs(String analysis) {
        return facts().inputs(analysis);
    }

    private EconomicsFacts facts() {
        EconomicsFacts known = read;
        if (known == null) {
            known = source.get();
            read = known;
        }
        return known;
    }

    /**
     * One answer.
     *
     * @param analysis one of {@link #names}
     * @param given inputs by their names; the others have their defaults
     */
    public Reply answer(String analysis, Map<String, String> given) {
        Function<Asked, EconomicsView> known = ANALYSES.get(analysis);
        if (known == null) {
            return new Reply.Refused(
                    true,
                    "no analysis is called '"
                            + analysis
                            + "'"
                            + BadQuestionException.nearest(analysis, names()));
        }
        try {
            LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
            Asked asked = new Asked(facts(), new BookPrices(markets, today), bills, clock);
            Inputs inputs = Inputs.of(facts().inputs(analysis), given);
            return new Reply.Found(answer(analysis, known.apply(asked), inputs));
        } catch (BadQuestionException e) {
            return e.reply();
        } catch (ImpossibleInputException e) {
            return BadQuestionException.wrong(String.valueOf(e.getMessage())).reply();
        }
    }

    private AnswerTable answer(String analysis, EconomicsView view, Inputs inputs) {
        view.prepare(inputs);
        List<Figure> figures = view.figures(inputs);
        Map<String, Interval> intervals = intervals(view, inputs);
        ObjectNode document = JsonParts.object();
        document.put("analysis", analysis);
        document.put("scope", OUT_OF_SCOPE);
        ArrayNode rows = document.putArray("figures");
        for (Figure figure : figures) {
            ObjectNode row = rows.addObject();
            row.put("name", figure.name());
            JsonParts.figure(row, "value", figure.value());
            JsonParts.interval(row, "interval", intervals.get(figure.name()));
            row.put("unit", figure.unit());
            row.put("says", figure.says());
            row.put("means", figure.means());
        }
        Sheet sheet = new Sheet(document);
        view.complete(inputs, sheet);
        if (!intervals.isEmpty()) {
            sheet.note(INTERVALS);
        }
        sheet.note(OUT_OF_SCOPE);
        sheet.writeNotes();
        List<Part> parts = new ArrayList<>(sheet.parts());
        parts.add(inputs(document, inputs));
        return new AnswerTable(
                document,
                "/figures",
                List.of(
                        new Column("figure", "name"),
                        new Column("value", "value", Shape.PRICE),
                        new Column("interval", "interval", Shape.FACTOR),
                        new Column("unit", "unit"),
                        new Column("in words", "says"),
                        new Column("which is", "means")),
                sheet.notes(),
                sheet.drawing(),
                parts);
    }

    /** From the lowest to the highest of each figure; none where it does not move. */
    private static Map<String, Interval> intervals(EconomicsView view, Inputs inputs) {
        Map<String, double[]> ends = new LinkedHashMap<>();
        for (Inputs draw : inputs.combinations()) {
            for (Figure figure : view.figures(draw)) {
                if (!Double.isNaN(figure.value())) {
                    double[] both =
                            ends.computeIfAbsent(
                                    figure.name(),
                                    name -> new double[] {figure.low(), figure.high()});
                    both[0] = Math.min(both[0], figure.low());
                    both[1] = Math.max(both[1], figure.high());
                }
            }
        }
        Map<String, Interval> intervals = new LinkedHashMap<>();
        ends.forEach((name, both) -> {
            if (both[1] - both[0] > NOISE * Math.abs(both[1])) {
                intervals.put(name, new Interval(both[0], both[1]));
            }
        });
        return intervals;
    }

    private Part inputs(ObjectNode document, Inputs inputs) {
        ArrayNode rows = document.putArray("inputs");
        Set<String> cited = new LinkedHashSet<>();
        for (Inputs.Value value : inputs.used()) {
            ObjectNode row = rows.addObject();
            row.put("name", value.spec().name());
            if (value.spec().isText()) {
                row.put("value", value.text());
            } else {
                JsonParts.figure(row, "value", value.number());
            }
            JsonParts.interval(row, "interval", value.range());
            row.put("unit", value.spec().unit());
            row.put("given", value.given());
            row.put("from", from(value));
            if (!value.given()) {
                cited.addAll(value.spec().sources());
            }
            row.put("means", value.spec().meaning());
        }
        ArrayNode sources = document.putArray("sources");
        for (String key : cited) {
            facts().source(key).ifPresent(source -> source(sources.addObject(), source));
        }
        return new Part(
                "Inputs",
                "/inputs",
                List.of(
                        new Column("--", "name"),
                        new Column("value", "value"),
                        new Column("interval", "interval", Shape.FACTOR),
                        new Column("unit", "unit"),
                        new Column("from", "from"),
                        new Column("which is", "means")));
    }

    private static String from(Inputs.Value value) {
        if (value.given()) {
            return "you";
        }
        return value.from() == null
                ? "default: " + String.join("; ", value.spec().sources())
                : value.from();
    }

    private static void source(ObjectNode row, Source source) {
        row.put("key", source.key());
        row.put("title", source.title());
        row.put("address", source.address().isEmpty() ? null : source.address());
        row.put("status", source.status());
    }
}

package dev.undercut.web.market;

import dev.undercut.web.answer.AnswerTable;
import dev.undercut.web.answer.BadQuestionException;
import dev.undercut.web.answer.Reply;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Answers questions to the market, the same for every door. */
public final class MarketDesk {
    /** Whose data all answers rest on, as their licences ask it to be said. */
    public static final String ATTRIBUTION = Nodes.ATTRIBUTION;

    /** Every analysis by its name, in the order in which they are listed. */
    private static final Map<String, Analysis> ANALYSES = analyses();

    /** What every analysis takes. */
    private static final List<String> COMMON =
            List.of("at", "known-on", "ratio", "vendor", "open-weights", "reasoning");

    private final Markets markets;
    private final OwnSpeeds speeds;
    private final InstantSource clock;

    /**
     * Opens it.
     *
     * @param speeds what own calls measured
     * @param clock says which day is today
     */
    public MarketDesk(Markets markets, OwnSpeeds speeds, InstantSource clock) {
        this.markets = markets;
        this.speeds = speeds;
        this.clock = clock;
    }

    /**
     * One analysis.
     *
     * @param own the parameters that it takes besides the common ones
     */
    private record Analysis(Function<Question, AnswerTable> view, List<String> own) {}

    /** A filter that is passed over would give a wrong answer, and nobody would know. */
    private static void check(String analysis, Map<String, String> given) {
        for (String name : given.keySet()) {
            if (takes(analysis, name)) {
                continue;
            }
            List<String> takers = names().stream().filter(each -> takes(each, name)).toList();
            if (takers.isEmpty()) {
                throw BadQuestionException.wrong(
                        "no parameter is called '"
                                + name
                                + "'"
                                + BadQuestionException.nearest(name, parameters()));
            }
            throw BadQuestionException.wrong(
                    name.equals("model")
                            ? "model: %s is not about one model; %s are"
                                    .formatted(analysis, listed(takers))
                            : "%s: %s has no use for it; %s"
                                            .formatted(name, analysis, listed(takers))
                                    + (takers.size() == 1 ? " has" : " have"));
        }
    }

    private static String listed(List<String> names) {
        int last = names.size() - 1;
        return last == 0
                ? names.getFirst()
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private static Map<String, Analysis> analyses() {
        Map<String, Analysis> analyses = new LinkedHashMap<>();
        analyses.put("offers", new Analysis(OfferViews::offers, List.of()));
        analyses.put("history", new Analysis(OfferViews::history, List.of("model")));
        analyses.put(
                "index",
                new Analysis(TrendViews::index, List.of("benchmark", "threshold", "method")));
        analyses.put("frontier", new Analysis(ContestViews::frontier, List.of("axis")));
        analyses.put("race", new Analysis(ContestViews::race, List.of("axis")));
        analyses.put("clock", new Analysis(ContestViews::clock, List.of("axis")));
        analyses.put("gap", new Analysis(ContestViews::gap, List.of()));
        analyses.put(
                "undercuts",
                new Analysis(ContestViews::undercuts, List.of("model", "against", "factor")));
        analyses.put(
                "position",
                new Analysis(TrendViews::position, List.of("model", "benchmark", "threshold")));
        analyses.put("spread", new Analysis(OfferViews::spread, List.of("model")));
        analyses.put("claims", new Analysis(ClaimView::claims, List.of()));
        return Collections.unmodifiableMap(analyses);
    }

    /** The parameters that an analysis takes: its own, then those of all. */
    public static List<String> parameters(String analysis) {
        Analysis found = ANALYSES.get(analysis);
        List<String> all = new ArrayList<>(found == null ? List.of() : found.own);
        all.addAll(COMMON);
        return all;
    }

    private static boolean takes(String analysis, String parameter) {
        return parameters(analysis).contains(parameter);
    }

    /** Every parameter of any analysis. */
    public static Set<String> parameters() {
        Set<String> all = new TreeSet<>();
        names().forEach(name -> all.addAll(parameters(name)));
        return all;
    }

    /** The names of all analyses. */
    public static List<String> names() {
        return List.copyOf(ANALYSES.keySet());
    }

    /**
     * One answer.
     *
     * @param analysis one of {@link #names}
     * @param given {@code at}, {@code known-on}, {@code ratio}, {@code benchmark}, {@code
     *     threshold}, {@code method}, {@code axis}, {@code vendor}, {@code open-weights}, {@code
     *     reasoning}, {@code model}, {@code against}, {@code factor}, each optional unless the
     *     analysis is about it; one that it does not take is refused
     */
    public Reply answer(String analysis, Map<String, String> given) {
        Analysis found = ANALYSES.get(analysis);
        if (found == null) {
            return new Reply.Refused(
                    true,
                    "no analysis is called '"
                            + analysis
                            + "'"
                            + BadQuestionException.nearest(analysis, names()));
        }
        try {
            check(analysis, given);
            LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
            Markets.Known market = markets.knownOn(Question.day(given, "known-on"));
            Question question = new Question(given, market, speeds, today);
            return new Reply.Found(found.view.apply(question).withNotes(question.remarks()));
        } catch (BadQuestionException e) {
            return e.reply();
        }
    }
}

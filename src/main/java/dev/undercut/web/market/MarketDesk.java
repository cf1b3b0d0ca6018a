package dev.undercut.web.market;

import dev.undercut.web.answer.AnswerTable;
import dev.undercut.web.answer.BadQuestionException;
import dev.undercut.web.answer.Reply;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Answers questions to the market, the same for every door. */
public final class MarketDesk {
    /** Whose data all answers rest on, as their licences ask it to be said. */
    public static final String ATTRIBUTION = Nodes.ATTRIBUTION;

    /** Every analysis by its name, in the order in which they are listed. */
    private static final Map<String, Function<Question, AnswerTable>> ANALYSES = analyses();

    private static final List<String> OF_A_MODEL =
            List.of("history", "position", "spread", "undercuts");
    private static final List<String> PARAMETERS =
            List.of(
                    "model",
                    "at",
                    "known-on",
                    "ratio",
                    "benchmark",
                    "threshold",
                    "method",
                    "axis",
                    "vendor",
                    "open-weights",
                    "reasoning",
                    "against",
                    "factor");

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

    /** A misspelt filter that is passed over would give a wrong answer, and nobody would know. */
    private static void check(String analysis, Map<String, String> given) {
        for (String name : given.keySet()) {
            if (!PARAMETERS.contains(name)) {
                throw BadQuestionException.wrong(
                        "no parameter is called '"
                                + name
                                + "'"
                                + BadQuestionException.nearest(name, PARAMETERS));
            }
        }
        if (given.containsKey("model") && !OF_A_MODEL.contains(analysis)) {
            throw BadQuestionException.wrong(
                    "model: %s is not about one model; %s are"
                            .formatted(analysis, String.join(", ", OF_A_MODEL)));
        }
    }

    private static Map<String, Function<Question, AnswerTable>> analyses() {
        Map<String, Function<Question, AnswerTable>> analyses = new LinkedHashMap<>();
        analyses.put("offers", OfferViews::offers);
        analyses.put("history", OfferViews::history);
        analyses.put("index", TrendViews::index);
        analyses.put("frontier", ContestViews::frontier);
        analyses.put("race", ContestViews::race);
        analyses.put("clock", ContestViews::clock);
        analyses.put("gap", ContestViews::gap);
        analyses.put("undercuts", ContestViews::undercuts);
        analyses.put("position", TrendViews::position);
        analyses.put("spread", OfferViews::spread);
        analyses.put("claims", ClaimView::claims);
        return Collections.unmodifiableMap(analyses);
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
     *     analysis is about it
     */
    public Reply answer(String analysis, Map<String, String> given) {
        Function<Question, AnswerTable> view = ANALYSES.get(analysis);
        if (view == null) {
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
            return new Reply.Found(view.apply(question).withNotes(question.remarks()));
        } catch (BadQuestionException e) {
            return e.reply();
        }
    }
}

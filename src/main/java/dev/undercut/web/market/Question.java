package dev.undercut.web.market;

import dev.undercut.market.Model;
import dev.undercut.market.analysis.Blend;
import dev.undercut.market.analysis.PriceIndex;
import dev.undercut.market.analysis.PricedSpan;
import dev.undercut.market.analysis.Quality;
import dev.undercut.market.analysis.QualityClass;
import dev.undercut.market.analysis.Race;
import dev.undercut.market.analysis.Selection;
import dev.undercut.web.answer.BadQuestionException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one question, checked as they are read. Flags of commands and parameters of
 * addresses have the same names.
 */
final class Question {
    private static final double GPT_4 = 50;
    private static final String ANCHOR = "gpt-4";

    private final Map<String, String> given;
    private final Markets.Known market;
    private final OwnSpeeds speeds;
    private final LocalDate today;

    Question(Map<String, String> given, Markets.Known market, OwnSpeeds speeds, LocalDate today) {
        this.given = given;
        this.market = market;
        this.speeds = speeds;
        this.today = today;
    }

    /** How fast an offer has been here lately, whatever day is asked about. */
    OwnSpeeds.Pace pace(PricedSpan offer) {
        return speeds.of(offer.name());
    }

    Markets.Known market() {
        return market;
    }

    LocalDate at() {
        LocalDate day = day(given, "at");
        return day == null ? today : day;
    }

    /** What must be said below any answer: about its day, and whose data it rests on. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (at().isAfter(today)) {
            remarks.add(
                    at() + " lies ahead: this is what is known today, announced prices included");
        }
        firstDay()
                .filter(first -> at().isBefore(first))
                .ifPresent(first -> remarks.add("no price here is older than " + first));
        remarks.add(Nodes.ATTRIBUTION);
        return remarks;
    }

    /** The day of the oldest price. */
    Optional<LocalDate> firstDay() {
        return market.panel().spans().stream().findFirst().map(PricedSpan::from);
    }

    static @Nullable LocalDate day(Map<String, String> given, String name) {
        String text = given.get(name);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw BadQuestionException.wrong(
                    name + ": expected a day such as 2025-01-31, got '" + text + "'");
        }
    }

    Blend blend() {
        String ratio = given.get("ratio");
        try {
            return ratio == null ? Blend.THREE_TO_ONE : Blend.parse(ratio);
        } catch (IllegalArgumentException e) {
            throw BadQuestionException.wrong(
                    "ratio: expected parts of input and output such as 3:1, got '" + ratio + "'");
        }
    }

    Selection selection() {
        return new Selection(at(), blend(), vendor(), yesNo("open-weights"), yesNo("reasoning"));
    }

    /** The same without its filter by maker, which some analyses take as a subject. */
    Selection selectionOfAllVendors() {
        return new Selection(at(), blend(), null, yesNo("open-weights"), yesNo("reasoning"));
    }

    @Nullable String vendor() {
        String vendor = given.get("vendor");
        if (vendor == null) {
            return null;
        }
        Set<String> vendors = new TreeSet<>();
        market.panel().models().forEach(model -> vendors.add(model.vendor()));
        String lower = vendor.toLowerCase(Locale.ROOT);
        if (!vendors.contains(lower)) {
            throw BadQuestionException.unknown(
                    "vendor: nobody here is called '"
                            + vendor
                            + "'"
                            + BadQuestionException.nearest(lower, vendors));
        }
        return lower;
    }

    private @Nullable Boolean yesNo(String name) {
        String text = given.get(name);
        if (text == null) {
            return null;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "true" -> true;
            case "no", "false" -> false;
            default ->
                    throw BadQuestionException.wrong(
                            name + ": expected yes or no, got '" + text + "'");
        };
    }

    /** The capability index or a benchmark, by any spelling. */
    String measure() {
        String name = given.getOrDefault("benchmark", Quality.CI);
        Set<String> measures = market.panel().quality().measures();
        String slug = slug(name);
        return measures.stream()
                .filter(measure -> slug(measure).equals(slug))
                .findFirst()
                .orElseThrow(() ->
                        BadQuestionException.unknown(
                                "benchmark: no scores of '"
                                        + name
                                        + "'"
                                        + BadQuestionException.nearest(name, measures)));
    }

    private static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** The class asked for: a number, or as good as a model; GPT-4's when nothing is said. */
    QualityClass wanted() {
        String measure = measure();
        String text = given.get("threshold");
        if (text == null && measure.equals(Quality.CI)) {
            return new QualityClass(measure, GPT_4);
        }
        String name = text == null ? ANCHOR : text;
        try {
            return new QualityClass(measure, Double.parseDouble(name));
        } catch (NumberFormatException e) {
            String id = model(name).id();
            return new QualityClass(
                    measure,
                    market.panel()
                            .quality()
                            .score(id, measure)
                            .orElseThrow(() ->
                                    BadQuestionException.wrong(
                                            "threshold: "
                                                    + id
                                                    + " has no score on "
                                                    + measure
                                                    + "; give a number"))
                            .value());
        }
    }

    PriceIndex.Method method() {
        String code = given.get("method");
        if (code == null) {
            return PriceIndex.Method.CONSTANT_QUALITY;
        }
        List<String> codes =
                Arrays.stream(PriceIndex.Method.values()).map(PriceIndex.Method::code).toList();
        return PriceIndex.Method.of(code)
                .orElseThrow(() ->
                        BadQuestionException.wrong(
                                "method: expected one of "
                                        + String.join(", ", codes)
                                        + ", got '"
                                        + code
                                        + "'"));
    }

    /** The axis asked for, or null when none is. */
    Race.@Nullable Axis axis() {
        String code = given.get("axis");
        if (code == null) {
            return null;
        }
        for (Race.Axis axis : Race.Axis.values()) {
            if (axis.name().equalsIgnoreCase(code)) {
                return axis;
            }
        }
        throw BadQuestionException.wrong(
                "axis: expected capability, context or speed, got '" + code + "'");
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    /** Refuses parameters that would be passed over, and says why. */
    void refuse(String why, List<String> names) {
        for (String name : names) {
            if (has(name)) {
                throw BadQuestionException.wrong(name + ": " + why);
            }
        }
    }

    /** The model named by a parameter that must be there. */
    Model requiredModel(String name) {
        String text = given.get(name);
        if (text == null) {
            throw BadQuestionException.wrong(name + ": a model is needed, such as gpt-4o");
        }
        return model(text);
    }

    private Model model(String name) {
        return market.model(name)
                .orElseThrow(() ->
                        BadQuestionException.unknown(
                                "model: nothing here is called '"
                                        + name
                                        + "'"
                                        + BadQuestionException.nearest(
                                                name, market.names(), market::id)));
    }

    double factor(double otherwise) {
        String text = given.get("factor");
        if (text == null) {
            return otherwise;
        }
        try {
            double factor = Double.parseDouble(text);
            if (factor >= 1 && factor < 1e9) {
                return factor;
            }
        } catch (NumberFormatException e) {
            // falls through to the same message
        }
        throw BadQuestionException.wrong(
                "factor: expected a number of 1 or more, got '" + text + "'");
    }
}

package dev.undercut.compute.verify;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.undercut.compute.verify.Verifier.Finding;
import dev.undercut.compute.verify.confined.Confinement;
import dev.undercut.compute.verify.confined.ProgramTests;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes verifiers. */
public final class Verifiers {
    /** The longest time that an HTTP verifier may be given. */
    public static final Duration MOST_PATIENCE = Duration.ofSeconds(60);

    private static final int MOST_TESTS = 200;
    private static final int MOST_TEST_CHARS = 200_000;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Verifiers() {}

    /**
     * Makes one.
     *
     * @return refused, naming the field, where the specification is wrong or what it needs is not
     *     to be had here
     */
    public static Made<Verifier> of(VerifierSpec spec, Tools tools) {
        return switch (spec) {
            case VerifierSpec.Exact(String expected) -> exact(expected);
            case VerifierSpec.Numeric numeric -> numeric(numeric);
            case VerifierSpec.Choice(String expected, int options) -> choice(expected, options);
            case VerifierSpec.Boxed(String expected) -> boxed(expected);
            case VerifierSpec.Pointer(String pointer, JsonNode expected) ->
                    pointer(pointer, expected);
            case VerifierSpec.Regex(String pattern, boolean whole) -> regex(pattern, whole);
            case VerifierSpec.Schema(JsonNode schema) -> schema(schema);
            case VerifierSpec.Http(URI url, Duration patience) ->
                    http(url, patience, tools.callback());
            case VerifierSpec.UnitTests tests -> unitTests(tests, tools.confinement());
            case VerifierSpec.Judge _ ->
                    new Made.Refused<>("type", "a judge is asked by the engine, not here");
        };
    }

    private static Made<Verifier> exact(String expected) {
        Optional<String> wanted = Texts.normal(expected);
        if (wanted.isEmpty()) {
            return new Made.Refused<>("expected", "expected a text that is not empty");
        }
        return new Made.Ready<>((text, answer) ->
                said(
                        Texts.normal(answer == null ? text : answer).equals(wanted),
                        "not the expected answer"));
    }

    private static Made<Verifier> numeric(VerifierSpec.Numeric spec) {
        Optional<Numbers.Found> wanted = Numbers.only(spec.expected());
        if (wanted.isEmpty()) {
            return new Made.Refused<>("expected", "expected one number, such as 1,250 or 3/4");
        }
        if (spec.tolerance().signum() < 0) {
            return new Made.Refused<>("tolerance", "expected 0 or more");
        }
        BigDecimal target = wanted.get().value();
        BigDecimal slack =
                spec.relative() ? spec.tolerance().multiply(target.abs()) : spec.tolerance();
        return new Made.Ready<>((text, answer) -> {
            Optional<Numbers.Found> found =
                    Numbers.last(answer == null ? text : answer).or(() -> Numbers.last(text));
            if (found.isEmpty()) {
                return said(false, "no number is in the answer");
            }
            return said(near(found.get(), wanted.get(), slack), "not the expected number");
        });
    }

    /** Also where one says 25% and the other 0.25. */
    private static boolean near(Numbers.Found found, Numbers.Found wanted, BigDecimal slack) {
        BigDecimal value = found.value();
        if (within(value, wanted.value(), slack)) {
            return true;
        }
        if (found.percent() == wanted.percent()) {
            return false;
        }
        BigDecimal scaled = wanted.percent() ? value.multiply(HUNDRED) : value.movePointLeft(2);
        return within(scaled, wanted.value(), slack);
    }

    private static boolean within(BigDecimal one, BigDecimal other, BigDecimal slack) {
        return one.subtract(other).abs().compareTo(slack) <= 0;
    }

    private static Made<Verifier> choice(String expected, int options) {
        if (options < 2 || options > ExtractorSpec.MOST_OPTIONS) {
            return new Made.Refused<>(
                    "options", "expected 2 to " + ExtractorSpec.MOST_OPTIONS + " options");
        }
        String letter = expected.strip().toUpperCase(java.util.Locale.ROOT);
        char last = (char) ('A' + options - 1);
        if (letter.length() != 1 || letter.charAt(0) < 'A' || letter.charAt(0) > last) {
            return new Made.Refused<>("expected", "expected a letter from A to " + last);
        }
        return new Made.Ready<>((text, answer) ->
                said(
                        Marked.choice(text, options).equals(Optional.of(letter)),
                        "not the expected option"));
    }

    private static Made<Verifier> boxed(String expected) {
        Optional<String> wanted = Marked.formula(expected);
        if (wanted.isEmpty()) {
            return new Made.Refused<>("expected", "expected what should stand in the box");
        }
        return new Made.Ready<>((text, answer) -> {
            Optional<String> found = Marked.boxed(text).flatMap(Marked::formula);
            return said(
                    found.equals(wanted),
                    found.isEmpty()
                            ? "no \\boxed{} answer is there"
                            : "not the expected answer in the box");
        });
    }

    private static Made<Verifier> pointer(String pointer, JsonNode expected) {
        return switch (Extractors.pointerOf("pointer", pointer)) {
            case Made.Refused<JsonPointer>(String field, String message) ->
                    new Made.Refused<>(field, message);
            case Made.Ready<JsonPointer>(JsonPointer where) ->
                    new Made.Ready<>((text, answer) -> {
                        Optional<JsonNode> json = JsonTexts.within(text);
                        if (json.isEmpty()) {
                            return said(false, "no JSON is in the answer");
                        }
                        JsonNode value = json.get().at(where);
                        return said(
                                !value.isMissingNode() && JsonTexts.same(value, expected),
                                value.isMissingNode()
                                        ? "nothing is at " + pointer
                                        : "not the expected value at " + pointer);
                    });
        };
    }

    private static Made<Verifier> regex(String pattern, boolean whole) {
        return switch (Patterns.compiled("pattern", pattern)) {
            case Made.Refused<Pattern>(String field, String message) ->
                    new Made.Refused<>(field, message);
            case Made.Ready<Pattern>(Pattern compiled) ->
                    new Made.Ready<>((text, answer) -> {
                        var matcher = compiled.matcher(whole ? text.strip() : text);
                        return said(
                                whole ? matcher.matches() : matcher.find(),
                                "it does not match " + pattern);
                    });
        };
    }

    private static Made<Verifier> schema(JsonNode schema) {
        return switch (SchemaCheck.of(schema)) {
            case Made.Refused<SchemaCheck>(String field, String message) ->
                    new Made.Refused<>(field, message);
            case Made.Ready<SchemaCheck>(SchemaCheck check) ->
                    new Made.Ready<>((text, answer) -> {
                        Optional<JsonNode> json = JsonTexts.within(text);
                        if (json.isEmpty()) {
                            return said(false, "no JSON is in the answer");
                        }
                        List<String> faults = check.faults(json.get());
                        if (Thread.interrupted()) {
                            throw new InterruptedException();
                        }
                        return said(faults.isEmpty(), String.join("; ", faults));
                    });
        };
    }

    private static Made<Verifier> http(URI url, Duration patience, Callback callback) {
        if (patience.isNegative() || patience.isZero() || patience.compareTo(MOST_PATIENCE) > 0) {
            return new Made.Refused<>(
                    "timeout", "expected more than 0 s and at most " + MOST_PATIENCE.toSeconds());
        }
        try {
            callback.check(url);
        } catch (IOException e) {
            return new Made.Refused<>("url", String.valueOf(e.getMessage()));
        }
        return new Made.Ready<>(new AskedVerifier(callback, url, patience));
    }

    private static Made<Verifier> unitTests(VerifierSpec.UnitTests spec, Confinement confinement) {
        if (!spec.language().equals("python")) {
            return new Made.Refused<>("language", "expected python");
        }
        if (spec.tests().isEmpty() || spec.tests().size() > MOST_TESTS) {
            return new Made.Refused<>("tests", "expected 1 to " + MOST_TESTS + " tests");
        }
        int chars = spec.prelude().length() + spec.tests().stream().mapToInt(String::length).sum();
        if (chars > MOST_TEST_CHARS) {
            return new Made.Refused<>(
                    "tests", "tests have at most " + MOST_TEST_CHARS + " characters in all");
        }
        return switch (confinement.python()) {
            case Confinement.Found.Unavailable(String message) ->
                    new Made.Refused<>("type", message);
            case Confinement.Found.Available(ProgramTests tests) ->
                    new Made.Ready<>((text, answer) ->
                            ran(
                                    tests.run(
                                            spec.prelude() + "\n" + Fences.program(text),
                                            spec.tests())));
        };
    }

    private static Finding ran(ProgramTests.Report report) {
        long good = report.behaviour().chars().filter(c -> c == '1').count();
        int all = report.behaviour().length();
        return new Finding(good == all, (double) good / all, report.behaviour(), report.feedback());
    }

    private static Finding said(boolean passed, @Nullable String otherwise) {
        return new Finding(
                passed, passed ? 1.0 : 0.0, null, passed || otherwise == null ? "" : otherwise);
    }
}

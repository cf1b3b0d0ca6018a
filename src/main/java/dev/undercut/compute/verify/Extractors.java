package dev.undercut.compute.verify;

import com.fasterxml.jackson.core.JsonPointer;
import com.google.re2j.Pattern;
import java.util.Optional;

/** Makes extractors. */
public final class Extractors {
    /** A text up to so many characters is an answer as it is. */
    private static final int SHORT = 60;

    private Extractors() {}

    /** Makes one; refused for the field {@code extract}. */
    public static Made<Extractor> of(ExtractorSpec spec) {
        return switch (spec) {
            case ExtractorSpec.Auto() -> new Made.Ready<>(Extractors::auto);
            case ExtractorSpec.Exact() -> new Made.Ready<>(Texts::normal);
            case ExtractorSpec.LastNumber() ->
                    new Made.Ready<>(text -> Numbers.last(text).map(Numbers.Found::canonical));
            case ExtractorSpec.Choice(int options) -> choice(options);
            case ExtractorSpec.Boxed() ->
                    new Made.Ready<>(text -> Marked.boxed(text).flatMap(Marked::formula));
            case ExtractorSpec.Pointer(String pointer) -> pointer(pointer);
            case ExtractorSpec.Regex(String pattern) -> regex(pattern);
        };
    }

    private static Made<Extractor> choice(int options) {
        if (options < 2 || options > ExtractorSpec.MOST_OPTIONS) {
            return new Made.Refused<>(
                    "extract", "a choice has 2 to " + ExtractorSpec.MOST_OPTIONS + " options");
        }
        return new Made.Ready<>(text -> Marked.choice(text, options));
    }

    private static Made<Extractor> pointer(String pointer) {
        return switch (pointerOf("extract", pointer)) {
            case Made.Ready<JsonPointer>(JsonPointer where) ->
                    new Made.Ready<>(text ->
                            JsonTexts.within(text)
                                    .flatMap(json -> JsonTexts.canonical(json.at(where))));
            case Made.Refused<JsonPointer>(String field, String message) ->
                    new Made.Refused<>(field, message);
        };
    }

    /** Reads a JSON pointer. */
    static Made<JsonPointer> pointerOf(String field, String pointer) {
        try {
            return new Made.Ready<>(JsonPointer.compile(pointer));
        } catch (IllegalArgumentException e) {
            return new Made.Refused<>(
                    field, "expected a JSON pointer such as /answer or /steps/0/result");
        }
    }

    private static Made<Extractor> regex(String pattern) {
        return switch (Patterns.compiled("extract", pattern)) {
            case Made.Ready<Pattern>(Pattern compiled) ->
                    new Made.Ready<>(text -> Patterns.last(compiled, text).flatMap(Texts::normal));
            case Made.Refused<Pattern>(String field, String message) ->
                    new Made.Refused<>(field, message);
        };
    }

    /** What the text marks, the only kind of answer that needs no guess; then guesses. */
    private static Optional<String> auto(String text) {
        Optional<String> boxed = Marked.boxed(text).flatMap(Marked::formula);
        if (boxed.isPresent()) {
            return boxed;
        }
        Optional<String> line = Marked.announced(text);
        if (line.isPresent()) {
            return line.flatMap(Extractors::announced);
        }
        if (text.strip().length() <= SHORT && text.strip().indexOf('\n') < 0) {
            return announced(text);
        }
        return Marked.choice(text, ExtractorSpec.USUAL_OPTIONS)
                .or(() -> Numbers.last(text).map(Numbers.Found::canonical));
    }

    /** A number where it has exactly one, a letter where it is an option, else the words. */
    private static Optional<String> announced(String line) {
        return Numbers.only(line)
                .map(Numbers.Found::canonical)
                .or(() -> Marked.lone(line))
                .or(() -> Texts.normal(line));
    }
}

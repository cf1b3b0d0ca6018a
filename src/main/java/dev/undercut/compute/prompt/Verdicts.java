package dev.undercut.compute.prompt;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what judges say. What cannot be read is empty, never a zero: a judge that talked about
 * something else has not said that an answer is bad.
 */
public final class Verdicts {
    private static final Pattern BETTER =
            Pattern.compile(
                    "(?:better|best|winner|choice|verdict)\\W{0,4}(?:answer\\W{1,3})?(?:is\\W{1,4})?"
                            + "(?:answer\\W{1,3})?\\b(?-i:([AB]))\\b(?=[^\\w\\n]*$)",
                    Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern LONE = Pattern.compile("\\W*(?:(?i:answer)\\W+)?([AB])\\W*");
    private static final Pattern SCORE =
            Pattern.compile(
                    "(?:score|rating|grade)[\\s:*=_]{0,6}(?:is[\\s:*]{1,3})?"
                            + "(-?\\d+(?:\\.\\d+)?)\\s*(?:(?:/|out of)\\s*(\\d+))?",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER =
            Pattern.compile("\\W*(\\d+(?:\\.\\d+)?)\\s*(?:(?:/|out of)\\s*(\\d+))?\\W*");
    private static final Pattern WORTH =
            Pattern.compile("\\b(sure|likely|impossible)\\b", Pattern.CASE_INSENSITIVE);
    private static final double MOST = 10;

    private Verdicts() {}

    /** {@code A} or {@code B}; empty when it says neither. The last word counts. */
    public static Optional<String> better(String text) {
        Optional<String> said = last(BETTER, text).map(m -> m.group(1).toUpperCase(Locale.ROOT));
        return said.isPresent()
                ? said
                : whole(LONE, lastLine(text)).map(m -> m.group(1).toUpperCase(Locale.ROOT));
    }

    /** 0 to 1; empty when there is no rating, or one beyond its scale. The last word counts. */
    public static OptionalDouble score(String text) {
        Optional<Matcher> said = last(SCORE, text);
        Matcher found = said.or(() -> whole(NUMBER, lastLine(text))).orElse(null);
        if (found == null) {
            return OptionalDouble.empty();
        }
        double of = found.group(2) == null ? MOST : Double.parseDouble(found.group(2));
        double value = Double.parseDouble(found.group(1));
        return of > 0 && value >= 0 && value <= of
                ? OptionalDouble.of(value / of)
                : OptionalDouble.empty();
    }

    /** {@code sure}, {@code likely} or {@code impossible}; empty when it says none of them. */
    public static Optional<String> worth(String text) {
        return last(WORTH, lastLine(text)).map(m -> m.group(1).toLowerCase(Locale.ROOT));
    }

    /** One entry a line, without what people put before entries of a list, and without fences. */
    public static List<String> lines(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("```"))
                .map(line -> line.replaceFirst("^(?:[-*•]|\\(?\\d{1,3}[.):])\\s+", ""))
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static Optional<Matcher> last(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        int at = -1;
        while (matcher.find()) {
            at = matcher.start();
        }
        return at >= 0 && matcher.find(at) ? Optional.of(matcher) : Optional.empty();
    }

    private static Optional<Matcher> whole(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Optional.of(matcher) : Optional.empty();
    }

    private static String lastLine(String text) {
        List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        return lines.isEmpty() ? "" : lines.getLast();
    }
}

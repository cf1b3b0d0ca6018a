package dev.undercut.compute.verify;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Optional;

/** Answers that a text marks as such: boxed, lettered, or announced. */
final class Marked {
    private static final String BOX = "\\boxed{";

    private static final Pattern ANNOUNCED =
            Pattern.compile(
                    "(?i)(?:####|(?:final |correct )?answer(?: is)?\\s*[:=]|answer is|answer would be)"
                            + "[ \\t*_:]*([^\\n]+)");
    private static final Pattern LETTER =
            Pattern.compile(
                    "^[\\s*_(\\[{$`\"']*(?:\\\\text\\{)?[\\s(]*([A-Z])(?:[)\\]}.:,*\\s_$`\"'\\\\]|$)");
    private static final Pattern LONE = Pattern.compile("^[*_(\\[`\\s]*([A-Za-z])[)\\].:*_`\\s]*$");
    private static final Pattern BRACKETED =
            Pattern.compile("(?:\\(|\\*\\*)([A-Z])(?:\\)|\\*\\*|\\.)");

    private Marked() {}

    /** What stands in the last box of a text, whose braces may be nested. */
    static Optional<String> boxed(String text) {
        int from = text.lastIndexOf(BOX);
        if (from < 0) {
            return Optional.empty();
        }
        int start = from + BOX.length();
        int depth = 1;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return Optional.of(text.substring(start, i));
            }
        }
        return Optional.empty();
    }

    /** A formula in one form: a number where it is one, else without spaces and dressing. */
    static Optional<String> formula(String content) {
        String bare =
                content.replace("\\left", "")
                        .replace("\\right", "")
                        .replace("\\!", "")
                        .replace("\\;", "")
                        .replace("\\ ", "")
                        .replace("\\$", "")
                        .replace("$", "")
                        .replace("\\dfrac", "\\frac")
                        .replace("\\tfrac", "\\frac");
        String worded = unwrapped(unwrapped(bare, "\\text{"), "\\mathrm{");
        if (isNumber(worded)) {
            Optional<String> number = Numbers.only(worded).map(Numbers.Found::canonical);
            if (number.isPresent()) {
                return number;
            }
        }
        String dense = Texts.spaced(worded).replace(" ", "");
        return dense.isEmpty() ? Optional.empty() : Optional.of(dense);
    }

    /** Whether only a number is there, perhaps with a percent or degree sign. */
    private static boolean isNumber(String content) {
        String rest = content.strip().replace("\\frac", "").replace("\\%", "").replace("\\,", "");
        for (int i = 0; i < rest.length(); i++) {
            if ("0123456789.,-−+/{}% ".indexOf(rest.charAt(i)) < 0) {
                return false;
            }
        }
        return !rest.isEmpty();
    }

    private static String unwrapped(String text, String command) {
        String out = text;
        for (int from = out.indexOf(command); from >= 0; from = out.indexOf(command)) {
            int end = out.indexOf('}', from);
            if (end < 0) {
                return out;
            }
            out =
                    out.substring(0, from)
                            + out.substring(from + command.length(), end)
                            + out.substring(end + 1);
        }
        return out;
    }

    /** What follows the last "answer is", "Answer:" or "####" on its line. */
    static Optional<String> announced(String text) {
        Matcher matcher = ANNOUNCED.matcher(text);
        String last = null;
        while (matcher.find()) {
            last = matcher.group(1);
        }
        return Optional.ofNullable(last).filter(line -> !line.isBlank());
    }

    /**
     * The letter of an option: boxed, announced, alone on the last line, or the last in brackets.
     *
     * @param options how many letters count, from A
     */
    static Optional<String> choice(String text, int options) {
        return boxed(text)
                .flatMap(box -> letter(LETTER, box, options))
                .or(() -> announced(text).flatMap(line -> letter(LETTER, line, options)))
                .or(() -> announced(text).flatMap(line -> letter(LONE, line, options)))
                .or(() -> letter(LONE, Texts.lastLine(text), options))
                .or(() -> letter(LETTER, headed(text), options))
                .or(() -> letter(BRACKETED, text, options));
    }

    /** The letter of an option where a text is nothing but that. */
    static Optional<String> lone(String text) {
        return letter(LONE, text, ExtractorSpec.USUAL_OPTIONS);
    }

    /** The last line where it begins like an option, "(B) 12" or "B. 12"; else nothing. */
    private static String headed(String text) {
        String line = Texts.lastLine(text);
        int from = line.startsWith("(") || line.startsWith("*") ? 1 : 0;
        boolean option = line.length() > from + 1 && ").:*".indexOf(line.charAt(from + 1)) >= 0;
        return option ? line : "";
    }

    private static Optional<String> letter(Pattern pattern, String text, int options) {
        Matcher matcher = pattern.matcher(text);
        String last = null;
        while (matcher.find()) {
            String letter = String.valueOf(Character.toUpperCase(matcher.group(1).charAt(0)));
            if (letter.charAt(0) - 'A' < options) {
                last = letter;
            }
        }
        return Optional.ofNullable(last);
    }
}

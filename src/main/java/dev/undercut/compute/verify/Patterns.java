package dev.undercut.compute.verify;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * Regular expressions of strangers, in RE2's syntax: without references back and looking around,
 * and for that in time proportional to the text, whatever the pattern.
 */
final class Patterns {
    /** The longest pattern, in characters. Matching takes time in proportion to it as well. */
    static final int LONGEST = 1000;

    private Patterns() {}

    /**
     * Compiles one.
     *
     * @param field which it is, for the refusal
     */
    static Made<Pattern> compiled(String field, String pattern) {
        if (pattern.isEmpty() || pattern.length() > LONGEST) {
            return new Made.Refused<>(
                    field, "expected a regular expression of 1 to " + LONGEST + " characters");
        }
        try {
            return new Made.Ready<>(Pattern.compile(pattern));
        } catch (PatternSyntaxException e) {
            return new Made.Refused<>(
                    field,
                    "not a regular expression in RE2's syntax (no references back, no looking"
                            + " around): "
                            + e.getDescription()
                            + ": "
                            + e.getPattern());
        }
    }

    /** The first group of the last match, or all of it where there is no group. */
    static Optional<String> last(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        String last = null;
        while (matcher.find()) {
            String found = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            last = found == null ? last : found;
        }
        return Optional.ofNullable(last);
    }
}

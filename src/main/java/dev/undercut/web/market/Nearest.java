package dev.undercut.web.market;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Suggests names for one that is misspelt or only a part: first those that begin with it, then
 * those that contain it, then by Levenshtein's distance (1966). Marks between letters do not count.
 */
final class Nearest {
    private static final int SUGGESTIONS = 4;

    private static final int LEAST_PART = 3;
    private static final Pattern MARKS = Pattern.compile("[^\\p{Alnum}]");

    private Nearest() {}

    /** {@code ; nearest: a, b, c}. */
    static String to(String name, Collection<String> known) {
        return to(name, known, UnaryOperator.identity());
    }

    /** The same when several names mean one thing, which is named once, by its own. */
    static String to(String name, Collection<String> known, UnaryOperator<String> own) {
        String wanted = bare(name);
        List<String> nearest =
                known.stream()
                        .distinct()
                        .sorted(
                                Comparator.comparingInt((String other) -> rank(wanted, other))
                                        .thenComparingInt(other -> distance(wanted, bare(other)))
                                        .thenComparing(Comparator.naturalOrder()))
                        .map(own)
                        .distinct()
                        .limit(SUGGESTIONS)
                        .toList();
        return nearest.isEmpty()
                ? ""
                : nearest.stream().collect(Collectors.joining(", ", "; nearest: ", ""));
    }

    private static String bare(String name) {
        return MARKS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static int rank(String wanted, String other) {
        int found = wanted.length() < LEAST_PART ? -1 : bare(other).indexOf(wanted);
        return found < 0 ? 2 : Math.min(found, 1);
    }

    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}

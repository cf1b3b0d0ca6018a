package dev.undercut.web.market;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Suggests names for a misspelt one, by Levenshtein's distance (1966). */
final class Nearest {
    private static final int SUGGESTIONS = 3;

    private Nearest() {}

    /** {@code ; nearest: a, b, c}. */
    static String to(String name, Collection<String> known) {
        String lower = name.toLowerCase(Locale.ROOT);
        List<String> nearest =
                known.stream()
                        .distinct()
                        .sorted(
                                Comparator.comparingInt((String other) -> distance(lower, other))
                                        .thenComparing(Comparator.naturalOrder()))
                        .limit(SUGGESTIONS)
                        .toList();
        return nearest.isEmpty()
                ? ""
                : nearest.stream().collect(Collectors.joining(", ", "; nearest: ", ""));
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

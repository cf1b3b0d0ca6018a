package dev.undercut.app.config;

import java.util.Comparator;
import java.util.List;

/** Finds the name that somebody who mistyped one may have meant. */
final class Spelling {

    private static final int LONGEST = 64;

    private Spelling() {}

    /** The name nearest to {@code typed}; {@code names} is not empty. */
    static String nearest(String typed, List<String> names) {
        // Nobody mistypes a short name into a very long one, and the table below is quadratic.
        String head = typed.substring(0, Math.min(LONGEST, typed.length()));
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(head, name)))
                .orElseThrow();
    }

    /** Levenshtein's distance: insertions, deletions and replacements, one point each. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}

package dev.undercut.route;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** Names that a mistyped one may have meant: least Levenshtein distance, case ignored. */
public final class Nearest {
    private Nearest() {}

    /**
     * Up to {@code count} of the candidates, nearest first; those that differ in more than half of
     * their letters are left out.
     */
    public static List<String> names(String wrong, Iterable<String> candidates, int count) {
        String from = wrong.toLowerCase(Locale.ROOT);
        record Scored(String name, int distance) {}
        return StreamSupport.stream(candidates.spliterator(), false)
                .map(name -> new Scored(name, distance(from, name.toLowerCase(Locale.ROOT))))
                .filter(scored -> scored.distance * 2 <= Math.max(from.length(), 4))
                .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::name))
                .limit(count)
                .map(Scored::name)
                .toList();
    }

    /** Single letters to insert, delete or replace (Levenshtein 1966). */
    static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 32 || a.length() > 128) {
            return Integer.MAX_VALUE / 2;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}

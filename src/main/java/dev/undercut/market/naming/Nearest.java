package dev.undercut.market.naming;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Names that a mistyped or shortened one may have meant. First those that begin with it, then those
 * that contain it, then by Levenshtein's distance (1966); case and marks between letters do not
 * count, and what differs in more than half of its letters is left out.
 */
public final class Nearest {
    private static final int LEAST_PART = 3;
    private static final int LONGEST = 128;
    private static final Pattern MARKS = Pattern.compile("[^\\p{L}\\p{N}]");

    private Nearest() {}

    private record Scored(String name, int rank, int distance) {}

    /** Up to {@code count} of the candidates, nearest first. */
    public static List<String> names(String wrong, Collection<String> candidates, int count) {
        return names(wrong, candidates, UnaryOperator.identity(), count);
    }

    /**
     * The same when several names mean one thing, which is named once, by its own.
     *
     * @param own from a candidate to the name of what it means
     */
    public static List<String> names(
            String wrong, Collection<String> candidates, UnaryOperator<String> own, int count) {
        String wanted = bare(wrong);
        return candidates.stream()
                .map(name -> scored(wanted, name))
                .filter(scored ->
                        scored.rank < 2 || scored.distance * 2 <= Math.max(wanted.length(), 4))
                .sorted(
                        Comparator.comparingInt(Scored::rank)
                                .thenComparingInt(Scored::distance)
                                .thenComparing(Scored::name))
                .map(scored -> own.apply(scored.name))
                .distinct()
                .limit(count)
                .toList();
    }

    private static Scored scored(String wanted, String name) {
        String other = bare(name);
        int found = wanted.length() < LEAST_PART ? -1 : other.indexOf(wanted);
        return new Scored(name, found < 0 ? 2 : Math.min(found, 1), distance(wanted, other));
    }

    private static String bare(String name) {
        return MARKS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /** Single letters to insert, delete or replace (Levenshtein 1966). */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 32 || a.length() > LONGEST) {
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

package dev.undercut.market.capability;

import dev.undercut.chat.Effort;
import dev.undercut.market.CapabilityIndex;
import dev.undercut.market.CapabilityIndex.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A place of the index that deserves a second look.
 *
 * @param model canonical id
 * @param effort its level
 * @param what in words
 */
public record Suspicion(String model, Effort effort, String what) {
    /** A score this many standard deviations from all else is told. */
    private static final double FAR = 4;

    /** Efforts in the wrong order by this many errors of their difference are told. */
    private static final double WRONG_WAY = 2;

    static List<Suspicion> find(Table table, double[] deviations, CapabilityIndex index) {
        List<Suspicion> found = new ArrayList<>();
        for (int row = 0; row < deviations.length; row++) {
            if (Math.abs(deviations[row]) >= FAR) {
                Table.Node node = table.nodes.get(table.node[row]);
                found.add(
                        new Suspicion(node.model(), node.effort(), score(table, row, deviations)));
            }
        }
        List<Entry> entries = index.entries();
        for (int i = 1; i < entries.size(); i++) {
            Entry less = entries.get(i - 1);
            Entry more = entries.get(i);
            double error = Math.hypot(less.ownError(), more.ownError());
            if (less.model().equals(more.model())
                    && less.index() - more.index() >= WRONG_WAY * error) {
                found.add(new Suspicion(more.model(), more.effort(), order(less, more)));
            }
        }
        found.sort(Comparator.comparing(Suspicion::model).thenComparing(Suspicion::effort));
        return found;
    }

    private static String score(Table table, int row, double[] deviations) {
        return String.format(
                Locale.ROOT,
                "%s is %.1f standard deviations %s what its other scores let expect",
                table.benchmarks.get(table.bench[row]).slug(),
                Math.abs(deviations[row]),
                deviations[row] > 0 ? "above" : "below");
    }

    private static String order(Entry less, Entry more) {
        return String.format(
                Locale.ROOT,
                "%.1f at %s, yet %.1f at %s",
                less.index(),
                less.effort().code(),
                more.index(),
                more.effort().code());
    }
}

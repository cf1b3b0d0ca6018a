package dev.undercut.app.feeds;

import dev.undercut.market.CapabilityIndex;
import dev.undercut.market.CapabilityIndex.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an import of scores makes of the capability index.
 *
 * @param how what was done, or would be
 * @param version of the index that holds afterwards
 * @param scores how many it rests on
 * @param imported how many of these were imported
 * @param moves places that moved, the farthest first; empty before it is fitted
 * @param added places that were not there before
 */
public record IndexChange(
        How how, String version, int scores, int imported, List<Move> moves, int added) {

    /** How the index came about. */
    public enum How {
        /** It would be fitted, were this not a dry run. */
        PLANNED,
        /** It was fitted just now. */
        FITTED,
        /** It was fitted before, or ships with the product. */
        KNOWN
    }

    /**
     * A place in two indices.
     *
     * @param before points
     * @param after points
     */
    public record Move(String model, String effort, double before, double after) {
        /** In points. */
        public double by() {
            return after - before;
        }
    }

    /** How many places moved by more than a point. */
    public long moved() {
        return moves.stream().filter(move -> Math.abs(move.by()) > 1).count();
    }

    static IndexChange of(
            How how, int scores, int imported, CapabilityIndex before, CapabilityIndex after) {
        Map<String, Entry> old = new HashMap<>();
        before.entries().forEach(entry -> old.put(name(entry), entry));
        List<Move> moves = new ArrayList<>();
        int added = 0;
        for (Entry entry : after.entries()) {
            Entry was = old.get(name(entry));
            if (was == null) {
                added++;
            } else {
                moves.add(
                        new Move(entry.model(), entry.effort().code(), was.index(), entry.index()));
            }
        }
        moves.sort(
                Comparator.comparingDouble((Move move) -> -Math.abs(move.by()))
                        .thenComparing(Move::model)
                        .thenComparing(Move::effort));
        return new IndexChange(how, after.version(), scores, imported, moves, added);
    }

    private static String name(Entry entry) {
        return entry.model() + ' ' + entry.effort().code();
    }
}

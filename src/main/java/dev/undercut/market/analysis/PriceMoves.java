package dev.undercut.market.analysis;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cuts and rises: the same offer at another price than the day before. */
public final class PriceMoves {
    private PriceMoves() {}

    /**
     * One change of one offer's standard price.
     *
     * @param factor new price over old; below 1 is a cut
     */
    public record Move(PricedSpan before, PricedSpan after, double factor) {
        public LocalDate date() {
            return after.from();
        }

        public boolean isCut() {
            return factor < 1;
        }

        public boolean isRise() {
            return factor > 1;
        }
    }

    /**
     * All changes of the blended price by the selection's day, oldest first. From and to nothing
     * (free tiers) is no move of a price.
     */
    public static List<Move> of(PricePanel panel, Selection selection) {
        Map<String, PricedSpan> last = new HashMap<>();
        List<Move> moves = new ArrayList<>();
        for (PricedSpan span : panel.select(selection).spans()) {
            if (!span.isPaid()) {
                continue;
            }
            PricedSpan before = last.put(span.provider() + " " + span.upstreamId(), span);
            if (before == null) {
                continue;
            }
            double factor = span.usd(selection.blend()) / before.usd(selection.blend());
            if (factor != 1) {
                moves.add(new Move(before, span, factor));
            }
        }
        moves.sort(Comparator.comparing(Move::date));
        return moves;
    }
}

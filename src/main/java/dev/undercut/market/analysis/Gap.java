package dev.undercut.market.analysis;

import dev.undercut.market.analysis.PriceMoves.Move;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far a maker's best model is above the cheapest offer of anybody else that is at least as
 * capable (by the rule of {@link Undercuts}), and how long it takes to answer.
 */
public final class Gap {
    private Gap() {}

    /**
     * The gap since a day on which one of the two sides changed.
     *
     * @param leader the maker's most capable model, at its cheapest offer
     * @param cheapest of all other makers' models at least as capable, or null when there is none
     * @param factor the leader's price over the cheapest's; null without one
     * @param responseDays from the day on which somebody new undercut the leader to its maker's
     *     next cut of a price of its own or next release; null when nobody new did, or no answer
     *     came by the last day
     */
    public record Row(
            LocalDate date,
            String vendor,
            PricedSpan leader,
            @Nullable PricedSpan cheapest,
            @Nullable Double factor,
            @Nullable Long responseDays) {}

    /**
     * The gap from the first day on, whenever it changes.
     *
     * @param vendor whose gap; null for whoever has the most capable model of the day
     */
    public static List<Row> over(PricePanel panel, @Nullable String vendor, Selection selection) {
        PricePanel part = panel.select(selection);
        Blend blend = selection.blend();
        TreeSet<LocalDate> days = new TreeSet<>();
        for (PricedSpan span : part.spans()) {
            days.add(span.from());
            LocalDate to = span.to();
            if (to != null && !to.isAfter(selection.at())) {
                days.add(to);
            }
        }
        List<Move> moves = PriceMoves.of(part, selection);
        List<Row> rows = new ArrayList<>();
        Row last = null;
        for (LocalDate day : days) {
            Row row = on(part, vendor, day, blend);
            if (row == null || (last != null && same(last, row))) {
                continue;
            }
            Row answered = answered(row, last, part, moves, selection.at());
            rows.add(answered);
            last = answered;
        }
        return rows;
    }

    private static @Nullable Row on(
            PricePanel panel, @Nullable String vendor, LocalDate day, Blend blend) {
        PricedSpan leader =
                Flagships.on(panel, day, blend).stream()
                        .filter(span ->
                                vendor == null || panel.model(span.model()).vendor().equals(vendor))
                        .findFirst()
                        .orElse(null);
        if (leader == null) {
            return null;
        }
        String maker = panel.model(leader.model()).vendor();
        PricedSpan cheapest =
                panel.cheapestByModel(day, blend).values().stream()
                        .filter(span -> !panel.model(span.model()).vendor().equals(maker))
                        .sorted(
                                Comparator.<PricedSpan>comparingDouble(span -> span.usd(blend))
                                        .thenComparing(PricedSpan::name))
                        .filter(span ->
                                panel.quality().probabilityAtLeast(span.model(), leader.model())
                                        >= Undercuts.CONFIDENCE)
                        .findFirst()
                        .orElse(null);
        Double factor = cheapest == null ? null : leader.usd(blend) / cheapest.usd(blend);
        return new Row(day, maker, leader, cheapest, factor, null);
    }

    private static boolean same(Row one, Row other) {
        return one.leader().model().equals(other.leader().model())
                && model(one).equals(model(other))
                && Objects.equals(one.factor(), other.factor());
    }

    private static String model(Row row) {
        return row.cheapest() == null ? "" : row.cheapest().model();
    }

    /** The row with its response time, when somebody new undercuts on its day. */
    private static Row answered(
            Row row, @Nullable Row last, PricePanel panel, List<Move> moves, LocalDate at) {
        Double factor = row.factor();
        boolean attacked = factor != null && factor > 1;
        boolean known =
                last != null
                        && last.vendor().equals(row.vendor())
                        && last.factor() != null
                        && last.factor() > 1
                        && model(last).equals(model(row));
        if (!attacked || known) {
            return row;
        }
        LocalDate answer = nextAnswer(row.vendor(), row.date(), panel, moves);
        Long days =
                answer == null || answer.isAfter(at)
                        ? null
                        : answer.toEpochDay() - row.date().toEpochDay();
        return new Row(row.date(), row.vendor(), row.leader(), row.cheapest(), factor, days);
    }

    private static @Nullable LocalDate nextAnswer(
            String vendor, LocalDate after, PricePanel panel, List<Move> moves) {
        LocalDate next = null;
        for (Move move : moves) {
            boolean own =
                    move.after().firstParty()
                            && panel.model(move.after().model()).vendor().equals(vendor);
            if (own && move.isCut() && move.date().isAfter(after)) {
                next = move.date();
                break;
            }
        }
        for (ModelFacts model : panel.models()) {
            LocalDate released = model.released();
            if (released != null
                    && model.vendor().equals(vendor)
                    && released.isAfter(after)
                    && (next == null || released.isBefore(next))) {
                next = released;
            }
        }
        return next;
    }
}

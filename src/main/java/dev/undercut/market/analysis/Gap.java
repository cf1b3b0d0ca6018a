package dev.undercut.market.analysis;

import dev.undercut.market.analysis.MarketDays.Sale;
import dev.undercut.market.analysis.PriceMoves.Move;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the price of a maker's best model is above the cheapest offer of anybody else at the same
 * capability, and how long it takes to answer. "The same capability" here means: not clearly less.
 * Nobody is clearly at least as capable as the leader, so the stricter rule of {@link Undercuts}
 * would leave nothing to compare with.
 */
public final class Gap {
    /** A model with at least this probability of being as capable is not clearly less capable. */
    public static final double ALIKE = 1 - Undercuts.CONFIDENCE;

    private Gap() {}

    /**
     * The gap since a day on which one of the two sides changed.
     *
     * @param leader the maker's most capable model, at its cheapest offer
     * @param cheapest of all other makers' models not clearly less capable, or null when there is
     *     none
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
        MarketDays market = new MarketDays(part, selection.blend());
        Alike alike = new Alike(part.quality());
        List<Move> moves = PriceMoves.of(part, selection);
        List<Row> rows = new ArrayList<>();
        Row last = null;
        for (LocalDate day : market.days().headSet(selection.at().plusDays(1))) {
            market.advance(day);
            Sale leader =
                    market.flagships().stream()
                            .filter(sale -> vendor == null || sale.vendor().equals(vendor))
                            .findFirst()
                            .orElse(null);
            if (leader == null) {
                continue;
            }
            Row row = row(day, leader, cheapestRival(market, leader, alike));
            if (last == null || !same(last, row)) {
                last = answered(row, last, part, moves, selection.at());
                rows.add(last);
            }
        }
        return rows;
    }

    private static Row row(LocalDate day, Sale leader, @Nullable Sale cheapest) {
        return new Row(
                day,
                leader.vendor(),
                leader.span(),
                cheapest == null ? null : cheapest.span(),
                cheapest == null ? null : leader.usd() / cheapest.usd(),
                null);
    }

    private static @Nullable Sale cheapestRival(MarketDays market, Sale leader, Alike alike) {
        Sale best = null;
        for (Sale sale : market.cheapest()) {
            boolean cheaper =
                    best == null
                            || sale.usd() < best.usd()
                            || (sale.usd() == best.usd()
                                    && sale.span().name().compareTo(best.span().name()) < 0);
            if (cheaper
                    && sale.score() != null
                    && !sale.vendor().equals(leader.vendor())
                    && alike.test(sale.span().model(), leader.span().model())) {
                best = sale;
            }
        }
        return best;
    }

    /** Remembers which models are no worse than which, as far as anybody can tell. */
    private static final class Alike {
        private final Quality quality;
        private final Map<String, Map<String, Boolean>> byLeader = new HashMap<>();

        Alike(Quality quality) {
            this.quality = quality;
        }

        boolean test(String model, String leader) {
            return byLeader.computeIfAbsent(leader, id -> new HashMap<>())
                    .computeIfAbsent(model, id -> quality.probabilityAtLeast(id, leader) >= ALIKE);
        }
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

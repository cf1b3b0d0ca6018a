package dev.undercut.market.analysis;

import dev.undercut.market.analysis.MarketDays.Sale;
import dev.undercut.market.analysis.PriceMoves.Move;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the price of a maker's best model is above the cheapest offer of the industry at the same
 * capability, its own maker's included, and how long it takes to answer a rival's. "The same
 * capability" here means: measured well enough to be placed, and not clearly less. Nobody is
 * clearly at least as capable as the leader, so the stricter rule of {@link Undercuts} would leave
 * nothing to compare with.
 */
public final class Gap {
    /** A model with at least this probability of being as capable is not clearly less capable. */
    public static final double ALIKE = 1 - Undercuts.CONFIDENCE;

    private Gap() {}

    /**
     * The gap since a day on which one of the two sides changed.
     *
     * @param leader the maker's most capable model, at its cheapest offer
     * @param cheapest of all models not clearly less capable; the leader itself when nothing is
     *     cheaper
     * @param rival the cheapest of them that another maker made, or null when none of those is
     *     cheaper than the leader
     * @param factor the leader's price over the cheapest's; at least 1
     * @param responseDays from the day on which somebody new undercut the leader to its maker's
     *     next cut of a price of its own or next release; null when nobody new did, or no answer
     *     came by the last day
     */
    public record Row(
            LocalDate date,
            String vendor,
            PricedSpan leader,
            PricedSpan cheapest,
            @Nullable PricedSpan rival,
            double factor,
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
            Row row = row(day, leader, market, alike);
            if (last == null || !same(last, row)) {
                last = answered(row, last, part, moves, selection.at());
                rows.add(last);
            }
        }
        return rows;
    }

    private static Row row(LocalDate day, Sale leader, MarketDays market, Alike alike) {
        Sale cheapest = leader;
        Sale rival = null;
        for (Sale sale : market.cheapest()) {
            if (!sale.isMeasured()
                    || sale.usd() >= leader.usd()
                    || !alike.test(sale.span().model(), leader.span().model())) {
                continue;
            }
            cheapest = cheaper(sale, cheapest) ? sale : cheapest;
            boolean other = !sale.vendor().equals(leader.vendor());
            rival = other && (rival == null || cheaper(sale, rival)) ? sale : rival;
        }
        return new Row(
                day,
                leader.vendor(),
                leader.span(),
                cheapest.span(),
                rival == null ? null : rival.span(),
                leader.usd() / cheapest.usd(),
                null);
    }

    private static boolean cheaper(Sale one, Sale other) {
        return one.usd() < other.usd()
                || (one.usd() == other.usd()
                        && one.span().name().compareTo(other.span().name()) < 0);
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
                && one.cheapest().model().equals(other.cheapest().model())
                && rival(one).equals(rival(other))
                && one.factor() == other.factor();
    }

    private static String rival(Row row) {
        return row.rival() == null ? "" : row.rival().model();
    }

    /** The row with its response time, when somebody new undercuts on its day. */
    private static Row answered(
            Row row, @Nullable Row last, PricePanel panel, List<Move> moves, LocalDate at) {
        boolean known =
                last != null
                        && last.vendor().equals(row.vendor())
                        && rival(last).equals(rival(row));
        if (row.rival() == null || known) {
            return row;
        }
        LocalDate answer = nextAnswer(row.vendor(), row.date(), panel, moves);
        Long days =
                answer == null || answer.isAfter(at)
                        ? null
                        : answer.toEpochDay() - row.date().toEpochDay();
        return new Row(
                row.date(),
                row.vendor(),
                row.leader(),
                row.cheapest(),
                row.rival(),
                row.factor(),
                days);
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

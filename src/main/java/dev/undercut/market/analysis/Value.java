package dev.undercut.market.analysis;

import dev.undercut.market.analysis.MarketDays.Sale;
import dev.undercut.market.analysis.Quality.Score;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Capability per dollar over time: on the first of each month the offer of each maker with the most
 * points of the capability index per USD for a million tokens. Points are an interval scale whose
 * zero means little, so compare over time and between makers, never as "twice as good".
 */
public final class Value {
    private Value() {}

    /**
     * The best of one maker on one day.
     *
     * @param perUsd points of the index per USD for a million tokens
     */
    public record Best(
            LocalDate date, String vendor, PricedSpan offer, Score score, double perUsd) {}

    /** The best of each maker at the start of each month, until the selection's day. */
    public static List<Best> byVendor(PricePanel panel, Selection selection) {
        PricePanel part = panel.select(selection);
        List<Best> best = new ArrayList<>();
        if (part.spans().isEmpty()) {
            return best;
        }
        MarketDays market = new MarketDays(part, selection.blend());
        LocalDate first = part.spans().getFirst().from();
        LocalDate day = first.withDayOfMonth(1).plusMonths(first.getDayOfMonth() == 1 ? 0 : 1);
        for (; !day.isAfter(selection.at()); day = day.plusMonths(1)) {
            market.advance(day);
            best.addAll(on(market, day));
        }
        return best;
    }

    private static Collection<Best> on(MarketDays market, LocalDate day) {
        Map<String, Best> byVendor = new TreeMap<>();
        for (Sale sale : market.cheapest()) {
            Score score = sale.score();
            if (score != null && !score.provisional()) {
                byVendor.merge(
                        sale.vendor(),
                        new Best(
                                day, sale.vendor(), sale.span(), score, score.value() / sale.usd()),
                        (known, other) -> other.perUsd() > known.perUsd() ? other : known);
            }
        }
        return byVendor.values();
    }
}

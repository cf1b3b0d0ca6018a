package dev.undercut.market.analysis;

import dev.undercut.market.analysis.Quality.Score;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        LocalDate first = part.spans().getFirst().from();
        LocalDate day = first.withDayOfMonth(1).plusMonths(first.getDayOfMonth() == 1 ? 0 : 1);
        for (; !day.isAfter(selection.at()); day = day.plusMonths(1)) {
            best.addAll(on(part, day, selection.blend()).values());
        }
        return best;
    }

    private static Map<String, Best> on(PricePanel panel, LocalDate day, Blend blend) {
        Map<String, Best> byVendor = new TreeMap<>();
        for (PricedSpan span : panel.cheapestByModel(day, blend).values()) {
            Optional<Score> score = panel.quality().score(span.model(), Quality.CI);
            if (score.isPresent() && !score.get().provisional()) {
                String vendor = panel.model(span.model()).vendor();
                double perUsd = score.get().value() / span.usd(blend);
                byVendor.merge(
                        vendor,
                        new Best(day, vendor, span, score.get(), perUsd),
                        (known, other) -> other.perUsd() > known.perUsd() ? other : known);
            }
        }
        return byVendor;
    }
}

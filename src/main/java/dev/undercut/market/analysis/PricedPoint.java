package dev.undercut.market.analysis;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * A price of known quality on a day.
 *
 * @param usd USD per million tokens, blended; above zero
 * @param score in the unit of the measure it was taken on
 * @param flags what must be said about the price in a word: {@code disputed}, {@code stale}, …
 */
public record PricedPoint(
        LocalDate date,
        String provider,
        String model,
        double usd,
        double score,
        List<String> sources,
        Set<String> flags) {

    public PricedPoint {
        sources = List.copyOf(sources);
        flags = Set.copyOf(flags);
    }

    /** A price about which nothing must be said. */
    public PricedPoint(
            LocalDate date,
            String provider,
            String model,
            double usd,
            double score,
            List<String> sources) {
        this(date, provider, model, usd, score, sources, Set.of());
    }
}

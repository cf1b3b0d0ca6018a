package dev.undercut.market.analysis;

import java.time.LocalDate;
import java.util.List;

/**
 * A price of known quality on a day.
 *
 * @param usd USD per million tokens, blended; above zero
 * @param score in the unit of the measure it was taken on
 */
public record PricedPoint(
        LocalDate date,
        String provider,
        String model,
        double usd,
        double score,
        List<String> sources) {

    public PricedPoint {
        sources = List.copyOf(sources);
    }
}

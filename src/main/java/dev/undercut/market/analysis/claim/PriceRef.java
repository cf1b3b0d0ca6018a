package dev.undercut.market.analysis.claim;

import dev.undercut.market.analysis.Blend;
import dev.undercut.market.analysis.PricePanel;
import dev.undercut.market.analysis.PricedSpan;
import dev.undercut.market.analysis.Selection;
import dev.undercut.money.PricePerMtok;
import java.time.LocalDate;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Names one price in the past.
 *
 * @param provider who sold, or null for the cheapest of all
 * @param model canonical id
 * @param on the day
 * @param part which of its prices
 */
public record PriceRef(@Nullable String provider, String model, LocalDate on, Part part) {

    /** Which price. */
    public enum Part {
        INPUT,
        CACHED,
        OUTPUT,
        /** By the selection's ratio. */
        BLENDED,
        /** The mean of input and output. */
        MEAN
    }

    /** USD per million tokens; null when there was no such price. */
    @Nullable Double usd(PricePanel panel, Selection selection) {
        return panel.spans().stream()
                .filter(span -> span.model().equals(model) && span.covers(on) && span.isPaid())
                .filter(span -> provider == null || span.provider().equals(provider))
                .min(Comparator.comparingDouble(span -> span.usd(selection.blend())))
                .map(span -> usd(span, selection.blend()))
                .orElse(null);
    }

    private @Nullable Double usd(PricedSpan span, Blend blend) {
        return switch (part) {
            case INPUT -> usd(span.input());
            case CACHED -> usd(span.cachedInput());
            case OUTPUT -> usd(span.output());
            case BLENDED -> span.usd(blend);
            case MEAN -> span.usd(Blend.ONE_TO_ONE);
        };
    }

    private static @Nullable Double usd(@Nullable PricePerMtok price) {
        return price == null ? null : price.picosPerToken() / 1e6;
    }
}

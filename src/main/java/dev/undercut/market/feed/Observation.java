package dev.undercut.market.feed;

import dev.undercut.market.PriceFact.Confidence;
import dev.undercut.market.PriceTier;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One price of one tier as a source shows it, in the source's own spellings.
 *
 * @param provider who sells
 * @param upstreamId the model's id there
 * @param exactId whether {@code upstreamId} is what must be sent, or only the source's own name
 * @param model spellings of the model, the surest first; at least one
 * @param tier which requests the price is for
 * @param amounts the prices
 * @param terms the rest
 */
public record Observation(
        String provider,
        String upstreamId,
        boolean exactId,
        List<String> model,
        PriceTier tier,
        Amounts amounts,
        Terms terms) {

    public Observation {
        model = List.copyOf(model);
    }

    /**
     * What a source says beside the price, as far as it does.
     *
     * @param validFrom the first day, or null when the source carries none
     * @param validTo the first day no longer, or null when the source carries none
     * @param confidence how {@code validFrom} is known
     * @param context the most input and output tokens together
     * @param maxOutput the most output tokens
     * @param notes what else must be said
     * @param source a further source that the feed itself names, or null
     */
    public record Terms(
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            Confidence confidence,
            @Nullable Long context,
            @Nullable Long maxOutput,
            Set<String> notes,
            @Nullable String source) {

        public Terms {
            notes = Set.copyOf(notes);
        }

        /** Limits and notes, no days. */
        public static Terms of(
                @Nullable Long context, @Nullable Long maxOutput, Set<String> notes) {
            return new Terms(null, null, Confidence.OBSERVED, context, maxOutput, notes, null);
        }

        /** The same between those days, which the source carries itself. */
        public Terms between(@Nullable LocalDate from, @Nullable LocalDate to) {
            return new Terms(
                    from,
                    to,
                    from == null ? Confidence.OBSERVED : Confidence.RECORDED,
                    context,
                    maxOutput,
                    notes,
                    source);
        }
    }
}

package dev.undercut.market.analysis;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the market an analysis looks at.
 *
 * @param at the last day it may know of
 * @param blend how input and output prices become one
 * @param vendor only models of this maker, or null for all
 * @param openWeights only models that are open (or closed) on that day, or null for all
 * @param reasoning only models that think (or only those that do not), or null for all
 */
public record Selection(
        LocalDate at,
        Blend blend,
        @Nullable String vendor,
        @Nullable Boolean openWeights,
        @Nullable Boolean reasoning) {

    /** Everything until that day, three parts input to one part output. */
    public static Selection until(LocalDate at) {
        return new Selection(at, Blend.THREE_TO_ONE, null, null, null);
    }

    /** The same with another blend. */
    public Selection withBlend(Blend other) {
        return new Selection(at, other, vendor, openWeights, reasoning);
    }

    /** The same as of another day. */
    public Selection withAt(LocalDate other) {
        return new Selection(other, blend, vendor, openWeights, reasoning);
    }

    boolean includes(ModelFacts model) {
        return (vendor == null || vendor.equals(model.vendor()))
                && (openWeights == null || openWeights.equals(model.isOpen(at)))
                && (reasoning == null || reasoning == model.reasoning());
    }
}

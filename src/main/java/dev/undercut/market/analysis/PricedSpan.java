package dev.undercut.market.analysis;

import dev.undercut.money.PricePerMtok;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one offer cost between two days, by its standard tier.
 *
 * @param provider who sells
 * @param model canonical id of what is sold
 * @param upstreamId the id under which the provider sells it
 * @param firstParty whether its maker sells it
 * @param from the first day
 * @param to the first day no longer, or null when no end is known
 * @param soldUntil the first day on which nobody could buy at it any more, because it ended, its
 *     maker retired it or its source dropped it; null when no such day is known
 * @param seen the last day on which a source showed it
 * @param input price of input
 * @param cachedInput price of cached input, or null when none is known
 * @param cacheWrite price of input written to a cache, or null when none is known
 * @param output price of output
 * @param context the most tokens, or null when unknown
 * @param sources where it was seen
 * @param flags what must be said about it in a word: {@code disputed}, {@code quantised}, …
 * @param notes the same in full: {@code disputed: litellm says 0.15/1.2}
 */
public record PricedSpan(
        String provider,
        String model,
        String upstreamId,
        boolean firstParty,
        LocalDate from,
        @Nullable LocalDate to,
        @Nullable LocalDate soldUntil,
        LocalDate seen,
        PricePerMtok input,
        @Nullable PricePerMtok cachedInput,
        @Nullable PricePerMtok cacheWrite,
        PricePerMtok output,
        @Nullable Long context,
        List<String> sources,
        Set<String> flags,
        Set<String> notes) {

    public PricedSpan {
        sources = List.copyOf(sources);
        flags = Set.copyOf(flags);
        notes = Set.copyOf(notes);
    }

    /** Whether this was the price on that day. */
    public boolean covers(LocalDate day) {
        return !day.isBefore(from) && (to == null || day.isBefore(to));
    }

    /** Whether it was really for sale that day: not given away, not retired, not dropped. */
    public boolean onSale(LocalDate day) {
        return covers(day) && isPaid() && (soldUntil == null || day.isBefore(soldUntil));
    }

    /** Whether tokens cost anything: a free tier never wins "cheapest". */
    public boolean isPaid() {
        return !input.isFree() && !output.isFree();
    }

    /** The part of it from that day on; nothing when it was over by then. */
    Optional<PricedSpan> since(LocalDate day) {
        if (to != null && !day.isBefore(to)) {
            return Optional.empty();
        }
        if (!from.isBefore(day)) {
            return Optional.of(this);
        }
        return Optional.of(
                new PricedSpan(
                        provider,
                        model,
                        upstreamId,
                        firstParty,
                        day,
                        to,
                        soldUntil,
                        seen,
                        input,
                        cachedInput,
                        cacheWrite,
                        output,
                        context,
                        sources,
                        flags,
                        notes));
    }

    /** USD per million tokens of that blend. */
    public double usd(Blend blend) {
        return blend.of(input, output);
    }

    /** {@code provider/model}. */
    public String name() {
        return provider + "/" + model;
    }
}

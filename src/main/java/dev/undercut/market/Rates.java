package dev.undercut.market;

import dev.undercut.chat.Usage;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import org.jspecify.annotations.Nullable;

/**
 * Prices per token of each kind. A kind without a price of its own bills as the plain kind: cached
 * input and cache writes as input, reasoning as output.
 *
 * @param input plain input
 * @param cachedInput input read from the provider's prompt cache, or null
 * @param cacheWrite input written to a cache kept for minutes, or null
 * @param cacheWriteHour input written to a cache kept for an hour, or null
 * @param output visible output
 * @param reasoning reasoning output, or null
 */
public record Rates(
        PricePerMtok input,
        @Nullable PricePerMtok cachedInput,
        @Nullable PricePerMtok cacheWrite,
        @Nullable PricePerMtok cacheWriteHour,
        PricePerMtok output,
        @Nullable PricePerMtok reasoning) {

    /** Nothing costs anything: own hardware, a free tier. */
    public static final Rates FREE = of(PricePerMtok.FREE, PricePerMtok.FREE);

    /** Plain input and output prices, nothing special. */
    public static Rates of(PricePerMtok input, PricePerMtok output) {
        return new Rates(input, null, null, null, output, null);
    }

    /** The exact cost of those tokens. */
    public Usd cost(Usage usage) {
        return input.times(usage.input())
                .plus(or(cachedInput, input).times(usage.cacheRead()))
                .plus(or(cacheWrite, input).times(usage.cacheWrite()))
                .plus(or(cacheWriteHour, or(cacheWrite, input)).times(usage.cacheWriteHour()))
                .plus(output.times(usage.output()))
                .plus(or(reasoning, output).times(usage.reasoning()));
    }

    public boolean isFree() {
        return input.isFree() && output.isFree();
    }

    private static PricePerMtok or(@Nullable PricePerMtok own, PricePerMtok plain) {
        return own == null ? plain : own;
    }
}

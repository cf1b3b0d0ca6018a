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

    /** A price for any input and one for any output that none of these exceeds. */
    public Rates dearest() {
        return of(
                dearer(
                        dearer(input, cachedInput),
                        dearer(input, dearer(cacheWrite, cacheWriteHour))),
                dearer(output, reasoning));
    }

    /** Plain input and the cheaper of visible output and reasoning. */
    Rates cheapest() {
        PricePerMtok thinking = or(reasoning, output);
        return of(input, thinking.compareTo(output) < 0 ? thinking : output);
    }

    /** Of each kind the dearer one, plain kinds only. */
    Rates dearerOf(Rates other) {
        return of(dearer(input, other.input), dearer(output, other.output));
    }

    /** Of each kind the cheaper one, plain kinds only. */
    Rates cheaperOf(Rates other) {
        return of(
                input.compareTo(other.input) <= 0 ? input : other.input,
                output.compareTo(other.output) <= 0 ? output : other.output);
    }

    public boolean isFree() {
        return input.isFree() && output.isFree();
    }

    private static PricePerMtok dearer(@Nullable PricePerMtok one, @Nullable PricePerMtok other) {
        PricePerMtok first = or(one, PricePerMtok.FREE);
        PricePerMtok second = or(other, PricePerMtok.FREE);
        return first.compareTo(second) >= 0 ? first : second;
    }

    private static PricePerMtok or(@Nullable PricePerMtok own, PricePerMtok plain) {
        return own == null ? plain : own;
    }
}

package dev.undercut.economics.serving;

import dev.undercut.economics.Check;

/**
 * What a million tokens of one kind cost to serve, in USD. A model's figure, so a {@code double};
 * list prices are {@link dev.undercut.money.PricePerMtok}, exact.
 *
 * @param usd 0 or more
 * @param <K> which tokens are counted
 */
@SuppressWarnings("UnusedTypeParameter") // the compiler holds kinds of tokens apart by it
public record CostPerMtok<K extends Tokens>(double usd) {
    public CostPerMtok {
        Check.notNegative("cost", usd);
    }

    /** What so many tokens cost, in USD. */
    public double of(double tokens) {
        return usd * tokens / 1e6;
    }
}

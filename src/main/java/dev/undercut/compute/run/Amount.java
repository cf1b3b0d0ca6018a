package dev.undercut.compute.run;

import dev.undercut.money.Usd;
import org.jspecify.annotations.Nullable;

/**
 * What calls use.
 *
 * @param usd dollars, or null when they are not known
 * @param tokens read and written; {@link Long#MAX_VALUE} when they have no bound
 * @param calls how many
 */
public record Amount(@Nullable Usd usd, long tokens, int calls) {
    /** Nothing. */
    public static final Amount NOTHING = new Amount(Usd.ZERO, 0, 0);
}

package dev.undercut.compute.run;

import dev.undercut.chat.Usage;
import dev.undercut.money.Usd;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a run took; holds no text.
 *
 * @param id its row in the ledger
 * @param purpose what it was for
 * @param provider who answered, or null
 * @param model the canonical model that answered, or null
 * @param usage its tokens, or null when not known
 * @param cost in dollars, or null when not known
 * @param estimated whether tokens and cost are estimates, as of a call cut short
 * @param millis how long it took
 * @param outcome {@code ok}, or why not, as in the ledger
 */
public record CallNote(
        String id,
        Models.Purpose purpose,
        @Nullable String provider,
        @Nullable String model,
        @Nullable Usage usage,
        @Nullable Usd cost,
        boolean estimated,
        long millis,
        String outcome) {

    /** The same for a purse. */
    Amount amount() {
        return new Amount(cost, usage == null ? 0 : usage.total(), 1);
    }
}

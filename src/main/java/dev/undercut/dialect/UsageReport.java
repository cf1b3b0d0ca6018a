package dev.undercut.dialect;

import dev.undercut.chat.Usage;
import dev.undercut.money.Usd;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says that a call used.
 *
 * @param usage in disjoint counts
 * @param raw the provider's own object, JSON
 * @param billed what it says it billed, or null when it does not say
 * @param extent what of a call it speaks of
 */
public record UsageReport(Usage usage, String raw, @Nullable Usd billed, Extent extent) {
    /** What of a call a report speaks of. */
    public enum Extent {
        /** All of it. */
        WHOLE,
        /** The answer has only begun: its input is known, its output is not yet. */
        BEGINNING,
        /** The provider left its input uncounted. */
        OUTPUT_ONLY
    }

    /** What a whole call used. */
    public UsageReport(Usage usage, String raw, @Nullable Usd billed) {
        this(usage, raw, billed, Extent.WHOLE);
    }

    /** The same, said when the answer begins. */
    public UsageReport atTheBeginning() {
        return new UsageReport(usage, raw, billed, Extent.BEGINNING);
    }
}

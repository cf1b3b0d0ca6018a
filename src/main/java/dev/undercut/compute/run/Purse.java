package dev.undercut.compute.run;

import dev.undercut.money.Usd;
import org.jspecify.annotations.Nullable;

/**
 * Money set aside before it is spent, so that a budget is never passed: a call begins only when its
 * worst fits beside all that is spent and under way. Safe for use by many threads.
 */
public interface Purse {

    /** Sets the worst aside, or says why not. */
    Grant reserve(Amount worst);

    /** What is neither spent nor set aside. */
    Left left();

    /** What came of asking. */
    sealed interface Grant {
        /** It is set aside. */
        record Reserved(Reservation reservation) implements Grant {}

        /**
         * It does not fit.
         *
         * @param limit which limit it would pass
         * @param forGood whether it would not fit either if all that is under way cost nothing
         * @param reason in words
         */
        record Refused(Limit limit, boolean forGood, String reason) implements Grant {}
    }

    /** An amount set aside for one call. */
    interface Reservation {
        /** What was set aside. */
        Amount reserved();

        /**
         * Spends what the call really took, and frees the rest. Dollars that are not known count as
         * reserved. Only the first settling counts.
         */
        void settle(Amount spent);
    }

    /** The limits of a budget that a purse keeps. */
    enum Limit {
        USD,
        TOKENS,
        CALLS
    }

    /**
     * What is left; null where there is no limit.
     *
     * @param usd dollars, 0 or more
     * @param tokens 0 or more
     * @param calls 0 or more
     */
    record Left(@Nullable Usd usd, @Nullable Long tokens, @Nullable Integer calls) {}
}

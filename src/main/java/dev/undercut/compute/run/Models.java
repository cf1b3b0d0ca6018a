package dev.undercut.compute.run;

import dev.undercut.chat.Answer;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Delta;
import dev.undercut.money.Usd;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The models that a run may call, from 0. Safe for use by many threads. */
public interface Models {

    /** What that model would take to answer, under those limits; nobody is called. */
    Terms terms(int model, Conversation asked, Limits limits);

    /**
     * A call, ready to be made.
     *
     * @param limits as given to {@link #terms}; the call keeps them
     * @param heard is told every piece of the answer as it comes, on the calling thread
     */
    Call call(int model, Conversation asked, Limits limits, Purpose purpose, Consumer<Delta> heard);

    /** One call. */
    interface Call {
        /** Makes it and waits for its end, in every case. */
        Said make();

        /**
         * Ends it from another thread, before or while it is made: no new connection is opened, an
         * open one is closed.
         */
        void cancel();
    }

    /**
     * What one call may use.
     *
     * @param usd the most it may cost, or null
     * @param output the most tokens it may write, or null for what was asked
     */
    record Limits(@Nullable Usd usd, @Nullable Long output) {
        /** None but the client's own. */
        public static final Limits NONE = new Limits(null, null);
    }

    /** What a call is made for. */
    enum Purpose {
        /** A trial of the search. */
        TRIAL,
        /** A judge's opinion of a trial's answer. */
        VERDICT
    }

    /** What a call would take. */
    sealed interface Terms {
        /**
         * It can be made.
         *
         * @param expected dollars, or null when the price is not known
         * @param worst the most dollars, or null when there is no bound
         * @param input tokens to read
         * @param output tokens expected to be written
         * @param worstInput tokens read at most
         * @param worstOutput tokens written at most; {@link Long#MAX_VALUE} without a bound
         * @param cachedCheaper whether what was read before is cheaper to read again
         */
        record Open(
                @Nullable Usd expected,
                @Nullable Usd worst,
                long input,
                long output,
                long worstInput,
                long worstOutput,
                boolean cachedCheaper)
                implements Terms {

            /** Tokens read and written at most. */
            public long worstTokens() {
                return worstOutput > Long.MAX_VALUE - worstInput
                        ? Long.MAX_VALUE
                        : worstInput + worstOutput;
            }
        }

        /**
         * It cannot.
         *
         * @param limited whether only because of the limits given
         */
        record Closed(String reason, boolean limited) implements Terms {}
    }

    /** How a call ended. */
    sealed interface Said {
        /** What it took. */
        CallNote note();

        /** With an answer, whole or cut by an output limit. */
        record Answered(Answer answer, CallNote note) implements Said {}

        /** With none. */
        record Failed(String message, CallNote note) implements Said {}
    }
}

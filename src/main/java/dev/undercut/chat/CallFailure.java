package dev.undercut.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a call to a provider failed before it gave an answer. Each kind knows whether another offer
 * may do better, so that nothing downstream asks which provider it was.
 */
public sealed interface CallFailure {

    /** What happened, for an operator; holds no secret and no prompt. */
    String message();

    /** The provider's HTTP status, or 0 where there was none. */
    int status();

    /** Whether the next offer of the plan may succeed where this one failed. */
    boolean tryNextOffer();

    /** A short stable name for the ledger, metrics and {@code undercut.attempts}. */
    String code();

    /** The provider asks to slow down. */
    record RateLimited(String message, int status, @Nullable Duration retryAfter)
            implements CallFailure {
        @Override
        public boolean tryNextOffer() {
            return true;
        }

        @Override
        public String code() {
            return "rate_limited";
        }
    }

    /** The operator's account at the provider has no money left. */
    record OutOfCredit(String message, int status) implements CallFailure {
        @Override
        public boolean tryNextOffer() {
            return true;
        }

        @Override
        public String code() {
            return "out_of_credit";
        }
    }

    /**
     * The provider is down or overloaded: any 5xx.
     *
     * @param retryAfter how long it asks to be left alone, or null
     */
    record Overloaded(String message, int status, @Nullable Duration retryAfter)
            implements CallFailure {
        /** One that does not say how long. */
        public Overloaded(String message, int status) {
            this(message, status, null);
        }

        @Override
        public boolean tryNextOffer() {
            return true;
        }

        @Override
        public String code() {
            return "overloaded";
        }
    }

    /**
     * No answer in the time allowed.
     *
     * @param asked whether the provider had the request and did not say that it gave up: it may
     *     charge for what it read
     */
    record TimedOut(String message, boolean asked) implements CallFailure {
        /** One that the provider itself told of, and charges nothing for. */
        public TimedOut(String message) {
            this(message, false);
        }

        @Override
        public int status() {
            return 0;
        }

        @Override
        public boolean tryNextOffer() {
            return true;
        }

        @Override
        public String code() {
            return "timed_out";
        }
    }

    /** No connection, or one that broke before an answer. */
    record Unreachable(String message) implements CallFailure {
        @Override
        public int status() {
            return 0;
        }

        @Override
        public boolean tryNextOffer() {
            return true;
        }

        @Override
        public String code() {
            return "unreachable";
        }
    }

    /** The provider refuses the operator's key: never the client's fault. */
    record Unauthorized(String message, int status) implements CallFailure {
        @Override
        public boolean tryNextOffer() {
            return true;
        }

        @Override
        public String code() {
            return "provider_key_rejected";
        }
    }

    /** The provider does not serve this model. */
    record NotServed(String message, int status) implements CallFailure {
        @Override
        public boolean tryNextOffer() {
            return true;
        }

        @Override
        public String code() {
            return "not_served";
        }
    }

    /**
     * The request is longer than this model can read; a larger one may take it.
     *
     * @param body the provider's answer, passed on where the client speaks the same dialect
     */
    @SuppressWarnings("ArrayRecordComponent") // passed through once, never compared
    record TooLong(String message, int status, byte[] body) implements CallFailure {
        @Override
        public boolean tryNextOffer() {
            return true;
        }

        @Override
        public String code() {
            return "context_too_long";
        }
    }

    /**
     * The request itself is refused; another provider of the same model would refuse it too.
     *
     * @param body the provider's answer, passed on to a client of the same dialect; empty for
     *     others
     */
    @SuppressWarnings("ArrayRecordComponent") // passed through once, never compared
    record BadRequest(String message, int status, byte[] body) implements CallFailure {
        @Override
        public boolean tryNextOffer() {
            return false;
        }

        @Override
        public String code() {
            return "bad_request";
        }
    }

    /**
     * Nobody was called: the provider's dialect has no words for something the client asked for.
     *
     * @param refusal names the client's field
     */
    record Unsupported(Refusal refusal) implements CallFailure {
        @Override
        public String message() {
            return refusal.message();
        }

        @Override
        public int status() {
            return 0;
        }

        @Override
        public boolean tryNextOffer() {
            return true;
        }

        @Override
        public String code() {
            return "unsupported";
        }
    }

    /** An answer that is none: an HTML page, an empty body, broken JSON. */
    record Broken(String message, int status) implements CallFailure {
        @Override
        public boolean tryNextOffer() {
            return true;
        }

        @Override
        public String code() {
            return "broken_answer";
        }
    }
}

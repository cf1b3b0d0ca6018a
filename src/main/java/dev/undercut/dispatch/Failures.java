package dev.undercut.dispatch;

import dev.undercut.chat.CallFailure;
import dev.undercut.chat.Refusal;
import dev.undercut.dispatch.Client.Header;
import dev.undercut.health.Standing.Why;
import dev.undercut.ledger.Attempt;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says that no offer answered. Names offers, statuses and codes, never a provider's own words: an
 * error about the operator's key may quote it.
 */
final class Failures {
    private Failures() {}

    static Refusal refusal(@Nullable CallFailure last, List<Attempt> attempts) {
        StringBuilder message = new StringBuilder("No provider answered. Tried:");
        for (Attempt attempt : attempts) {
            message.append(' ').append(attempt.provider()).append('/').append(attempt.model());
            message.append(" (").append(attempt.code());
            if (attempt.status() > 0) {
                message.append(", HTTP ").append(attempt.status());
            }
            message.append(", ").append(attempt.millis()).append(" ms);");
        }
        boolean operator = attempts.stream().anyMatch(Failures::isOperators);
        if (operator) {
            message.append(" A provider refused the operator's own key or account.");
        }
        return new Refusal(kind(last), code(last), message.toString(), null);
    }

    /**
     * Says that no offer could be called.
     *
     * @param held what keeps each offer of the plan, by its name
     * @param soonest seconds until the first of them may be called, where waiting helps
     */
    static Refusal held(Map<String, Why> held, long soonest) {
        StringBuilder message = new StringBuilder("No offer can be called now:");
        held.forEach((offer, why) ->
                message.append(' ').append(offer).append(" (").append(words(why)).append(");"));
        if (held.values().stream().allMatch(Why::isKeys)) {
            message.append(" The operator of this gateway has to look after that.");
            boolean spent = held.containsValue(Why.KEY_SPENT);
            return new Refusal(
                    Refusal.Kind.UPSTREAM,
                    spent ? "out_of_credit" : "provider_key_rejected",
                    message.toString(),
                    null);
        }
        message.append(" try again in ").append(soonest).append(" s.");
        return new Refusal(
                Refusal.Kind.RATE_LIMITED, "rate_limit_exceeded", message.toString(), null);
    }

    private static String words(Why why) {
        return switch (why) {
            case OPEN -> "it keeps failing";
            case ASKED_TO_WAIT -> "it asked to wait";
            case FULL -> "as many calls are under way as it takes";
            case KEY_REJECTED -> "the provider rejects the operator's key";
            case KEY_SPENT -> "the operator's account there is spent";
        };
    }

    static List<Header> headers(@Nullable CallFailure last) {
        return last instanceof CallFailure.RateLimited limited && limited.retryAfter() != null
                ? List.of(retryAfter(limited.retryAfter().toMillis()))
                : List.of();
    }

    /** Whole seconds, rounded up: sooner would be in vain. */
    static Header retryAfter(long millis) {
        return new Header("retry-after", Long.toString(Math.max(1, (millis + 999) / 1000)));
    }

    private static boolean isOperators(Attempt attempt) {
        return attempt.code().equals("provider_key_rejected")
                || attempt.code().equals("out_of_credit");
    }

    private static Refusal.Kind kind(@Nullable CallFailure last) {
        return switch (last) {
            case CallFailure.RateLimited limited -> Refusal.Kind.RATE_LIMITED;
            case CallFailure.TimedOut late -> Refusal.Kind.TIMED_OUT;
            case null -> Refusal.Kind.INTERNAL;
            case CallFailure other -> Refusal.Kind.UPSTREAM;
        };
    }

    private static String code(@Nullable CallFailure last) {
        return switch (last) {
            case CallFailure.RateLimited limited -> "rate_limit_exceeded";
            case null -> "no_offer_tried";
            case CallFailure other -> other.code();
        };
    }

    /** What a provider wrote when it refused the request itself; null for any other failure. */
    static byte @Nullable [] bodyOfRefusal(@Nullable CallFailure failure) {
        if (failure instanceof CallFailure.BadRequest refused) {
            return refused.body();
        }
        return failure instanceof CallFailure.TooLong refused ? refused.body() : null;
    }
}

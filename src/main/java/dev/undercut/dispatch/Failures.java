package dev.undercut.dispatch;

import dev.undercut.chat.CallFailure;
import dev.undercut.chat.Refusal;
import dev.undercut.dispatch.Client.Header;
import dev.undercut.ledger.Attempt;
import java.util.List;
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

    static List<Header> headers(@Nullable CallFailure last) {
        return last instanceof CallFailure.RateLimited limited && limited.retryAfter() != null
                ? List.of(
                        new Header("retry-after", Long.toString(limited.retryAfter().toSeconds())))
                : List.of();
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
}

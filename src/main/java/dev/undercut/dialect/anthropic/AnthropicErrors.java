package dev.undercut.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.CallFailure;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.RetryAfter;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Errors of the dialect: reading a provider's, writing ours. */
final class AnthropicErrors {
    private static final int MESSAGE_LENGTH = 500;
    private static final String NO_THREADS = "thread_unsupported_request";
    private static final int OVERLOADED = 529;

    private AnthropicErrors() {}

    /**
     * Our refusal in the dialect's shape.
     *
     * @param requestId the gateway's id of the request, or null where it has none
     */
    static byte[] write(Refusal refusal, @Nullable String requestId) {
        String details =
                refusal.code().equals(NO_THREADS)
                        ? ",\"details\":{\"error_code\":\""
                                + NO_THREADS
                                + "\",\"unsupported\":"
                                + "[\"thread\"]}"
                        : "";
        String json =
                "{\"type\":\"error\",\"error\":{\"type\":"
                        + Json.quote(type(refusal))
                        + ",\"message\":"
                        + Json.quote(refusal.message())
                        + details
                        + "},\"request_id\":"
                        + (requestId == null ? "null" : Json.quote(requestId))
                        + "}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** The status that clients of this dialect know for it. */
    static int status(Refusal refusal) {
        return switch (type(refusal)) {
            case "overloaded_error" -> OVERLOADED;
            case "billing_error" -> 402;
            default -> refusal.kind().status();
        };
    }

    private static String type(Refusal refusal) {
        return switch (refusal.kind()) {
            case INVALID, METHOD_NOT_ALLOWED, TOO_SLOW, UNSUPPORTED_MEDIA ->
                    "invalid_request_error";
            case UNAUTHENTICATED -> "authentication_error";
            case FORBIDDEN -> "permission_error";
            case NOT_FOUND -> "not_found_error";
            case TOO_LARGE -> "request_too_large";
            case RATE_LIMITED ->
                    refusal.code().equals("insufficient_quota")
                            ? "billing_error"
                            : "rate_limit_error";
            case UPSTREAM -> refusal.code().equals("overloaded") ? "overloaded_error" : "api_error";
            case UNAVAILABLE -> "overloaded_error";
            case TIMED_OUT -> "timeout_error";
            case INTERNAL -> "api_error";
        };
    }

    /**
     * A thread is kept by one account of one provider, and its later turns come without what went
     * before. This answer makes the dialect's own SDK go on with the whole conversation.
     */
    static RefusedException noThreads() {
        return new RefusedException(
                new Refusal(
                        Refusal.Kind.INVALID,
                        NO_THREADS,
                        "thread: not supported here; send the whole conversation",
                        "thread"));
    }

    /** What a provider's refusal means. */
    static CallFailure read(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        JsonNode tree = Json.tree(body);
        JsonNode json = tree != null && tree.isObject() ? tree : null;
        String message = json == null ? "HTTP " + status : message(json);
        String type = json == null ? "" : json.path("error").path("type").asText();
        if (status == 402 || type.equals("billing_error") || isCreditSpent(status, message)) {
            return new CallFailure.OutOfCredit(message, status);
        }
        if (status >= 500) {
            return type.equals("timeout_error")
                    ? new CallFailure.TimedOut(message)
                    : new CallFailure.Overloaded(message, status);
        }
        return switch (status) {
            case 429 -> new CallFailure.RateLimited(message, status, RetryAfter.of(header));
            case 401, 403 -> new CallFailure.Unauthorized(message, status);
            case 404 -> new CallFailure.NotServed(message, status);
            case 408 -> new CallFailure.TimedOut(message);
            default ->
                    json != null && status >= 400
                            ? request(message, status, body)
                            : new CallFailure.Broken(
                                    "HTTP " + status + " without a reason", status);
        };
    }

    /** There is no code for a request that is too long for the model, only these words. */
    private static CallFailure request(String message, int status, byte[] body) {
        return message.contains("prompt is too long") || message.contains("exceed context limit")
                ? new CallFailure.TooLong(message, status, body)
                : new CallFailure.BadRequest(message, status, body);
    }

    /** An account without money is answered with 400 and these words. */
    private static boolean isCreditSpent(int status, String message) {
        return status == 400 && message.contains("credit balance is too low");
    }

    /** The message of an error object, cut to a sane length. */
    static String message(JsonNode json) {
        String message = json.path("error").path("message").asText("");
        if (message.isBlank()) {
            message = "the provider gave no reason";
        }
        return message.length() > MESSAGE_LENGTH ? message.substring(0, MESSAGE_LENGTH) : message;
    }
}

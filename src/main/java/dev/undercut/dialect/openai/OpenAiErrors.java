package dev.undercut.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.CallFailure;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.RetryAfter;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Errors of the dialect: reading a provider's, writing ours. */
final class OpenAiErrors {
    private static final int MESSAGE_LENGTH = 500;
    private static final String QUOTA_SPENT = "insufficient_quota";
    private static final String TOO_LONG = "context_length_exceeded";

    private OpenAiErrors() {}

    /** Our refusal in the dialect's shape, with all four keys. */
    static byte[] write(Refusal refusal) {
        String json =
                "{\"error\":{\"message\":"
                        + Json.quote(refusal.message())
                        + ",\"type\":"
                        + Json.quote(type(refusal.kind()))
                        + ",\"param\":"
                        + (refusal.param() == null ? "null" : Json.quote(refusal.param()))
                        + ",\"code\":"
                        + Json.quote(refusal.code())
                        + "}}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String type(Refusal.Kind kind) {
        return switch (kind) {
            case INVALID,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    TOO_SLOW,
                    TOO_LARGE,
                    UNSUPPORTED_MEDIA ->
                    "invalid_request_error";
            case RATE_LIMITED -> "requests";
            case INTERNAL, UPSTREAM, UNAVAILABLE, TIMED_OUT -> "server_error";
        };
    }

    /** What a provider's refusal means. */
    static CallFailure read(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        JsonNode json = parse(body);
        String message = json == null ? "HTTP " + status : message(json);
        if (status == 402 || (json != null && isQuotaSpent(json.path("error")))) {
            return new CallFailure.OutOfCredit(message, status);
        }
        if (status >= 500) {
            return new CallFailure.Overloaded(message, status, RetryAfter.of(header));
        }
        return switch (status) {
            case 429 -> new CallFailure.RateLimited(message, status, RetryAfter.of(header));
            case 401, 403 -> new CallFailure.Unauthorized(message, status);
            case 404 -> new CallFailure.NotServed(message, status);
            case 408 -> new CallFailure.TimedOut(message);
            case 400, 413 ->
                    json != null && isTooLong(json.path("error"))
                            ? new CallFailure.TooLong(message, status, body)
                            : request(json, message, status, body);
            default -> request(json, message, status, body);
        };
    }

    private static CallFailure request(
            @Nullable JsonNode json, String message, int status, byte[] body) {
        return json == null || status < 400
                ? new CallFailure.Broken("HTTP " + status + " without a reason", status)
                : new CallFailure.BadRequest(message, status, body);
    }

    /** Servers that keep to the dialect by and large say it in these words, without the code. */
    private static boolean isTooLong(JsonNode error) {
        return error.path("code").asText().equals(TOO_LONG)
                || error.path("message").asText().contains("maximum context length");
    }

    /** The message of an error object, cut to a sane length. */
    static String message(JsonNode json) {
        JsonNode error = json.path("error");
        String message =
                error.isTextual()
                        ? error.asText()
                        : error.path("message").asText(json.path("message").asText(""));
        if (message.isBlank()) {
            message = "the provider gave no reason";
        }
        return message.length() > MESSAGE_LENGTH ? message.substring(0, MESSAGE_LENGTH) : message;
    }

    private static boolean isQuotaSpent(JsonNode error) {
        return error.path("code").asText().equals(QUOTA_SPENT)
                || error.path("type").asText().equals(QUOTA_SPENT);
    }

    private static @Nullable JsonNode parse(byte[] body) {
        JsonNode json = Json.tree(body);
        return json != null && json.isObject() ? json : null;
    }
}

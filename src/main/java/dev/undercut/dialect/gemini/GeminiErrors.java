package dev.undercut.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.CallFailure;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.RetryAfter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What Google's errors mean.
 *
 * @see <a href="https://cloud.google.com/apis/design/errors">the error model</a>
 */
final class GeminiErrors {
    private static final int MESSAGE_LENGTH = 500;

    private GeminiErrors() {}

    /** What a provider's refusal means. */
    static CallFailure read(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        JsonNode json = object(body);
        String message = json == null ? "HTTP " + status : message(json);
        JsonNode error = json == null ? Json.MAPPER.createObjectNode() : json.path("error");
        if (isKeyRefused(error)) {
            return new CallFailure.Unauthorized(message, status);
        }
        if (status >= 500) {
            return new CallFailure.Overloaded(message, status);
        }
        return switch (status) {
            case 401, 403 -> new CallFailure.Unauthorized(message, status);
            case 402 -> new CallFailure.OutOfCredit(message, status);
            case 404 -> new CallFailure.NotServed(message, status);
            case 408 -> new CallFailure.TimedOut(message);
            case 429 -> new CallFailure.RateLimited(message, status, retryAfter(error, header));
            default ->
                    json == null || status < 400
                            ? new CallFailure.Broken("HTTP " + status + " without a reason", status)
                            : refused(error, message, status, body);
        };
    }

    private static CallFailure refused(JsonNode error, String message, int status, byte[] body) {
        if (message.contains("exceeds the maximum number of tokens allowed")) {
            return new CallFailure.TooLong(message, status, body);
        }
        // A free key used from where only paying ones are served says so with a 400.
        return error.path("status").asText().equals("FAILED_PRECONDITION")
                ? new CallFailure.Unauthorized(message, status)
                : new CallFailure.BadRequest(message, status, body);
    }

    /** The message of an error object, cut to a sane length. */
    static String message(JsonNode json) {
        String message = json.path("error").path("message").asText("");
        if (message.isBlank()) {
            message = "the provider gave no reason";
        }
        return message.length() > MESSAGE_LENGTH ? message.substring(0, MESSAGE_LENGTH) : message;
    }

    /** The error; a stream's may come as the only element of an array. */
    private static @Nullable JsonNode object(byte[] body) {
        JsonNode json = Json.tree(body);
        if (json != null && json.isArray() && json.size() == 1) {
            json = json.get(0);
        }
        return json != null && json.isObject() ? json : null;
    }

    private static boolean isKeyRefused(JsonNode error) {
        for (JsonNode detail : error.path("details")) {
            if (detail.path("reason").asText().equals("API_KEY_INVALID")) {
                return true;
            }
        }
        return error.path("message")
                .asText()
                .toLowerCase(Locale.ROOT)
                .contains("api key not valid");
    }

    /** What the details ask for, in seconds as protobuf writes them; else what a header does. */
    private static @Nullable Duration retryAfter(
            JsonNode error, UnaryOperator<@Nullable String> header) {
        for (JsonNode detail : error.path("details")) {
            String delay = detail.path("retryDelay").asText();
            boolean asks =
                    detail.path("@type").asText().endsWith("google.rpc.RetryInfo")
                            && delay.endsWith("s");
            if (asks) {
                return RetryAfter.seconds(delay.substring(0, delay.length() - 1));
            }
        }
        return RetryAfter.of(header);
    }
}

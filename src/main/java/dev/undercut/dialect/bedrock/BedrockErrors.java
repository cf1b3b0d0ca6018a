package dev.undercut.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.CallFailure;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.RetryAfter;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What Bedrock's exceptions mean; the header {@code x-amzn-errortype} names them.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html">
 *     Converse</a>
 */
final class BedrockErrors {
    private static final int MESSAGE_LENGTH = 500;
    private static final byte[] NO_BODY = {};

    private BedrockErrors() {}

    /** What a provider's refusal means. */
    static CallFailure read(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        JsonNode json = Json.tree(body);
        String message = json == null ? "HTTP " + status : message(json);
        String type = type(header.apply("x-amzn-errortype"));
        return switch (type) {
            case "ThrottlingException", "ModelNotReadyException" ->
                    new CallFailure.RateLimited(message, status, RetryAfter.of(header));
            case "ServiceQuotaExceededException" -> new CallFailure.OutOfCredit(message, status);
            case "ModelTimeoutException" -> new CallFailure.TimedOut(message);
            case "ModelErrorException" -> new CallFailure.Overloaded(message, status);
            case "ResourceNotFoundException" -> new CallFailure.NotServed(message, status);
            default -> byStatus(status, message, header, json == null ? NO_BODY : body);
        };
    }

    private static CallFailure byStatus(
            int status, String message, UnaryOperator<@Nullable String> header, byte[] body) {
        if (status >= 500) {
            return new CallFailure.Overloaded(message, status);
        }
        return switch (status) {
            case 401, 403 -> new CallFailure.Unauthorized(message, status);
            case 402 -> new CallFailure.OutOfCredit(message, status);
            case 404 -> new CallFailure.NotServed(message, status);
            case 408 -> new CallFailure.TimedOut(message);
            case 429 -> new CallFailure.RateLimited(message, status, RetryAfter.of(header));
            default ->
                    body.length == 0 || status < 400
                            ? new CallFailure.Broken("HTTP " + status + " without a reason", status)
                            : refused(message, status, body);
        };
    }

    /** A model that is not sold here, or not in this way, is told as a mistake of the request. */
    private static CallFailure refused(String message, int status, byte[] body) {
        if (message.contains("Input is too long") || message.contains("prompt is too long")) {
            return new CallFailure.TooLong(message, status, body);
        }
        boolean notSold =
                message.contains("model identifier is invalid")
                        || message.contains("on-demand throughput");
        return notSold
                ? new CallFailure.NotServed(message, status)
                : new CallFailure.BadRequest(message, status, body);
    }

    /** The message of an exception, cut to a sane length. */
    static String message(JsonNode json) {
        JsonNode spelled = json.path("message");
        String message = spelled.isTextual() ? spelled.asText() : json.path("Message").asText("");
        if (message.isBlank()) {
            message = "the provider gave no reason";
        }
        return message.length() > MESSAGE_LENGTH ? message.substring(0, MESSAGE_LENGTH) : message;
    }

    /** The name may be followed by an address after a colon. */
    private static String type(@Nullable String header) {
        if (header == null) {
            return "";
        }
        int colon = header.indexOf(':');
        return colon < 0 ? header.strip() : header.substring(0, colon).strip();
    }
}

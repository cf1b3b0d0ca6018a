package dev.undercut.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.CallFailure;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.RetryAfter;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What Ollama's errors mean: a status, and a text in {@code error}. */
final class OllamaErrors {
    private static final int MESSAGE_LENGTH = 500;

    private OllamaErrors() {}

    /** What a server's refusal means. */
    static CallFailure read(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        JsonNode json = Json.tree(body);
        String said = json == null ? null : message(json);
        String message = said == null ? "HTTP " + status : said;
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
                    said == null || status < 400
                            ? new CallFailure.Broken("HTTP " + status + " without a reason", status)
                            : new CallFailure.BadRequest(message, status, body);
        };
    }

    /** The text of an error, cut to a sane length; null when it is none. */
    static @Nullable String message(JsonNode json) {
        JsonNode error = json.path("error");
        if (!error.isTextual()) {
            return null;
        }
        String text = error.asText();
        return text.length() > MESSAGE_LENGTH ? text.substring(0, MESSAGE_LENGTH) : text;
    }
}

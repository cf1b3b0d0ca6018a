package dev.undercut.dialect.responses;

import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.ClientDialect.Stamp;
import dev.undercut.dialect.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the response object and the items of its output, each with every field it must have. */
final class ResponseJson {
    private final Echo echo;
    private final Stamp stamp;

    ResponseJson(Echo echo, Stamp stamp) {
        this.echo = echo;
        this.stamp = stamp;
    }

    /** An item's id; {@code kind} is OpenAI's prefix for it. */
    String id(String kind, int number) {
        return kind + '_' + stamp.requestId() + '_' + number;
    }

    /** A response under way. */
    String begun() {
        return response("in_progress", "null", "null", List.of(), "null");
    }

    /** A response that came to its end. */
    String ended(@Nullable StopReason reason, List<String> output, Usage usage) {
        String why = incomplete(reason);
        return response(
                why == null ? "completed" : "incomplete",
                "null",
                why == null ? "null" : "{\"reason\":\"" + why + "\"}",
                output,
                usage(usage));
    }

    /** A response that broke off; of the dialect's few codes for that, one is about servers. */
    String failed(String message, List<String> output) {
        String error = "{\"code\":\"server_error\",\"message\":" + Json.quote(message) + "}";
        return response("failed", error, "null", output, "null");
    }

    /** Why a response is not complete; null when it is. */
    static @Nullable String incomplete(@Nullable StopReason reason) {
        return switch (reason) {
            case LENGTH -> "max_output_tokens";
            case FILTER -> "content_filter";
            case STOP, TOOL, ERROR -> null;
            case null -> null;
        };
    }

    private String response(
            String status, String error, String incomplete, List<String> output, String usage) {
        StringBuilder json = new StringBuilder(1024);
        json.append("{\"id\":").append(Json.quote("resp_" + stamp.requestId()));
        json.append(",\"object\":\"response\",\"created_at\":").append(stamp.created());
        json.append(",\"status\":\"").append(status).append("\",\"background\":false");
        json.append(",\"error\":").append(error);
        json.append(",\"incomplete_details\":").append(incomplete);
        json.append(",\"model\":").append(Json.quote(stamp.model()));
        json.append(",\"output\":[").append(String.join(",", output)).append(']');
        json.append(",\"previous_response_id\":null,\"store\":false");
        json.append(",\"service_tier\":\"default\",\"top_logprobs\":0");
        json.append(",\"truncation\":\"disabled\"");
        for (Map.Entry<String, String> field : echo.fields().entrySet()) {
            json.append(",\"").append(field.getKey()).append("\":").append(field.getValue());
        }
        return json.append(",\"usage\":").append(usage).append('}').toString();
    }

    private static String usage(Usage usage) {
        return "{\"input_tokens\":"
                + usage.totalInput()
                + ",\"input_tokens_details\":{\"cached_tokens\":"
                + usage.cacheRead()
                + ",\"cache_write_tokens\":"
                + (usage.cacheWrite() + usage.cacheWriteHour())
                + "},\"output_tokens\":"
                + usage.totalOutput()
                + ",\"output_tokens_details\":{\"reasoning_tokens\":"
                + usage.reasoning()
                + "},\"total_tokens\":"
                + usage.total()
                + "}";
    }

    static String message(String id, String status, List<String> content) {
        return "{\"id\":"
                + Json.quote(id)
                + ",\"type\":\"message\",\"status\":\""
                + status
                + "\",\"role\":\"assistant\",\"content\":["
                + String.join(",", content)
                + "]}";
    }

    static String text(String text) {
        return "{\"type\":\"output_text\",\"text\":"
                + Json.quote(text)
                + ",\"annotations\":[],\"logprobs\":[]}";
    }

    static String refusal(String text) {
        return "{\"type\":\"refusal\",\"refusal\":" + Json.quote(text) + "}";
    }

    static String call(String id, String status, Call call) {
        return "{\"id\":"
                + Json.quote(id)
                + ",\"type\":\"function_call\",\"status\":\""
                + status
                + "\",\"call_id\":"
                + Json.quote(call.id())
                + ",\"name\":"
                + Json.quote(call.name())
                + ",\"arguments\":"
                + Json.quote(call.arguments())
                + "}";
    }

    /** A call as far as it came. */
    record Call(String id, String name, String arguments) {}

    /**
     * A thought.
     *
     * @param text what of it is shown
     * @param encrypted what its provider wants back with it, or null
     */
    static String reasoning(String id, String text, @Nullable String encrypted) {
        return "{\"id\":"
                + Json.quote(id)
                + ",\"type\":\"reasoning\",\"summary\":["
                + (text.isEmpty() ? "" : summary(text))
                + "]"
                + (encrypted == null ? "" : ",\"encrypted_content\":" + Json.quote(encrypted))
                + "}";
    }

    static String summary(String text) {
        return "{\"type\":\"summary_text\",\"text\":" + Json.quote(text) + "}";
    }
}

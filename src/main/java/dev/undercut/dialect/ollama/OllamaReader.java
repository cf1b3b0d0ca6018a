package dev.undercut.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.UsageReport;
import dev.undercut.dialect.UsageReport.Extent;
import dev.undercut.dialect.wire.TokenCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the objects of one answer; a whole answer is a single one. */
final class OllamaReader {
    private static final String INPUT = "prompt_eval_count";

    private final Supplier<String> ids;
    private int calls;
    private boolean began;

    OllamaReader(Supplier<String> ids) {
        this.ids = ids;
    }

    /** What one object says. */
    StreamEvent event(@Nullable JsonNode object) {
        if (object == null || !object.isObject()) {
            return new StreamEvent.Failed("the provider sent something that is no JSON object");
        }
        String error = OllamaErrors.message(object);
        if (error != null) {
            return new StreamEvent.Failed(error);
        }
        List<Delta> deltas = new ArrayList<>();
        if (!began) {
            began = true;
            deltas.add(new Delta.Started(null, text(object, "model")));
        }
        int textBytes = message(object.path("message"), deltas);
        if (!object.path("done").asBoolean()) {
            return new StreamEvent.Piece(StreamEvent.NO_FRAME, textBytes, null, deltas);
        }
        StopReason reason = reason(object.path("done_reason").asText("stop"));
        if (reason == StopReason.ERROR) {
            return new StreamEvent.Failed(
                    "the provider gave up: " + object.path("done_reason").asText());
        }
        deltas.add(new Delta.Stopped(0, reason, null));
        return new StreamEvent.Finish(StreamEvent.NO_FRAME, reason, usage(object), deltas);
    }

    private int message(JsonNode message, List<Delta> deltas) {
        String thinking = text(message, "thinking");
        String content = text(message, "content");
        int textBytes = 0;
        if (thinking != null && !thinking.isEmpty()) {
            deltas.add(new Delta.Thought(0, thinking));
            textBytes += TokenCounts.bytes(thinking);
        }
        if (content != null && !content.isEmpty()) {
            deltas.add(new Delta.Text(0, content));
            textBytes += TokenCounts.bytes(content);
        }
        for (JsonNode call : message.path("tool_calls")) {
            textBytes += call(call, deltas);
        }
        return textBytes;
    }

    private int call(JsonNode call, List<Delta> deltas) {
        JsonNode function = call.path("function");
        JsonNode arguments = function.path("arguments");
        String own = text(call, "id");
        String id = own == null || own.isBlank() ? ids.get() : own;
        String json = arguments.isObject() ? Json.text(arguments) : "{}";
        int index = calls++;
        deltas.add(new Delta.ToolCall(0, index, id, function.path("name").asText()));
        deltas.add(new Delta.Arguments(0, index, json));
        return TokenCounts.bytes(json);
    }

    /** A model that was only loaded or put away has not answered. */
    private StopReason reason(String word) {
        return switch (word) {
            case "length" -> StopReason.LENGTH;
            case "load", "unload" -> StopReason.ERROR;
            default -> calls > 0 ? StopReason.TOOL : StopReason.STOP;
        };
    }

    /** A prompt that was in memory already may be left uncounted. */
    private static @Nullable UsageReport usage(JsonNode last) {
        if (!last.hasNonNull("eval_count")) {
            return null;
        }
        long input = TokenCounts.read(last, INPUT);
        long output = TokenCounts.read(last, "eval_count");
        if (Math.min(input, output) < 0) {
            return null;
        }
        boolean counted = last.hasNonNull(INPUT);
        ObjectNode raw = Json.MAPPER.createObjectNode();
        if (counted) {
            raw.put(INPUT, input);
        }
        return new UsageReport(
                Usage.of(input, output),
                raw.put("eval_count", output).toString(),
                null,
                counted ? Extent.WHOLE : Extent.OUTPUT_ONLY);
    }

    private static @Nullable String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isTextual() ? value.asText() : null;
    }
}

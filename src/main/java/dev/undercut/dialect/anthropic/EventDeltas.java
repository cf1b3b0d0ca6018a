package dev.undercut.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.Signature;
import dev.undercut.dialect.anthropic.ToolPlan.AnswerTool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says the events of one stream in no dialect. Blocks that only this dialect has (searches and code
 * that the provider runs, citations) are left out.
 */
final class EventDeltas {
    /** The block's place to what it is; a place that is missing is a block that is left out. */
    private final Map<Integer, Open> blocks = new HashMap<>();

    private int calls;
    private boolean answeredByTool;

    private enum Kind {
        TEXT,
        THOUGHT,
        CALL,
        /** The call of the tool that stands in for a schema: its arguments are the answer. */
        ANSWER
    }

    private static final class Open {
        private final Kind kind;
        private final int call;
        private boolean empty = true;

        Open(Kind kind, int call) {
            this.kind = kind;
            this.call = call;
        }
    }

    List<Delta> of(JsonNode event) {
        int index = event.path("index").asInt();
        return switch (event.path("type").asText()) {
            case "message_start" -> {
                JsonNode message = event.path("message");
                yield List.of(
                        new Delta.Started(
                                message.path("id").asText(null),
                                message.path("model").asText(null)));
            }
            case "content_block_start" -> start(index, event.path("content_block"));
            case "content_block_delta" -> more(blocks.get(index), event.path("delta"));
            case "content_block_stop" -> stop(blocks.remove(index));
            case "message_delta" -> stopped(event.path("delta"));
            default -> List.of();
        };
    }

    private List<Delta> start(int index, JsonNode block) {
        return switch (block.path("type").asText()) {
            case "text" -> {
                blocks.put(index, new Open(Kind.TEXT, 0));
                yield text(block.path("text").asText());
            }
            case "thinking" -> {
                blocks.put(index, new Open(Kind.THOUGHT, 0));
                yield thought(block.path("thinking").asText());
            }
            case "redacted_thinking" -> {
                String data = Signature.marked(Anthropic.NAME, block.path("data").asText());
                yield List.of(new Delta.HiddenThought(0, data));
            }
            case "tool_use" -> call(index, block);
            default -> List.of();
        };
    }

    private List<Delta> call(int index, JsonNode block) {
        String name = block.path("name").asText();
        boolean answer = name.equals(AnswerTool.NAME);
        Open open = new Open(answer ? Kind.ANSWER : Kind.CALL, calls);
        blocks.put(index, open);
        // Anthropic begins with {} and sends the input in pieces; others send it whole at once.
        String input = block.path("input").isEmpty() ? "" : block.path("input").toString();
        if (answer) {
            answeredByTool = true;
            return arguments(open, input);
        }
        Delta call = new Delta.ToolCall(0, calls, block.path("id").asText(), name);
        calls++;
        return input.isEmpty() ? List.of(call) : List.of(call, arguments(open, input).getFirst());
    }

    private static List<Delta> more(@Nullable Open open, JsonNode delta) {
        if (open == null) {
            return List.of();
        }
        return switch (delta.path("type").asText()) {
            case "text_delta" -> text(delta.path("text").asText());
            case "thinking_delta" -> thought(delta.path("thinking").asText());
            case "signature_delta" -> {
                String raw = delta.path("signature").asText();
                yield List.of(new Delta.ThoughtSignature(0, Signature.marked(Anthropic.NAME, raw)));
            }
            case "input_json_delta" -> arguments(open, delta.path("partial_json").asText());
            default -> List.of();
        };
    }

    /** A call without arguments is one with none, and that is an object too. */
    private static List<Delta> stop(@Nullable Open open) {
        return open != null && open.kind == Kind.CALL && open.empty
                ? arguments(open, "{}")
                : List.of();
    }

    private List<Delta> stopped(JsonNode delta) {
        if (!delta.path("stop_reason").isTextual()) {
            return List.of();
        }
        return List.of(
                new Delta.Stopped(
                        0,
                        reason(delta.path("stop_reason").asText()),
                        delta.path("stop_sequence").asText(null)));
    }

    private StopReason reason(String said) {
        StopReason reason = AnthropicStopReasons.read(said);
        return reason == StopReason.TOOL && answeredByTool && calls == 0 ? StopReason.STOP : reason;
    }

    private static List<Delta> text(String text) {
        return text.isEmpty() ? List.of() : List.of(new Delta.Text(0, text));
    }

    private static List<Delta> thought(String text) {
        return text.isEmpty() ? List.of() : List.of(new Delta.Thought(0, text));
    }

    private static List<Delta> arguments(Open open, String json) {
        if (json.isEmpty()) {
            return List.of();
        }
        open.empty = false;
        return open.kind == Kind.ANSWER
                ? List.of(new Delta.Text(0, json))
                : List.of(new Delta.Arguments(0, open.call, json));
    }
}

package dev.undercut.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Signature;
import dev.undercut.dialect.WholeAnswer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a whole answer. */
final class BedrockAnswer {
    private final List<Delta> deltas = new ArrayList<>();
    private int calls;

    private BedrockAnswer() {}

    /** What the answer says, or null when it is none. */
    static @Nullable WholeAnswer read(JsonNode json, int length) {
        JsonNode content = json.path("output").path("message").path("content");
        StopReason reason = BedrockStopReasons.read(json.path("stopReason").asText());
        if (!content.isArray() || reason == StopReason.ERROR) {
            return null;
        }
        BedrockAnswer answer = new BedrockAnswer();
        answer.deltas.add(new Delta.Started(null, null));
        for (JsonNode block : content) {
            if (!answer.block(block)) {
                return null;
            }
        }
        answer.deltas.add(new Delta.Stopped(0, reason, null));
        return new WholeAnswer(
                reason, BedrockUsage.read(json.path("usage")), length, answer.deltas);
    }

    private boolean block(JsonNode block) {
        if (block.path("text").isTextual()) {
            deltas.add(new Delta.Text(0, block.path("text").asText()));
        } else if (block.has("toolUse")) {
            call(block.path("toolUse"));
        } else if (block.has("reasoningContent")) {
            thought(block.path("reasoningContent"));
        } else {
            // Citations, sound and pictures are never asked for: to leave them out would be a gap.
            return block.isEmpty();
        }
        return true;
    }

    private void call(JsonNode call) {
        JsonNode input = call.path("input");
        int index = calls++;
        deltas.add(
                new Delta.ToolCall(
                        0, index, call.path("toolUseId").asText(), call.path("name").asText()));
        deltas.add(new Delta.Arguments(0, index, input.isObject() ? Json.text(input) : "{}"));
    }

    private void thought(JsonNode reasoning) {
        JsonNode text = reasoning.path("reasoningText");
        if (text.path("text").isTextual()) {
            deltas.add(new Delta.Thought(0, text.path("text").asText()));
        }
        if (text.path("signature").isTextual()) {
            deltas.add(
                    new Delta.ThoughtSignature(
                            0, Signature.marked(Bedrock.NAME, text.path("signature").asText())));
        }
        if (reasoning.path("redactedContent").isTextual()) {
            deltas.add(
                    new Delta.HiddenThought(
                            0,
                            Signature.marked(
                                    Bedrock.NAME, reasoning.path("redactedContent").asText())));
        }
    }
}

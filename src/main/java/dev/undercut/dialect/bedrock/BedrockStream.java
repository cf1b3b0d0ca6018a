package dev.undercut.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Signature;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.bedrock.EventMessages.Message;
import dev.undercut.dialect.wire.TokenCounts;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer: binary events, each with a JSON payload. The usage comes in an event after the
 * one that stops.
 */
final class BedrockStream implements AnswerStream {
    private static final int MAX_EVENT = 64 * 1024 * 1024;

    private final EventMessages messages;
    private final Map<Integer, Integer> calls = new HashMap<>();

    BedrockStream(InputStream in) {
        this.messages = new EventMessages(in, MAX_EVENT);
    }

    @Override
    public boolean isReady() {
        return messages.isReady();
    }

    @Override
    public @Nullable StreamEvent next() throws IOException {
        Message message = messages.next();
        return message == null ? null : event(message);
    }

    private StreamEvent event(Message message) {
        if (message.header(":message-type").equals("error")) {
            return new StreamEvent.Failed(
                    message.header(":error-code") + ": " + message.header(":error-message"));
        }
        JsonNode payload = Json.exactTree(message.payload());
        if (payload == null || !payload.isObject()) {
            return new StreamEvent.Failed("the provider sent an event that is no JSON object");
        }
        if (message.header(":message-type").equals("exception")) {
            return new StreamEvent.Failed(
                    message.header(":exception-type") + ": " + BedrockErrors.message(payload));
        }
        return switch (message.header(":event-type")) {
            case "messageStart" -> piece(0, List.of(new Delta.Started(null, null)));
            case "contentBlockStart" -> start(payload);
            case "contentBlockDelta" -> delta(payload);
            case "messageStop" -> stop(payload.path("stopReason").asText());
            case "metadata" ->
                    new StreamEvent.UsageOnly(
                            StreamEvent.NO_FRAME, BedrockUsage.read(payload.path("usage")));
            default -> new StreamEvent.Idle(StreamEvent.NO_FRAME);
        };
    }

    private StreamEvent start(JsonNode payload) {
        JsonNode start = payload.path("start");
        if (start.isEmpty()) {
            return new StreamEvent.Idle(StreamEvent.NO_FRAME);
        }
        if (!start.has("toolUse")) {
            return unknown();
        }
        int call = calls.size();
        calls.put(payload.path("contentBlockIndex").asInt(), call);
        JsonNode use = start.path("toolUse");
        return piece(
                0,
                List.of(
                        new Delta.ToolCall(
                                0,
                                call,
                                use.path("toolUseId").asText(),
                                use.path("name").asText())));
    }

    private StreamEvent delta(JsonNode payload) {
        JsonNode delta = payload.path("delta");
        if (delta.path("text").isTextual()) {
            String text = delta.path("text").asText();
            return piece(TokenCounts.bytes(text), List.of(new Delta.Text(0, text)));
        }
        if (delta.has("toolUse")) {
            Integer call = calls.get(payload.path("contentBlockIndex").asInt());
            String json = delta.path("toolUse").path("input").asText("");
            return call == null
                    ? new StreamEvent.Failed("arguments came before their call")
                    : piece(TokenCounts.bytes(json), List.of(new Delta.Arguments(0, call, json)));
        }
        return delta.has("reasoningContent") ? thought(delta.path("reasoningContent")) : unknown();
    }

    private static StreamEvent thought(JsonNode reasoning) {
        if (reasoning.path("text").isTextual()) {
            String text = reasoning.path("text").asText();
            return piece(TokenCounts.bytes(text), List.of(new Delta.Thought(0, text)));
        }
        if (reasoning.path("signature").isTextual()) {
            String signature = Signature.marked(Bedrock.NAME, reasoning.path("signature").asText());
            return piece(0, List.of(new Delta.ThoughtSignature(0, signature)));
        }
        String hidden = Signature.marked(Bedrock.NAME, reasoning.path("redactedContent").asText());
        return piece(0, List.of(new Delta.HiddenThought(0, hidden)));
    }

    private static StreamEvent stop(String word) {
        StopReason reason = BedrockStopReasons.read(word);
        return reason == StopReason.ERROR
                ? new StreamEvent.Failed("the provider gave up: " + word)
                : new StreamEvent.Finish(
                        StreamEvent.NO_FRAME,
                        reason,
                        null,
                        List.of(new Delta.Stopped(0, reason, null)));
    }

    private static StreamEvent piece(int textBytes, List<Delta> deltas) {
        return new StreamEvent.Piece(StreamEvent.NO_FRAME, textBytes, null, deltas);
    }

    private static StreamEvent unknown() {
        return new StreamEvent.Failed(
                "the model answered with a kind of content that cannot be passed on");
    }
}

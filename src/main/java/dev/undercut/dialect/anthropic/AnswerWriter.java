package dev.undercut.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Answer;
import dev.undercut.chat.Part;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.ClientDialect.Stamp;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Signature;
import dev.undercut.dialect.wire.JsonBody;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes whole messages. Of several answers the first: clients of this dialect ask for one. */
final class AnswerWriter {
    private AnswerWriter() {}

    static byte[] write(Answer answer, Usage usage, Stamp stamp) {
        Answer.Choice choice =
                answer.choices().isEmpty()
                        ? new Answer.Choice(List.of(), null, null)
                        : answer.choices().getFirst();
        boolean refused = choice.parts().stream().anyMatch(Part.Refused.class::isInstance);
        StopReason reason = refused ? StopReason.FILTER : choice.reason();
        return JsonBody.of(
                1024,
                json -> {
                    json.writeStartObject();
                    head(json, stamp);
                    json.writeArrayFieldStart("content");
                    for (Part part : choice.parts()) {
                        block(json, part);
                    }
                    json.writeEndArray();
                    String sequence = choice.stopSequence();
                    json.writeStringField(
                            "stop_reason", AnthropicStopReasons.write(reason, sequence));
                    json.writeStringField("stop_sequence", sequence);
                    json.writeFieldName("usage");
                    json.writeRawValue(usage(usage));
                    json.writeEndObject();
                });
    }

    /** A message of which nothing is written yet. */
    static String begun(Stamp stamp) {
        byte[] message =
                JsonBody.of(
                        256,
                        json -> {
                            json.writeStartObject();
                            head(json, stamp);
                            json.writeArrayFieldStart("content");
                            json.writeEndArray();
                            json.writeNullField("stop_reason");
                            json.writeNullField("stop_sequence");
                            json.writeFieldName("usage");
                            json.writeRawValue(usage(Usage.NONE));
                            json.writeEndObject();
                        });
        return new String(message, UTF_8);
    }

    /** Why it stopped, as a stream says it. */
    static String stop(@Nullable StopReason reason, @Nullable String sequence) {
        return "{\"stop_reason\":\""
                + AnthropicStopReasons.write(reason, sequence)
                + "\",\"stop_sequence\":"
                + (sequence == null ? "null" : Json.quote(sequence))
                + "}";
    }

    /** The counts as this dialect overlaps them: thinking stands in the output. */
    static String usage(Usage usage) {
        return "{\"input_tokens\":"
                + usage.input()
                + ",\"cache_creation_input_tokens\":"
                + (usage.cacheWrite() + usage.cacheWriteHour())
                + ",\"cache_read_input_tokens\":"
                + usage.cacheRead()
                + ",\"cache_creation\":{\"ephemeral_5m_input_tokens\":"
                + usage.cacheWrite()
                + ",\"ephemeral_1h_input_tokens\":"
                + usage.cacheWriteHour()
                + "},\"output_tokens\":"
                + usage.totalOutput()
                + ",\"output_tokens_details\":{\"thinking_tokens\":"
                + usage.reasoning()
                + "}}";
    }

    private static void head(JsonGenerator json, Stamp stamp) throws IOException {
        json.writeStringField("id", "msg_" + ToolIds.accepted(stamp.requestId()));
        json.writeStringField("type", "message");
        json.writeStringField("role", "assistant");
        json.writeStringField("model", stamp.model());
    }

    private static void block(JsonGenerator json, Part part) throws IOException {
        switch (part) {
            case Part.Text text -> text(json, text.text());
            case Part.Refused refused -> text(json, refused.text());
            case Part.ToolCall call -> BlockWriter.write(json, call);
            case Part.Thought thought -> {
                String signature = thought.signature();
                json.writeStartObject();
                json.writeStringField("type", "thinking");
                json.writeStringField("thinking", thought.text());
                json.writeStringField(
                        "signature",
                        signature == null ? "" : Signature.forClient(Anthropic.NAME, signature));
                json.writeEndObject();
            }
            case Part.HiddenThought hidden -> {
                json.writeStartObject();
                json.writeStringField("type", "redacted_thinking");
                json.writeStringField("data", Signature.forClient(Anthropic.NAME, hidden.data()));
                json.writeEndObject();
            }
            case Part.Image image -> {}
            case Part.Document document -> {}
            case Part.Audio audio -> {}
            case Part.ToolResult result -> {}
        }
    }

    private static void text(JsonGenerator json, String text) throws IOException {
        if (!text.isEmpty()) {
            BlockWriter.text(json, text, null);
        }
    }
}

package dev.undercut.dialect.bedrock;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Part;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.wire.ForeignFields;
import dev.undercut.dialect.wire.JsonBody;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request to Converse. A seed is left out: no maker promises the same draws twice; so is a
 * penalty of zero.
 */
final class BedrockRequest {
    private static final String EMPTY_SCHEMA = "{\"type\":\"object\",\"properties\":{}}";
    private static final String CLAUDE = "anthropic.";

    private final Conversation said;
    private final Target target;

    private BedrockRequest(Conversation said, Target target) {
        this.said = said;
        this.target = target;
    }

    /**
     * The body.
     *
     * @throws RefusedException naming the client's field that cannot be said
     */
    static byte[] write(Conversation said, Target target) throws RefusedException {
        BedrockRequest request = new BedrockRequest(said, target);
        request.refuseWhatCannotBeSaid();
        return JsonBody.of(JsonBody.REQUEST_SIZE, request::body);
    }

    private void refuseWhatCannotBeSaid() throws RefusedException {
        ForeignFields.refuse(said, Bedrock.NAME);
        Sampling sampling = said.sampling();
        refuse("n", said.choices() > 1);
        refuse("frequency_penalty", matters(sampling.frequencyPenalty()));
        refuse("presence_penalty", matters(sampling.presencePenalty()));
        refuse("top_k", sampling.topK() != null && !isClaude());
        refuse("response_format", said.format() instanceof Format.JsonObject);
        refuse(
                "parallel_tool_calls",
                Boolean.FALSE.equals(said.parallelTools()) && !said.tools().isEmpty());
        refuse("tool_choice", said.toolChoice() instanceof ToolChoice.None && mustKnowTools());
        refuse("thinking", said.thinking().budget() != null && !isClaude());
        refuse("reasoning_effort", said.thinking().effort() == Effort.NONE && !isClaude());
    }

    private static void refuse(String field, boolean cannotBeSaid) throws RefusedException {
        if (cannotBeSaid) {
            throw new RefusedException(ForeignFields.unsupported(field, Bedrock.NAME));
        }
    }

    private static boolean matters(@Nullable String penalty) {
        return penalty != null && new BigDecimal(penalty).signum() != 0;
    }

    /** Ids of Claude may begin with a region: {@code eu.anthropic.claude-…}. */
    private boolean isClaude() {
        return target.model().contains(CLAUDE);
    }

    /** There is no word for calling none; and a history with calls is refused without tools. */
    private boolean mustKnowTools() {
        return said.turns().stream()
                .flatMap(turn -> turn.parts().stream())
                .anyMatch(Part.ToolCall.class::isInstance);
    }

    private void body(JsonGenerator json) throws IOException, RefusedException {
        BedrockMessages messages = new BedrockMessages(json);
        json.writeStartObject();
        if (!said.system().isEmpty()) {
            json.writeArrayFieldStart("system");
            messages.system(said.system());
            json.writeEndArray();
        }
        json.writeArrayFieldStart("messages");
        messages.turns(said.turns());
        json.writeEndArray();
        tools(json);
        inference(json);
        output(json);
        claude(json);
        json.writeEndObject();
    }

    private void tools(JsonGenerator json) throws IOException {
        if (said.tools().isEmpty() || said.toolChoice() instanceof ToolChoice.None) {
            return;
        }
        json.writeObjectFieldStart("toolConfig");
        json.writeArrayFieldStart("tools");
        for (Tool tool : said.tools()) {
            tool(json, tool);
            if (tool.cache() != null) {
                BedrockMessages.cachePoint(json, tool.cache());
            }
        }
        json.writeEndArray();
        choice(json);
        json.writeEndObject();
    }

    private static void tool(JsonGenerator json, Tool tool) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("toolSpec");
        json.writeStringField("name", tool.name());
        if (tool.description() != null && !tool.description().isEmpty()) {
            json.writeStringField("description", tool.description());
        }
        json.writeObjectFieldStart("inputSchema");
        json.writeFieldName("json");
        json.writeRawValue(tool.parameters() == null ? EMPTY_SCHEMA : tool.parameters());
        json.writeEndObject();
        if (Boolean.TRUE.equals(tool.strict())) {
            json.writeBooleanField("strict", true);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void choice(JsonGenerator json) throws IOException {
        switch (said.toolChoice()) {
            case ToolChoice.Auto auto -> {}
            case ToolChoice.None none -> {}
            case ToolChoice.Any any -> {
                json.writeObjectFieldStart("toolChoice");
                json.writeObjectFieldStart("any");
                json.writeEndObject();
                json.writeEndObject();
            }
            case ToolChoice.Named(String name) -> {
                json.writeObjectFieldStart("toolChoice");
                json.writeObjectFieldStart("tool");
                json.writeStringField("name", name);
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }

    private void inference(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("inferenceConfig");
        Long wanted = target.outputLimit() != null ? target.outputLimit() : said.maxOutput();
        if (wanted != null) {
            Long most = target.maxOutput();
            json.writeNumberField("maxTokens", most == null ? wanted : Math.min(wanted, most));
        }
        upToOne(json, "temperature", said.sampling().temperature());
        upToOne(json, "topP", said.sampling().topP());
        List<String> stops = said.stop().stream().filter(stop -> !stop.isBlank()).toList();
        if (!stops.isEmpty()) {
            json.writeArrayFieldStart("stopSequences");
            for (String stop : stops) {
                json.writeString(stop);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** Bedrock's temperatures end at 1, where OpenAI's end at 2. */
    private static void upToOne(JsonGenerator json, String name, @Nullable String value)
            throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            json.writeRawValue(new BigDecimal(value).compareTo(BigDecimal.ONE) > 0 ? "1" : value);
        }
    }

    private void output(JsonGenerator json) throws IOException {
        String effort = effort();
        Format.JsonSchema schema = said.format() instanceof Format.JsonSchema asked ? asked : null;
        if (effort == null && schema == null) {
            return;
        }
        json.writeObjectFieldStart("outputConfig");
        if (schema != null) {
            json.writeObjectFieldStart("textFormat");
            json.writeStringField("type", "json_schema");
            json.writeObjectFieldStart("structure");
            json.writeObjectFieldStart("jsonSchema");
            json.writeStringField("schema", schema.schema());
            json.writeStringField("name", schema.name());
            if (schema.description() != null) {
                json.writeStringField("description", schema.description());
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        }
        if (effort != null) {
            json.writeStringField("effort", effort);
        }
        json.writeEndObject();
    }

    /** A budget says it more exactly; Claude does not think unless told to. */
    private @Nullable String effort() {
        if (said.thinking().budget() != null) {
            return null;
        }
        return switch (said.thinking().effort()) {
            case DEFAULT, NONE -> null;
            case MINIMAL, LOW -> Effort.LOW.code();
            case MEDIUM -> Effort.MEDIUM.code();
            case HIGH -> Effort.HIGH.code();
            case XHIGH -> Effort.XHIGH.code();
            case MAX -> Effort.MAX.code();
        };
    }

    /** Fields that Converse hands to the model unread. */
    private void claude(JsonGenerator json) throws IOException {
        Long budget = said.thinking().budget();
        Long topK = said.sampling().topK();
        if (budget == null && topK == null) {
            return;
        }
        json.writeObjectFieldStart("additionalModelRequestFields");
        if (topK != null) {
            json.writeNumberField("top_k", topK);
        }
        if (budget != null) {
            json.writeObjectFieldStart("thinking");
            json.writeStringField("type", "enabled");
            json.writeNumberField("budget_tokens", budget);
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}

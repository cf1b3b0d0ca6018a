package dev.undercut.dialect.openai.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Conversation.Thinking;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.chat.Effort;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks.StreamUsage;
import dev.undercut.dialect.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says as a chat completion request what a client of another dialect said. */
public final class OpenAiRequestWriter {
    /** Up to so many tokens to think with, an effort is low; above, medium. */
    private static final long LOW_BUDGET = 2_048;

    /** Up to so many tokens to think with, an effort is medium; above, high. */
    private static final long MEDIUM_BUDGET = 8_192;

    private final Conversation said;
    private final Target target;
    private final JsonGenerator json;

    private OpenAiRequestWriter(Conversation said, Target target, JsonGenerator json) {
        this.said = said;
        this.target = target;
        this.json = json;
    }

    /**
     * The request, or which of the client's fields it has no words for.
     *
     * @param path where it goes, below the provider's base URL
     */
    public static Outgoing write(Conversation said, Target target, String path) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(2048);
        try (JsonGenerator json = Json.FACTORY.createGenerator(body)) {
            new OpenAiRequestWriter(said, target, json).body();
        } catch (RefusedException e) {
            return new Outgoing.Unsupported(e.refusal());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return new Outgoing.Ready(path, Map.of(), body.toByteArray());
    }

    private void body() throws IOException, RefusedException {
        Map<String, String> others = OpenAiOthers.sayable(said.others());
        json.writeStartObject();
        json.writeStringField("model", target.model());
        json.writeArrayFieldStart("messages");
        new OpenAiTurnWriter(json).write(said);
        json.writeEndArray();
        stream();
        limit();
        sampling(said.sampling());
        tools();
        format(said.format());
        thinking(said.thinking());
        if (said.user() != null) {
            json.writeStringField("user", said.user());
        }
        for (Map.Entry<String, String> other : others.entrySet()) {
            json.writeFieldName(other.getKey());
            json.writeRawValue(other.getValue());
        }
        json.writeEndObject();
    }

    private void stream() throws IOException {
        if (!target.stream()) {
            return;
        }
        json.writeBooleanField("stream", true);
        if (target.quirks().streamUsage() == StreamUsage.ASK) {
            json.writeObjectFieldStart("stream_options");
            json.writeBooleanField("include_usage", true);
            json.writeEndObject();
        }
    }

    private void limit() throws IOException {
        Long most = target.outputLimit();
        Long asked = said.maxOutput();
        Long limit = most == null || (asked != null && asked < most) ? asked : most;
        if (limit != null) {
            json.writeNumberField(target.quirks().outputLimit(), limit);
        }
    }

    private void sampling(Sampling sampling) throws IOException, RefusedException {
        if (sampling.topK() != null) {
            throw OpenAiOthers.unsupported("top_k", "has no counterpart in the OpenAI dialect");
        }
        number("temperature", sampling.temperature());
        number("top_p", sampling.topP());
        number("frequency_penalty", sampling.frequencyPenalty());
        number("presence_penalty", sampling.presencePenalty());
        if (sampling.seed() != null) {
            json.writeNumberField("seed", sampling.seed());
        }
        if (said.choices() > 1) {
            json.writeNumberField("n", said.choices());
        }
        if (!said.stop().isEmpty()) {
            json.writeArrayFieldStart("stop");
            for (String stop : said.stop()) {
                json.writeString(stop);
            }
            json.writeEndArray();
        }
    }

    private void number(String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeFieldName(name);
            json.writeRawValue(text);
        }
    }

    /** Providers refuse a choice where there is nothing to choose from. */
    private void tools() throws IOException {
        if (said.tools().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        for (Tool tool : said.tools()) {
            tool(tool);
        }
        json.writeEndArray();
        switch (said.toolChoice()) {
            case ToolChoice.Auto auto -> {}
            case ToolChoice.None none -> json.writeStringField("tool_choice", "none");
            case ToolChoice.Any any -> json.writeStringField("tool_choice", "required");
            case ToolChoice.Named(String name) -> {
                json.writeObjectFieldStart("tool_choice");
                json.writeStringField("type", "function");
                json.writeObjectFieldStart("function");
                json.writeStringField("name", name);
                json.writeEndObject();
                json.writeEndObject();
            }
        }
        if (said.parallelTools() != null) {
            json.writeBooleanField("parallel_tool_calls", said.parallelTools());
        }
    }

    private void tool(Tool tool) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", tool.name());
        if (tool.description() != null) {
            json.writeStringField("description", tool.description());
        }
        if (tool.parameters() != null) {
            json.writeFieldName("parameters");
            json.writeRawValue(tool.parameters());
        }
        if (tool.strict() != null) {
            json.writeBooleanField("strict", tool.strict());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void format(Format format) throws IOException {
        switch (format) {
            case Format.Text text -> {}
            case Format.JsonObject object -> {
                json.writeObjectFieldStart("response_format");
                json.writeStringField("type", "json_object");
                json.writeEndObject();
            }
            case Format.JsonSchema schema -> {
                json.writeObjectFieldStart("response_format");
                json.writeStringField("type", "json_schema");
                json.writeObjectFieldStart("json_schema");
                json.writeStringField("name", schema.name());
                if (schema.description() != null) {
                    json.writeStringField("description", schema.description());
                }
                json.writeFieldName("schema");
                json.writeRawValue(schema.schema());
                if (schema.strict() != null) {
                    json.writeBooleanField("strict", schema.strict());
                }
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }

    private void thinking(Thinking thinking) throws IOException {
        Effort effort = effort(thinking);
        // To be told not to think offends models that never do.
        boolean needless = effort == Effort.NONE && !target.reasons();
        if (effort != Effort.DEFAULT && !needless) {
            json.writeStringField("reasoning_effort", effort.code());
        }
    }

    /** The dialect has efforts and no budgets, so a budget becomes the effort that it suggests. */
    private static Effort effort(Thinking thinking) {
        Long budget = thinking.budget();
        if (thinking.effort() != Effort.DEFAULT || budget == null) {
            return thinking.effort();
        }
        if (budget <= LOW_BUDGET) {
            return Effort.LOW;
        }
        return budget <= MEDIUM_BUDGET ? Effort.MEDIUM : Effort.HIGH;
    }
}

package dev.undercut.dialect.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Conversation.Thinking;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Part;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.wire.ForeignFields;
import dev.undercut.dialect.wire.JsonBody;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request to generateContent. What it cannot say is refused with the client's own name of
 * the field; a name of the client's user, marks for prompt caches and the detail of images are left
 * out.
 */
final class GeminiRequest {
    private static final int MOST_STOPS = 5;

    private final Conversation said;
    private final Target target;
    private final GeminiModel model;
    private final CallMemory memory;

    private GeminiRequest(Conversation said, Target target, CallMemory memory) {
        this.said = said;
        this.target = target;
        this.model = GeminiModel.of(target.model());
        this.memory = memory;
    }

    /**
     * The body.
     *
     * @throws RefusedException naming the client's field that cannot be said
     */
    static byte[] write(Conversation said, Target target, CallMemory memory)
            throws RefusedException {
        GeminiRequest request = new GeminiRequest(said, target, memory);
        request.refuseWhatCannotBeSaid();
        return JsonBody.of(JsonBody.REQUEST_SIZE, request::body);
    }

    private void refuseWhatCannotBeSaid() throws RefusedException {
        ForeignFields.refuse(said, Gemini.NAME);
        if (Boolean.FALSE.equals(said.parallelTools()) && !said.tools().isEmpty()) {
            throw unsupported("parallel_tool_calls");
        }
        boolean json = !(said.format() instanceof Format.Text);
        if (json && !said.tools().isEmpty() && !model.mixesJsonAndTools()) {
            throw new RefusedException(
                    Refusal.invalid(
                            "response_format",
                            "response_format: "
                                    + target.model()
                                    + " cannot answer in JSON while it has tools."));
        }
        if (said.stop().size() > MOST_STOPS) {
            throw new RefusedException(
                    Refusal.invalid(
                            "stop", "stop: Gemini takes " + MOST_STOPS + " texts at most."));
        }
    }

    private void body(JsonGenerator json) throws IOException, RefusedException {
        json.writeStartObject();
        system(json);
        json.writeFieldName("contents");
        new GeminiContents(model, memory, json).write(said.turns());
        tools(json);
        config(json);
        json.writeEndObject();
    }

    private void system(JsonGenerator json) throws IOException, RefusedException {
        if (said.system().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("systemInstruction");
        json.writeArrayFieldStart("parts");
        for (Part part : said.system()) {
            if (!(part instanceof Part.Text text)) {
                throw unsupported("system");
            }
            if (!text.text().isEmpty()) {
                json.writeStartObject();
                json.writeStringField("text", text.text());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void tools(JsonGenerator json) throws IOException {
        if (said.tools().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        json.writeStartObject();
        json.writeArrayFieldStart("functionDeclarations");
        for (Tool tool : said.tools()) {
            json.writeStartObject();
            json.writeStringField("name", tool.name());
            if (tool.description() != null) {
                json.writeStringField("description", tool.description());
            }
            if (tool.parameters() != null) {
                json.writeFieldName("parametersJsonSchema");
                json.writeRawValue(tool.parameters());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        choice(json);
    }

    private void choice(JsonGenerator json) throws IOException {
        boolean strict = said.tools().stream().anyMatch(tool -> Boolean.TRUE.equals(tool.strict()));
        String mode =
                switch (said.toolChoice()) {
                    // Only this mode promises arguments that keep to the schema.
                    case ToolChoice.Auto auto -> strict ? "VALIDATED" : null;
                    case ToolChoice.None none -> "NONE";
                    case ToolChoice.Any any -> "ANY";
                    case ToolChoice.Named named -> "ANY";
                };
        if (mode == null) {
            return;
        }
        json.writeObjectFieldStart("toolConfig");
        json.writeObjectFieldStart("functionCallingConfig");
        json.writeStringField("mode", mode);
        if (said.toolChoice() instanceof ToolChoice.Named(String name)) {
            json.writeArrayFieldStart("allowedFunctionNames");
            json.writeString(name);
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void config(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("generationConfig");
        Long limit = limit();
        if (limit != null) {
            json.writeNumberField("maxOutputTokens", limit);
        }
        sampling(json, said.sampling());
        if (!said.stop().isEmpty()) {
            json.writeArrayFieldStart("stopSequences");
            for (String stop : said.stop()) {
                json.writeString(stop);
            }
            json.writeEndArray();
        }
        if (said.choices() > 1) {
            json.writeNumberField("candidateCount", said.choices());
        }
        format(json);
        thinking(json, said.thinking());
        json.writeEndObject();
    }

    /** Covers thoughts, as OpenAI's and Anthropic's limits do. */
    private @Nullable Long limit() {
        Long wanted = target.outputLimit() != null ? target.outputLimit() : said.maxOutput();
        // Gemini refuses a limit that the model cannot reach.
        return wanted == null || target.maxOutput() == null
                ? wanted
                : Long.valueOf(Math.min(wanted, target.maxOutput()));
    }

    private static void sampling(JsonGenerator json, Sampling sampling) throws IOException {
        number(json, "temperature", sampling.temperature());
        number(json, "topP", sampling.topP());
        if (sampling.topK() != null) {
            json.writeNumberField("topK", sampling.topK());
        }
        if (sampling.seed() != null) {
            json.writeNumberField("seed", seed(sampling.seed()));
        }
        number(json, "frequencyPenalty", sampling.frequencyPenalty());
        number(json, "presencePenalty", sampling.presencePenalty());
    }

    /** Gemini's seeds have 32 bits; a longer one is folded, so that it stays repeatable. */
    private static int seed(long seed) {
        return seed == (int) seed ? (int) seed : Long.hashCode(seed);
    }

    private static void number(JsonGenerator json, String name, @Nullable String value)
            throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            json.writeRawValue(value);
        }
    }

    private void format(JsonGenerator json) throws IOException {
        switch (said.format()) {
            case Format.Text text -> {}
            case Format.JsonObject object ->
                    json.writeStringField("responseMimeType", "application/json");
            case Format.JsonSchema schema -> {
                json.writeStringField("responseMimeType", "application/json");
                json.writeFieldName("responseJsonSchema");
                json.writeRawValue(schema.schema());
            }
        }
    }

    private void thinking(JsonGenerator json, Thinking thinking) throws IOException {
        boolean show = Boolean.TRUE.equals(thinking.show());
        Long budget = thinking.budget();
        boolean told = budget != null || thinking.effort() != Effort.DEFAULT;
        if (!show && !told) {
            return;
        }
        json.writeObjectFieldStart("thinkingConfig");
        if (told && model.hasLevels()) {
            json.writeStringField(
                    "thinkingLevel",
                    thinking.effort() == Effort.DEFAULT && budget != null
                            ? model.level(budget)
                            : model.level(thinking.effort()));
        } else if (told) {
            json.writeNumberField(
                    "thinkingBudget", budget != null ? budget : model.budget(thinking.effort()));
        }
        if (show) {
            json.writeBooleanField("includeThoughts", true);
        }
        json.writeEndObject();
    }

    private static RefusedException unsupported(String field) {
        return new RefusedException(ForeignFields.unsupported(field, Gemini.NAME));
    }
}

package dev.undercut.dialect.ollama;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Conversation.Thinking;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Effort;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.wire.ForeignFields;
import dev.undercut.dialect.wire.JsonBody;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a request to {@code /api/chat}. */
final class OllamaRequest {
    private static final String EMPTY_SCHEMA = "{\"type\":\"object\",\"properties\":{}}";

    private final Conversation said;
    private final Target target;

    private OllamaRequest(Conversation said, Target target) {
        this.said = said;
        this.target = target;
    }

    /**
     * The body.
     *
     * @throws RefusedException naming the client's field that cannot be said
     */
    static byte[] write(Conversation said, Target target) throws RefusedException {
        OllamaRequest request = new OllamaRequest(said, target);
        request.refuseWhatCannotBeSaid();
        return JsonBody.of(JsonBody.REQUEST_SIZE, request::body);
    }

    private void refuseWhatCannotBeSaid() throws RefusedException {
        ForeignFields.refuse(said, Ollama.NAME);
        if (said.choices() > 1) {
            throw unsupported("n");
        }
        boolean silent =
                said.system().isEmpty()
                        && said.turns().stream()
                                .flatMap(turn -> turn.parts().stream())
                                .allMatch(OllamaMessages::isSilent);
        if (silent) {
            // Ollama would load the model and say nothing.
            throw OllamaMessages.refused("messages", "at least one that says something is needed");
        }
        boolean forced =
                said.toolChoice() instanceof ToolChoice.Any
                        || said.toolChoice() instanceof ToolChoice.Named;
        if (forced) {
            throw unsupported("tool_choice");
        }
        if (Boolean.FALSE.equals(said.parallelTools()) && !tools().isEmpty()) {
            throw unsupported("parallel_tool_calls");
        }
    }

    private void body(JsonGenerator json) throws IOException, RefusedException {
        json.writeStartObject();
        json.writeStringField("model", target.model());
        json.writeBooleanField("stream", target.stream());
        json.writeArrayFieldStart("messages");
        OllamaMessages messages = new OllamaMessages(json);
        messages.system(said.system());
        for (Turn turn : said.turns()) {
            messages.turn(turn);
        }
        json.writeEndArray();
        declare(json);
        format(json);
        think(json);
        options(json);
        json.writeEndObject();
    }

    /** There is no word for calling none of them: they are then not shown. */
    private List<Tool> tools() {
        return said.toolChoice() instanceof ToolChoice.None ? List.of() : said.tools();
    }

    private void declare(JsonGenerator json) throws IOException {
        if (tools().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        for (Tool tool : tools()) {
            json.writeStartObject();
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", tool.name());
            if (tool.description() != null) {
                json.writeStringField("description", tool.description());
            }
            json.writeFieldName("parameters");
            json.writeRawValue(tool.parameters() == null ? EMPTY_SCHEMA : tool.parameters());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void format(JsonGenerator json) throws IOException {
        switch (said.format()) {
            case Format.Text text -> {}
            case Format.JsonObject object -> json.writeStringField("format", "json");
            case Format.JsonSchema schema -> {
                json.writeFieldName("format");
                json.writeRawValue(schema.schema());
            }
        }
    }

    private void think(JsonGenerator json) throws IOException {
        Thinking thinking = said.thinking();
        switch (thinking.effort()) {
            case NONE -> json.writeBooleanField("think", false);
            case DEFAULT -> {
                if (thinking.budget() != null || Boolean.TRUE.equals(thinking.show())) {
                    json.writeBooleanField("think", true);
                }
            }
            case MINIMAL, LOW -> json.writeStringField("think", Effort.LOW.code());
            case MEDIUM -> json.writeStringField("think", Effort.MEDIUM.code());
            case HIGH, XHIGH, MAX -> json.writeStringField("think", Effort.HIGH.code());
        }
    }

    private void options(JsonGenerator json) throws IOException {
        Sampling sampling = said.sampling();
        json.writeObjectFieldStart("options");
        Long limit = target.outputLimit() != null ? target.outputLimit() : said.maxOutput();
        number(json, "num_predict", limit == null ? null : limit.toString());
        number(json, "temperature", sampling.temperature());
        number(json, "top_p", sampling.topP());
        number(json, "top_k", sampling.topK() == null ? null : sampling.topK().toString());
        number(json, "seed", sampling.seed() == null ? null : sampling.seed().toString());
        number(json, "frequency_penalty", sampling.frequencyPenalty());
        number(json, "presence_penalty", sampling.presencePenalty());
        if (!said.stop().isEmpty()) {
            json.writeArrayFieldStart("stop");
            for (String stop : said.stop()) {
                json.writeString(stop);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, @Nullable String value)
            throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            json.writeRawValue(value);
        }
    }

    private static RefusedException unsupported(String field) {
        return new RefusedException(ForeignFields.unsupported(field, Ollama.NAME));
    }
}

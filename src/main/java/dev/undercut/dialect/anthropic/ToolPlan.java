package dev.undercut.dialect.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.dialect.Outgoing.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tools that are declared and the one that must be called: the client's, and {@link AnswerTool}
 * where the answer's shape can be had in no other way.
 *
 * @param tools to declare
 * @param choice what must be called
 * @param single whether at most one call is wanted
 * @param schema for {@code output_config.format}, or null
 * @param strict whether the model can keep arguments to a schema
 */
record ToolPlan(
        List<Tool> tools,
        ToolChoice choice,
        boolean single,
        @Nullable String schema,
        boolean strict) {

    static ToolPlan of(Conversation conversation, Target target) {
        boolean keepsToSchema = target.quirks().models().keepsToSchema(target.model());
        boolean single = Boolean.FALSE.equals(conversation.parallelTools());
        ToolPlan plain =
                new ToolPlan(
                        conversation.tools(),
                        conversation.toolChoice(),
                        single,
                        null,
                        keepsToSchema);
        return switch (conversation.format()) {
            case Format.Text text -> plain;
            case Format.JsonObject any -> plain.answering(AnswerTool.ANY_OBJECT);
            case Format.JsonSchema wanted -> {
                // A schema that is not strict may say what output_config.format refuses.
                boolean strict = Boolean.TRUE.equals(wanted.strict()) && keepsToSchema;
                yield strict
                        ? plain.withSchema(AnthropicSchema.accepted(wanted.schema()))
                        : plain.answering(wanted.schema());
            }
        };
    }

    private ToolPlan withSchema(String shape) {
        return new ToolPlan(tools, choice, single, shape, strict);
    }

    /** With the tool that takes the answer, unless the client forces a call of its own. */
    private ToolPlan answering(String shape) {
        ToolChoice forced =
                switch (choice) {
                    case ToolChoice.Auto auto ->
                            tools.isEmpty()
                                    ? new ToolChoice.Named(AnswerTool.NAME)
                                    : new ToolChoice.Any();
                    case ToolChoice.None none -> new ToolChoice.Named(AnswerTool.NAME);
                    case ToolChoice.Any any -> any;
                    case ToolChoice.Named named -> named;
                };
        if (forced.equals(choice)) {
            return this;
        }
        List<Tool> all = new ArrayList<>(tools);
        all.add(new Tool(AnswerTool.NAME, AnswerTool.DESCRIPTION, shape, null, null));
        return new ToolPlan(all, forced, true, null, strict);
    }

    /** Whether the model must call something. */
    boolean isForced() {
        return !tools.isEmpty()
                && (choice instanceof ToolChoice.Any || choice instanceof ToolChoice.Named);
    }

    void write(JsonGenerator json) throws IOException {
        if (tools.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        for (Tool tool : tools) {
            declare(json, tool);
        }
        json.writeEndArray();
        choice(json);
    }

    private void declare(JsonGenerator json, Tool tool) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", tool.name());
        if (tool.description() != null && !tool.description().isEmpty()) {
            json.writeStringField("description", tool.description());
        }
        boolean exact = strict && tool.parameters() != null && Boolean.TRUE.equals(tool.strict());
        String parameters = AnthropicSchema.ofObject(tool.parameters());
        json.writeFieldName("input_schema");
        json.writeRawValue(exact ? AnthropicSchema.accepted(parameters) : parameters);
        if (exact) {
            json.writeBooleanField("strict", true);
        }
        AnthropicWriter.cacheMark(json, tool.cache());
        json.writeEndObject();
    }

    private void choice(JsonGenerator json) throws IOException {
        String type =
                switch (choice) {
                    case ToolChoice.Auto auto -> single ? "auto" : null;
                    case ToolChoice.None none -> "none";
                    case ToolChoice.Any any -> "any";
                    case ToolChoice.Named named -> "tool";
                };
        if (type == null) {
            return;
        }
        json.writeObjectFieldStart("tool_choice");
        json.writeStringField("type", type);
        if (choice instanceof ToolChoice.Named(String name)) {
            json.writeStringField("name", name);
        }
        if (single && !type.equals("none")) {
            json.writeBooleanField("disable_parallel_tool_use", true);
        }
        json.writeEndObject();
    }
}

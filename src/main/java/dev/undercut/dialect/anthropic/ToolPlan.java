package dev.undercut.dialect.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Outgoing.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

    /**
     * The tool that stands in for a schema where a model cannot be held to one: it is forced to
     * call the tool, and the arguments of the call are its answer.
     */
    static final class AnswerTool {
        /** Not a name that a client would give to a tool of its own. */
        static final String NAME = "undercut_answer";

        /** What the model is told of it. */
        static final String DESCRIPTION = "Give your whole answer by calling this tool, once.";

        /** Any object, for clients that want JSON of no certain shape. */
        static final String ANY_OBJECT = "{\"type\":\"object\"}";

        private AnswerTool() {}
    }

    /** What the API takes of JSON Schema. */
    private static final class AnthropicSchema {
        private static final String EMPTY = "{\"type\":\"object\",\"properties\":{}}";

        /**
         * Limits that a schema which answers must keep to may not hold; the API's page on
         * structured outputs lists them. Leaving them out allows more than was asked, never less.
         */
        private static final Set<String> LIMITS =
                Set.of(
                        "minimum",
                        "maximum",
                        "exclusiveMinimum",
                        "exclusiveMaximum",
                        "multipleOf",
                        "minLength",
                        "maxLength",
                        "minItems",
                        "maxItems",
                        "uniqueItems",
                        "$schema");

        /** Keys whose values are schemas by name: there a "minimum" is a name like any other. */
        private static final Set<String> NAMED = Set.of("properties", "$defs", "definitions");

        /** Keys whose values are data. */
        private static final Set<String> DATA = Set.of("enum", "const", "default", "examples");

        private AnthropicSchema() {}

        /** A tool's schema: always of an object, also where a function takes nothing. */
        static String ofObject(@Nullable String schema) {
            if (schema == null) {
                return EMPTY;
            }
            JsonNode tree = Json.tree(schema.getBytes(StandardCharsets.UTF_8));
            if (tree == null || !tree.isObject() || tree.isEmpty()) {
                return EMPTY;
            }
            if (tree.has("type")) {
                return schema;
            }
            return "{\"type\":\"object\"," + schema.substring(schema.indexOf('{') + 1);
        }

        /** The schema without what the API refuses; as it came where there is nothing of that. */
        static String accepted(String schema) {
            JsonNode tree = Json.exactTree(schema.getBytes(StandardCharsets.UTF_8));
            return tree != null && strip(tree) ? Json.text(tree) : schema;
        }

        private static boolean strip(JsonNode schema) {
            boolean changed = false;
            if (schema instanceof ObjectNode object) {
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                for (String name : names) {
                    if (LIMITS.contains(name)) {
                        object.remove(name);
                        changed = true;
                    } else if (NAMED.contains(name)) {
                        for (JsonNode named : object.path(name)) {
                            changed |= strip(named);
                        }
                    } else if (!DATA.contains(name)) {
                        changed |= strip(object.path(name));
                    }
                }
            } else if (schema.isArray()) {
                for (JsonNode element : schema) {
                    changed |= strip(element);
                }
            }
            return changed;
        }
    }
}

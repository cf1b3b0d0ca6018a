package dev.undercut.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.CacheMark;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Part;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.RequestBody;
import dev.undercut.dialect.wire.ForeignFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads all that a Messages request says, to be said in another dialect. */
final class ConversationReader {
    /** What a schema is called in dialects that want a name for it. */
    private static final String SCHEMA_NAME = "answer";

    private final JsonCursor cursor;
    private List<Part> system = List.of();
    private final List<Turn> turns = new ArrayList<>();
    private final List<Tool> tools = new ArrayList<>();
    private ToolChoice toolChoice = new ToolChoice.Auto();
    private @Nullable Boolean parallelTools;
    private @Nullable String temperature;
    private @Nullable String topP;
    private @Nullable Long topK;
    private @Nullable Long maxOutput;
    private final List<String> stop = new ArrayList<>();
    private Format format = new Format.Text();
    private ThinkingField thinking = ThinkingField.NOT_SAID;
    private @Nullable Effort effort;
    private @Nullable String user;
    private final Map<String, String> others = new LinkedHashMap<>();

    private ConversationReader(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /**
     * Reads a whole body.
     *
     * @throws RefusedException naming what has no meaning outside this dialect
     */
    static Conversation read(byte[] body) throws RefusedException {
        RequestBody.refuseBrokenText(body);
        return JsonCursor.over(body, cursor -> new ConversationReader(cursor).read());
    }

    private Conversation read() throws IOException, RefusedException {
        cursor.object(null, this::field);
        return new Conversation(
                system,
                turns,
                tools,
                toolChoice,
                parallelTools,
                new Sampling(temperature, topP, topK, null, null, null),
                maxOutput,
                stop,
                1,
                format,
                thinking.neutral(effort),
                user,
                others);
    }

    private void field(String name) throws IOException, RefusedException {
        switch (name) {
            case "model", "stream", "undercut" -> cursor.skip();
            case "messages" -> cursor.list(name, this::turn);
            case "system" -> system = BlockReader.ofRequest(cursor, name);
            case "tools" -> tools();
            case "tool_choice" -> toolChoice();
            case "temperature" -> temperature = cursor.number(name);
            case "top_p" -> topP = cursor.number(name);
            case "top_k" -> topK = cursor.whole(name, 0);
            case "max_tokens" -> maxOutput = cursor.whole(name, 1);
            case "stop_sequences" -> stop();
            case "thinking" -> {
                thinking = ThinkingField.read(cursor);
                if (thinking.mode() == ThinkingField.Mode.OTHER) {
                    throw JsonCursor.refused("thinking.type", "enabled, adaptive or disabled");
                }
            }
            case "output_config" -> outputConfig();
            case "output_format" -> format(name);
            case "metadata" -> metadata();
            case "thread" -> {
                if (!cursor.isNull()) {
                    throw AnthropicErrors.noThreads();
                }
            }
            default -> other(name);
        }
    }

    private void other(String name) throws IOException {
        String json = cursor.raw();
        if (!ForeignFields.isHarmless(name, json)) {
            others.put(name, json);
        }
    }

    private void turn(int index) throws IOException, RefusedException {
        String path = "messages." + index;
        Role[] role = new Role[1];
        List<Part> parts = new ArrayList<>();
        cursor.object(
                path,
                name -> {
                    switch (name) {
                        case "role" -> role[0] = role(path + ".role");
                        case "content" ->
                                parts.addAll(BlockReader.ofRequest(cursor, path + ".content"));
                        default -> cursor.skip();
                    }
                });
        if (role[0] == null) {
            throw JsonCursor.refused(path + ".role", "user or assistant");
        }
        turns.add(new Turn(role[0], parts, null));
    }

    private Role role(String path) throws IOException, RefusedException {
        return switch (cursor.string(path)) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default -> throw JsonCursor.refused(path, "user or assistant");
        };
    }

    private void tools() throws IOException, RefusedException {
        if (!cursor.isNull()) {
            cursor.list("tools", index -> tools.add(new ToolReader("tools." + index).read()));
        }
    }

    private void toolChoice() throws IOException, RefusedException {
        if (cursor.isNull()) {
            return;
        }
        String[] said = {"", ""};
        cursor.object(
                "tool_choice",
                name -> {
                    switch (name) {
                        case "type" -> said[0] = cursor.string("tool_choice.type");
                        case "name" -> said[1] = cursor.string("tool_choice.name");
                        case "disable_parallel_tool_use" ->
                                parallelTools = !cursor.bool("tool_choice." + name);
                        default -> cursor.skip();
                    }
                });
        toolChoice =
                switch (said[0]) {
                    case "auto" -> new ToolChoice.Auto();
                    case "any" -> new ToolChoice.Any();
                    case "none" -> new ToolChoice.None();
                    case "tool" -> new ToolChoice.Named(said[1]);
                    default ->
                            throw JsonCursor.refused("tool_choice.type", "auto, any, tool, none");
                };
    }

    private void stop() throws IOException, RefusedException {
        if (!cursor.isNull()) {
            cursor.list(
                    "stop_sequences", index -> stop.add(cursor.string("stop_sequences." + index)));
        }
    }

    private void outputConfig() throws IOException, RefusedException {
        if (cursor.isNull()) {
            return;
        }
        cursor.object(
                "output_config",
                name -> {
                    switch (name) {
                        case "effort" -> effort = ThinkingField.readEffort(cursor);
                        case "format" -> format("output_config.format");
                        default -> other("output_config." + name);
                    }
                });
    }

    private void format(String path) throws IOException, RefusedException {
        if (cursor.isNull()) {
            return;
        }
        String[] schema = new String[1];
        cursor.object(
                path,
                name -> {
                    switch (name) {
                        case "type" -> {
                            if (!cursor.string(path + ".type").equals("json_schema")) {
                                throw JsonCursor.refused(path + ".type", "json_schema");
                            }
                        }
                        case "schema" -> schema[0] = cursor.raw();
                        default -> cursor.skip();
                    }
                });
        if (schema[0] == null) {
            throw JsonCursor.refused(path + ".schema", "a JSON schema");
        }
        format = new Format.JsonSchema(SCHEMA_NAME, schema[0], true, null);
    }

    private void metadata() throws IOException, RefusedException {
        if (cursor.token() == JsonToken.START_OBJECT) {
            cursor.object(
                    "metadata",
                    name -> {
                        if (name.equals("user_id")) {
                            user = cursor.stringOrNull("metadata.user_id");
                        }
                    });
        }
    }

    /** One tool; those that the provider runs itself are known to nobody else. */
    private final class ToolReader {
        private final String path;
        private String name = "";
        private @Nullable String description;
        private @Nullable String parameters;
        private @Nullable Boolean strict;
        private @Nullable CacheMark cache;

        ToolReader(String path) {
            this.path = path;
        }

        Tool read() throws IOException, RefusedException {
            cursor.object(path, this::field);
            return new Tool(name, description, parameters, strict, cache);
        }

        private void field(String key) throws IOException, RefusedException {
            String at = path + "." + key;
            switch (key) {
                case "type" -> {
                    String type = cursor.stringOrNull(at);
                    if (type != null && !type.equals("custom")) {
                        throw JsonCursor.refused(
                                at, "custom: other providers do not run tools of this one");
                    }
                }
                case "name" -> name = cursor.string(at);
                case "description" -> description = cursor.stringOrNull(at);
                case "input_schema" -> parameters = cursor.raw();
                case "strict" -> strict = cursor.isNull() ? null : (Boolean) cursor.bool(at);
                case "cache_control" -> cache = BlockReader.cacheMark(cursor, at);
                // How calls are streamed, not what they are.
                case "eager_input_streaming" -> cursor.skip();
                default -> {
                    if (!ForeignFields.saysNothing(cursor.raw())) {
                        throw JsonCursor.refused(
                                at, "no such key: other providers have no place for it");
                    }
                }
            }
        }
    }
}

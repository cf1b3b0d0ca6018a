package dev.undercut.dialect.responses;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Conversation.Thinking;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Part;
import dev.undercut.chat.Preferences;
import dev.undercut.dialect.ConversationPrompt;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.JsonField;
import dev.undercut.dialect.PreferencesReader;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.RequestBody;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a request whole, in one go: whatever comes of it, it must be translated. */
final class ResponsesReader {
    private static final int MAX_NAME = 512;
    private static final String NOT_KEPT =
            "responses are not stored here; send the whole conversation as input";

    private final ResponsesItems items = new ResponsesItems();
    private final ResponsesTools tools = new ResponsesTools();
    private final Map<String, String> others = new LinkedHashMap<>();
    private final Map<String, String> echo = new HashMap<>();
    private final List<Part> instructions = new ArrayList<>();
    private @Nullable String model;
    private boolean stream;
    private boolean sawInput;
    private @Nullable Long maxOutput;
    private @Nullable String temperature;
    private @Nullable String topP;
    private @Nullable Boolean parallelTools;
    private @Nullable String user;
    private Format format = new Format.Text();
    private Thinking thinking = Thinking.DEFAULT;
    private Preferences preferences = Preferences.NONE;

    private ResponsesReader() {}

    /**
     * Reads a whole body.
     *
     * @throws RefusedException naming the field at fault
     */
    static ChatRequest read(byte[] body) throws RefusedException {
        ResponsesReader reader = new ResponsesReader();
        for (JsonField field : RequestBody.read(body).fields()) {
            reader.echo.put(field.path(), Json.text(field.value()));
            reader.field(field);
        }
        return reader.request();
    }

    private void field(JsonField field) throws RefusedException {
        switch (field.path()) {
            case "model" -> model = model(field);
            case "input" -> input(field);
            case "instructions" -> instructions(field);
            case "stream" -> stream = Boolean.TRUE.equals(field.boolOrNull());
            case "max_output_tokens" -> maxOutput = limit(field);
            case "temperature" -> temperature = field.numberOrNull();
            case "top_p" -> topP = field.numberOrNull();
            case "tools" -> tools.tools(field);
            case "tool_choice" -> tools.choice(field);
            case "parallel_tool_calls" -> parallelTools = field.boolOrNull();
            case "text" -> text(field);
            case "reasoning" -> thinking = thinking(field);
            case "user" -> user = field.textOrNull();
            case "include" -> include(field);
            case "undercut" -> preferences = PreferencesReader.read(field.value());
            default -> rest(field);
        }
    }

    private void rest(JsonField field) throws RefusedException {
        switch (field.path()) {
            case "previous_response_id", "conversation" -> mustBeAbsent(field, NOT_KEPT);
            case "prompt" -> mustBeAbsent(field, "stored prompts are not known here");
            case "background" -> {
                if (Boolean.TRUE.equals(field.boolOrNull())) {
                    throw field.refused(NOT_KEPT + " and stay for the answer");
                }
            }
            case "truncation" -> {
                if (!field.isAbsent() && !field.is("disabled")) {
                    throw field.refused("only disabled is supported: nothing is left out here");
                }
            }
            case "top_logprobs" -> {
                Long number = field.wholeOrNull();
                if (number != null && number > 0) {
                    throw field.refused("log probabilities are not available on this path");
                }
            }
            // Left out means true at OpenAI, where most clients never ask for the copy; the answer
            // says that there is none. Who asks for it in words would miss it later.
            case "store" -> {
                if (Boolean.TRUE.equals(field.boolOrNull())) {
                    throw field.refused(NOT_KEPT + ", and leave store out or say false");
                }
            }
            // Labels are repeated. The limit is on tools of OpenAI's own, which are refused.
            // Noise, and how soon.
            case "metadata", "max_tool_calls", "stream_options", "service_tier" -> {}
            default -> {
                if (!field.isAbsent()) {
                    others.put(field.path(), Json.text(field.value()));
                }
            }
        }
    }

    private static void mustBeAbsent(JsonField field, String why) throws RefusedException {
        if (!field.isAbsent()) {
            throw field.refused(why);
        }
    }

    private static String model(JsonField field) throws RefusedException {
        String name = field.text();
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw field.expected("a name of 1 to " + MAX_NAME + " characters");
        }
        return name;
    }

    private void input(JsonField field) throws RefusedException {
        sawInput = true;
        items.read(field);
    }

    private void instructions(JsonField field) throws RefusedException {
        String text = field.textOrNull();
        if (text != null && !text.isEmpty()) {
            instructions.add(new Part.Text(text));
        }
    }

    private static @Nullable Long limit(JsonField field) throws RefusedException {
        Long tokens = field.wholeOrNull();
        if (tokens != null && tokens < 1) {
            throw field.expected("a whole number of tokens, 1 or more");
        }
        return tokens;
    }

    private void text(JsonField text) throws RefusedException {
        if (text.isAbsent()) {
            return;
        }
        JsonField verbosity = text.at("verbosity");
        if (!verbosity.isAbsent() && !verbosity.is("medium")) {
            others.put("verbosity", Json.text(verbosity.value()));
        }
        JsonField shape = text.at("format");
        if (!shape.isAbsent()) {
            format = format(shape);
        }
    }

    private static Format format(JsonField shape) throws RefusedException {
        return switch (shape.at("type").text()) {
            case "text" -> new Format.Text();
            case "json_object" -> new Format.JsonObject();
            case "json_schema" -> {
                String schema = shape.at("schema").objectOrNull();
                if (schema == null) {
                    throw shape.at("schema").expected("an object");
                }
                yield new Format.JsonSchema(
                        shape.at("name").text(),
                        schema,
                        shape.at("strict").boolOrNull(),
                        shape.at("description").textOrNull());
            }
            default -> throw shape.at("type").expected("text, json_object or json_schema");
        };
    }

    private static Thinking thinking(JsonField reasoning) throws RefusedException {
        if (reasoning.isAbsent()) {
            return Thinking.DEFAULT;
        }
        JsonField effort = reasoning.at("effort");
        String summary = reasoning.at("summary").textOrNull();
        if (summary == null) {
            summary = reasoning.at("generate_summary").textOrNull();
        }
        return new Thinking(
                effort.isAbsent()
                        ? Effort.DEFAULT
                        : Effort.of(effort.text())
                                .orElseThrow(() ->
                                        effort.expected(
                                                "none, minimal, low, medium, high, xhigh"
                                                        + " or max")),
                null,
                summary == null ? null : Boolean.TRUE);
    }

    /** What else shall be in the answer: most of it belongs to tools that are refused anyway. */
    private static void include(JsonField include) throws RefusedException {
        for (JsonField item : include.items()) {
            if (item.is("message.output_text.logprobs")) {
                throw item.refused("log probabilities are not available on this path");
            }
            item.text();
        }
    }

    private ChatRequest request() throws RefusedException {
        if (model == null) {
            throw RequestBody.missing("model", "a model name such as \"undercut/gpt-4o\"");
        }
        if (!sawInput) {
            throw RequestBody.missing("input", "a text or a list of items");
        }
        Conversation conversation = conversation();
        return new ChatRequest(
                model,
                stream,
                true,
                maxOutput,
                1,
                thinking.effort(),
                needs(),
                new ConversationPrompt(conversation),
                preferences,
                new ResponsesBody(conversation, new Echo(echo)));
    }

    private Conversation conversation() {
        List<Part> system = new ArrayList<>(instructions);
        system.addAll(items.system());
        return new Conversation(
                system,
                items.turns(),
                tools.allowed(),
                tools.chosen(),
                parallelTools,
                new Sampling(temperature, topP, null, null, null, null),
                maxOutput,
                List.of(),
                1,
                format,
                thinking,
                user,
                others);
    }

    private Set<Feature> needs() {
        Set<Feature> needs = EnumSet.noneOf(Feature.class);
        needs.addAll(items.needs());
        if (!tools.allowed().isEmpty()) {
            needs.add(Feature.TOOLS);
        }
        if (format instanceof Format.JsonSchema) {
            needs.add(Feature.JSON_SCHEMA);
        }
        if (thinking.effort() != Effort.DEFAULT && thinking.effort() != Effort.NONE) {
            needs.add(Feature.REASONING);
        }
        return needs;
    }
}

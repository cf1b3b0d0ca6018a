package dev.undercut.provider.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a chat completion request; ignores what it does not know, as OpenAI's do. */
final class AskReader {

    private static final int MAX_CHOICES = 128;

    private final JsonMapper json =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Map<String, SandboxModel> models;

    AskReader(Map<String, SandboxModel> models) {
        this.models = Map.copyOf(models);
    }

    /** The request in {@code body}, or a thrown {@link Refusal}. */
    Ask read(byte[] body) {
        JsonNode root = tree(body);
        SandboxModel model = model(root);
        List<Ask.Turn> turns = turns(root.path("messages"));
        List<JsonNode> tools = tools(root.path("tools"), model);
        JsonNode choice = root.path("tool_choice");
        Ask ask =
                new Ask(
                        model,
                        turns,
                        (int) whole(root, "n", 1, 1, MAX_CHOICES),
                        seed(root.path("seed")),
                        temperature(root.path("temperature")),
                        maxTokens(root, model),
                        stops(root.path("stop")),
                        root.path("reasoning_effort").isTextual()
                                ? root.path("reasoning_effort").textValue()
                                : null,
                        tools,
                        toolChoice(choice, tools),
                        forcedTool(choice, tools),
                        schema(root.path("response_format")),
                        flag(root.path("stream"), "stream"),
                        root.path("stream_options").path("include_usage").asBoolean(false));
        if (ask.promptTokens() > model.context()) {
            throw Refusal.bad(
                    "This model's maximum context length is %d tokens. However, your messages resulted in %d tokens."
                            .formatted(model.context(), ask.promptTokens()),
                    "messages",
                    "context_length_exceeded");
        }
        return ask;
    }

    private JsonNode tree(byte[] body) {
        try {
            JsonNode root = json.readTree(body);
            if (root == null || !root.isObject()) {
                throw Refusal.bad("The body of your request is not a JSON object.", null);
            }
            return root;
        } catch (JsonProcessingException e) {
            throw Refusal.bad("We could not parse the JSON body of your request.", null);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e); // cannot be: bytes in memory
        }
    }

    private SandboxModel model(JsonNode root) {
        JsonNode name = root.path("model");
        if (!name.isTextual()) {
            throw Refusal.bad("you must provide a model parameter", "model");
        }
        SandboxModel model = models.get(name.textValue());
        if (model == null) {
            throw Refusal.notFound(
                    "The model '" + name.textValue() + "' does not exist in the sandbox.",
                    "model",
                    "model_not_found");
        }
        return model;
    }

    private static List<Ask.Turn> turns(JsonNode messages) {
        if (messages.isMissingNode()) {
            throw Refusal.bad("Missing required parameter: 'messages'.", "messages");
        }
        if (!messages.isArray() || messages.isEmpty()) {
            throw Refusal.bad("'messages' must be a non-empty array.", "messages");
        }
        List<Ask.Turn> turns = new ArrayList<>(messages.size());
        for (JsonNode message : messages) {
            if (!message.path("role").isTextual()) {
                throw Refusal.bad(
                        "Missing required parameter: 'messages[%d].role'.".formatted(turns.size()),
                        "messages");
            }
            turns.add(turn(message.path("role").textValue(), message.path("content")));
        }
        return turns;
    }

    private static Ask.Turn turn(String role, JsonNode content) {
        if (content.isTextual()) {
            return new Ask.Turn(role, content.textValue(), 0);
        }
        if (!content.isArray()) {
            return new Ask.Turn(role, "", 0); // an assistant's message of tool calls has none
        }
        StringJoiner text = new StringJoiner("\n");
        int attachments = 0;
        for (JsonNode part : content) {
            if (part.path("text").isTextual()) {
                text.add(part.path("text").textValue());
            } else {
                attachments++;
            }
        }
        return new Ask.Turn(role, text.toString(), attachments);
    }

    private static long whole(JsonNode root, String name, long fallback, long low, long high) {
        JsonNode value = root.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return fallback;
        }
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw Refusal.bad("Invalid type for '" + name + "': expected an integer.", name);
        }
        if (value.longValue() < low || value.longValue() > high) {
            throw Refusal.bad(
                    "Invalid '%s': expected a value from %d to %d.".formatted(name, low, high),
                    name);
        }
        return value.longValue();
    }

    private static @Nullable Long seed(JsonNode seed) {
        return seed.isIntegralNumber() ? (Long) seed.longValue() : null;
    }

    private static double temperature(JsonNode temperature) {
        if (temperature.isMissingNode() || temperature.isNull()) {
            return 1;
        }
        double value = temperature.isNumber() ? temperature.doubleValue() : -1;
        if (!(value >= 0 && value <= 2)) {
            throw Refusal.bad(
                    "Invalid 'temperature': expected a number from 0 to 2.", "temperature");
        }
        return value;
    }

    private static long maxTokens(JsonNode root, SandboxModel model) {
        String name =
                root.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        long asked = whole(root, name, model.maxOutput(), 1, Long.MAX_VALUE);
        return Math.min(asked, model.maxOutput());
    }

    private static List<String> stops(JsonNode stop) {
        List<String> stops = new ArrayList<>();
        (stop.isArray() ? stop : JsonNodeFactory.instance.arrayNode().add(stop))
                .forEach(s -> {
                    if (s.isTextual() && !s.textValue().isEmpty()) {
                        stops.add(s.textValue());
                    }
                });
        return stops;
    }

    private static boolean flag(JsonNode value, String name) {
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw Refusal.bad("Invalid type for '" + name + "': expected a boolean.", name);
        }
        return value.asBoolean(false);
    }

    private static List<JsonNode> tools(JsonNode tools, SandboxModel model) {
        List<JsonNode> functions = new ArrayList<>();
        for (JsonNode tool : tools) {
            if (tool.path("function").path("name").isTextual()) {
                functions.add(tool.path("function"));
            }
        }
        if (!functions.isEmpty() && !model.can("tools")) {
            throw Refusal.bad(
                    "'tools' is not supported with " + model.id() + ".",
                    "tools",
                    "unsupported_parameter");
        }
        return functions;
    }

    private static String toolChoice(JsonNode choice, List<JsonNode> tools) {
        if (tools.isEmpty()) {
            return "none";
        }
        if (choice.path("type").asText().equals("allowed_tools")) {
            return choice.path("allowed_tools").path("mode").asText("auto");
        }
        return choice.isTextual() ? choice.textValue() : choice.isObject() ? "required" : "auto";
    }

    private static @Nullable String forcedTool(JsonNode choice, List<JsonNode> tools) {
        String name = choice.path("function").path("name").textValue();
        if (name != null && tools.stream().noneMatch(t -> t.path("name").asText().equals(name))) {
            throw Refusal.bad("Tool choice '" + name + "' is not in 'tools'.", "tool_choice");
        }
        return name;
    }

    private static @Nullable JsonNode schema(JsonNode format) {
        return switch (format.path("type").asText("text")) {
            case "json_schema" -> format.path("json_schema").path("schema");
            case "json_object" -> JsonNodeFactory.instance.objectNode();
            default -> null; // an open set of names: what is not known is answered as text
        };
    }
}

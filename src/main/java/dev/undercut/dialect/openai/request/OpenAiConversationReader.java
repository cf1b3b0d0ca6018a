package dev.undercut.dialect.openai.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Conversation.Thinking;
import dev.undercut.chat.Effort;
import dev.undercut.chat.OriginalBody.Translation;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.JsonField;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.RequestBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the whole of a chat completion request, for upstreams of other dialects. */
public final class OpenAiConversationReader {
    private final OpenAiTurnReader messages = new OpenAiTurnReader();
    private final OpenAiToolReader tools = new OpenAiToolReader();
    private final Map<String, String> others = new LinkedHashMap<>();
    private final List<String> stop = new ArrayList<>();
    private @Nullable Boolean parallelTools;
    private @Nullable String temperature;
    private @Nullable String topP;
    private @Nullable Long topK;
    private @Nullable Long seed;
    private @Nullable String frequencyPenalty;
    private @Nullable String presencePenalty;
    private @Nullable Long maxOutput;
    private int choices = 1;
    private Format format = new Format.Text();
    private Thinking thinking = Thinking.DEFAULT;
    private @Nullable String user;

    private OpenAiConversationReader() {}

    /** What the body says. */
    public static Translation read(byte[] body) {
        try {
            RequestBody.refuseBrokenText(body);
            JsonNode tree = Json.exactTree(body);
            if (tree == null) {
                return new Translation.Refused(
                        Refusal.invalid(null, "the body holds a number that is past all measure"));
            }
            OpenAiConversationReader reader = new OpenAiConversationReader();
            for (JsonField field : JsonField.root(tree).fields()) {
                reader.field(field);
            }
            return new Translation.Of(reader.conversation());
        } catch (RefusedException e) {
            return new Translation.Refused(e.refusal());
        }
    }

    private void field(JsonField field) throws RefusedException {
        switch (field.path()) {
            // Said again by whoever writes the request.
            case "model", "stream", "stream_options", "undercut" -> {}
            case "messages" -> messages.read(field);
            case "tools" -> tools.tools(field);
            case "functions" -> tools.functions(field);
            case "tool_choice" -> tools.choice(field);
            case "function_call" -> tools.functionCall(field);
            case "parallel_tool_calls" -> parallelTools = field.boolOrNull();
            case "max_tokens", "max_completion_tokens" -> limit(field);
            case "stop" -> stop(field);
            case "n" -> choices = choices(field);
            case "response_format" -> format = format(field);
            case "reasoning_effort" -> thinking = effort(field);
            case "reasoning" -> thinking = reasoning(field);
            case "user" -> user = field.textOrNull();
            default -> sampling(field);
        }
    }

    private void sampling(JsonField field) throws RefusedException {
        switch (field.path()) {
            case "temperature" -> temperature = field.numberOrNull();
            case "top_p" -> topP = field.numberOrNull();
            case "top_k" -> topK = field.wholeOrNull();
            case "seed" -> seed = field.wholeOrNull();
            case "frequency_penalty" -> frequencyPenalty = field.numberOrNull();
            case "presence_penalty" -> presencePenalty = field.numberOrNull();
            default -> {
                if (!OpenAiOthers.saysNothing(field)) {
                    others.put(field.path(), Json.text(field.value()));
                }
            }
        }
    }

    private Conversation conversation() {
        return new Conversation(
                messages.system(),
                messages.turns(),
                tools.allowed(),
                tools.chosen(),
                tools.isOld() ? Boolean.FALSE : parallelTools,
                new Sampling(temperature, topP, topK, seed, frequencyPenalty, presencePenalty),
                maxOutput,
                stop,
                choices,
                format,
                thinking,
                user,
                others);
    }

    private void limit(JsonField field) throws RefusedException {
        Long tokens = field.wholeOrNull();
        if (tokens != null) {
            maxOutput = maxOutput == null ? tokens : Math.min(maxOutput, tokens);
        }
    }

    private void stop(JsonField field) throws RefusedException {
        if (field.value().isTextual()) {
            stop.add(field.text());
            return;
        }
        for (JsonField text : field.items()) {
            stop.add(text.text());
        }
    }

    private static int choices(JsonField field) throws RefusedException {
        Long number = field.wholeOrNull();
        return number == null ? 1 : Math.toIntExact(number);
    }

    private static Format format(JsonField field) throws RefusedException {
        if (field.isAbsent()) {
            return new Format.Text();
        }
        return switch (field.at("type").text()) {
            case "text" -> new Format.Text();
            case "json_object" -> new Format.JsonObject();
            case "json_schema" -> schema(field.at("json_schema"));
            default -> throw field.at("type").expected("text, json_object or json_schema");
        };
    }

    private static Format schema(JsonField field) throws RefusedException {
        String schema = field.at("schema").objectOrNull();
        return new Format.JsonSchema(
                field.at("name").text(),
                schema == null ? "{}" : schema,
                field.at("strict").boolOrNull(),
                field.at("description").textOrNull());
    }

    private Thinking effort(JsonField field) throws RefusedException {
        return field.isAbsent()
                ? thinking
                : new Thinking(level(field), thinking.budget(), thinking.show());
    }

    /** OpenRouter's way to say it, which its clients send to any gateway. */
    private Thinking reasoning(JsonField field) throws RefusedException {
        if (field.isAbsent()) {
            return thinking;
        }
        JsonField effort = field.at("effort");
        Boolean exclude = field.at("exclude").boolOrNull();
        return new Thinking(
                effort.isAbsent() ? thinking.effort() : level(effort),
                field.at("max_tokens").wholeOrNull(),
                exclude == null ? null : Boolean.valueOf(!exclude));
    }

    private static Effort level(JsonField field) throws RefusedException {
        return Effort.of(field.text())
                .orElseThrow(
                        () -> field.expected("none, minimal, low, medium, high, xhigh or max"));
    }
}

package dev.undercut.dialect.openai.request;

import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Part;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.JsonField;
import dev.undercut.dialect.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages. Instructions before the first turn are the system's; later ones are turns of
 * their own. Results of tools that follow one another become one turn of the user's.
 */
final class OpenAiTurnReader {
    private final List<Part> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final List<Part> results = new ArrayList<>();

    /** Calls of the old kind have no ids: the latest made-up one by the function's name. */
    private final Map<String, String> oldCalls = new HashMap<>();

    void read(JsonField messages) throws RefusedException {
        for (JsonField message : messages.items()) {
            message(message);
        }
        flushResults();
    }

    List<Part> system() {
        return system;
    }

    List<Turn> turns() {
        return turns;
    }

    private void message(JsonField message) throws RefusedException {
        String role = message.at("role").text();
        switch (role) {
            case "tool" -> result(message, message.at("tool_call_id").text());
            case "function" -> result(message, oldCall(message.at("name")));
            default -> {
                flushResults();
                turn(message, role);
            }
        }
    }

    private void turn(JsonField message, String role) throws RefusedException {
        String name = message.at("name").textOrNull();
        switch (role) {
            case "system", "developer" -> instructions(message.at("content"));
            case "user" -> add(Role.USER, OpenAiPartReader.content(message.at("content")), name);
            case "assistant" -> add(Role.ASSISTANT, assistant(message), name);
            default ->
                    throw message.at("role")
                            .expected("developer, system, user, assistant, tool or function");
        }
    }

    private void instructions(JsonField content) throws RefusedException {
        List<Part> parts = OpenAiPartReader.texts(content);
        if (turns.isEmpty()) {
            system.addAll(parts);
        } else {
            add(Role.SYSTEM, parts, null);
        }
    }

    private void add(Role role, List<Part> parts, @Nullable String name) {
        turns.add(new Turn(role, parts, name));
    }

    /** A mark on a part of a result is a mark on the result: that is where others put it. */
    private void result(JsonField message, String callId) throws RefusedException {
        List<Part> content = OpenAiPartReader.texts(message.at("content"));
        Part last = content.isEmpty() ? null : content.getLast();
        results.add(
                new Part.ToolResult(
                        callId,
                        OpenAiPartReader.unmarked(content),
                        false,
                        last instanceof Part.Text text ? text.cache() : null));
    }

    private void flushResults() {
        if (!results.isEmpty()) {
            add(Role.USER, results, null);
            results.clear();
        }
    }

    private List<Part> assistant(JsonField message) throws RefusedException {
        if (!message.at("audio").isAbsent()) {
            throw message.at("audio").refused("earlier spoken answers cannot be taken elsewhere");
        }
        List<Part> parts = new ArrayList<>(OpenAiThoughts.read(message));
        parts.addAll(OpenAiPartReader.content(message.at("content")));
        String refusal = message.at("refusal").textOrNull();
        if (refusal != null && !refusal.isEmpty()) {
            parts.add(new Part.Refused(refusal));
        }
        for (JsonField call : message.at("tool_calls").items()) {
            parts.add(call(call));
        }
        JsonField old = message.at("function_call");
        if (!old.isAbsent()) {
            parts.add(oldCall(old, turns.size()));
        }
        return parts;
    }

    private static Part call(JsonField call) throws RefusedException {
        JsonField type = call.at("type");
        if (!type.isAbsent() && !type.is("function")) {
            throw type.refused("only calls of functions can be taken to another provider");
        }
        JsonField function = call.at("function");
        return new Part.ToolCall(
                call.at("id").text(),
                function.at("name").text(),
                arguments(function.at("arguments")),
                null);
    }

    private Part oldCall(JsonField call, int turn) throws RefusedException {
        String name = call.at("name").text();
        String id = "call_" + turn + "_0";
        oldCalls.put(name, id);
        return new Part.ToolCall(id, name, arguments(call.at("arguments")), null);
    }

    private String oldCall(JsonField name) throws RefusedException {
        String id = oldCalls.get(name.text());
        if (id == null) {
            throw name.refused("no function of this name was called before");
        }
        return id;
    }

    /** A string by the book; some clients send the object itself. */
    private static String arguments(JsonField arguments) throws RefusedException {
        if (arguments.isAbsent()) {
            return "";
        }
        return arguments.value().isObject() ? Json.text(arguments.value()) : arguments.text();
    }
}

package dev.undercut.dialect.responses;

import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Part;
import dev.undercut.dialect.JsonField;
import dev.undercut.dialect.RefusedException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the input. What one answer gave as items of their own (thoughts, texts, calls) becomes one
 * turn of the assistant's again; results that follow one another become one turn of the user's.
 */
final class ResponsesItems {
    private final List<Part> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final List<Part> open = new ArrayList<>();
    private final Set<Feature> needs = EnumSet.noneOf(Feature.class);
    private Role openRole = Role.USER;

    void read(JsonField input) throws RefusedException {
        if (input.value().isTextual()) {
            turns.add(new Turn(Role.USER, ResponsesParts.text(input), null));
            return;
        }
        List<JsonField> items = input.items();
        if (items.isEmpty()) {
            throw input.expected("a text or at least one item");
        }
        for (JsonField item : items) {
            item(item);
        }
        close();
    }

    List<Part> system() {
        return system;
    }

    List<Turn> turns() {
        return turns;
    }

    Set<Feature> needs() {
        return needs;
    }

    private void item(JsonField item) throws RefusedException {
        JsonField type = item.at("type");
        String kind = type.isAbsent() ? "message" : type.text();
        switch (kind) {
            case "message" -> message(item);
            case "function_call" -> add(Role.ASSISTANT, List.of(call(item)));
            case "function_call_output" -> add(Role.USER, List.of(result(item)));
            case "reasoning" -> add(Role.ASSISTANT, ResponsesThoughts.read(item));
            case "item_reference" ->
                    throw type.refused(
                            "responses are not stored here; send the item itself in full");
            default ->
                    throw type.refused(
                            "items of type " + kind + " cannot be taken to another provider");
        }
    }

    private void message(JsonField item) throws RefusedException {
        List<Part> parts = ResponsesParts.content(item.at("content"));
        note(parts);
        switch (item.at("role").text()) {
            case "assistant" -> add(Role.ASSISTANT, parts);
            case "user" -> alone(Role.USER, parts);
            case "system", "developer" -> {
                if (turns.isEmpty() && open.isEmpty()) {
                    system.addAll(parts);
                } else {
                    alone(Role.SYSTEM, parts);
                }
            }
            default -> throw item.at("role").expected("user, assistant, system or developer");
        }
    }

    private static Part call(JsonField item) throws RefusedException {
        return new Part.ToolCall(
                item.at("call_id").text(),
                item.at("name").text(),
                item.at("arguments").text(),
                null);
    }

    private Part result(JsonField item) throws RefusedException {
        List<Part> content = ResponsesParts.content(item.at("output"));
        note(content);
        return new Part.ToolResult(item.at("call_id").text(), content, false, null);
    }

    private void note(List<Part> parts) {
        for (Part part : parts) {
            if (part instanceof Part.Image) {
                needs.add(Feature.VISION);
            } else if (part instanceof Part.Audio) {
                needs.add(Feature.AUDIO);
            }
        }
    }

    /** Goes on with the open turn of that role, or opens one. */
    private void add(Role role, List<Part> parts) {
        if (openRole != role) {
            close();
            openRole = role;
        }
        open.addAll(parts);
    }

    private void alone(Role role, List<Part> parts) {
        close();
        turns.add(new Turn(role, parts, null));
    }

    private void close() {
        if (!open.isEmpty()) {
            turns.add(new Turn(openRole, open, null));
            open.clear();
        }
    }
}

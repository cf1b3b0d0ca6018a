package dev.undercut.dialect.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Part;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.Signature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The messages as the API takes them: turns of one role merged, results of tools first in theirs,
 * nothing empty, a user's turn first. Instructions in mid-conversation stand as text of the user's
 * turn at their place, because only the newest models take them as such.
 */
final class MessageList {
    /** Before an assistant that speaks first. */
    private static final String OPENING = "(The conversation begins with your message.)";

    private final List<Part.Text> system = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();

    private record Message(boolean assistant, List<Part> parts) {}

    private MessageList() {}

    static MessageList of(Conversation conversation) throws RefusedException {
        MessageList list = new MessageList();
        for (Part part : conversation.system()) {
            if (!(part instanceof Part.Text text)) {
                throw AnthropicWriter.unsupported("messages", "only text in system messages");
            }
            if (!text.text().isBlank()) {
                list.system.add(text);
            }
        }
        for (Turn turn : conversation.turns()) {
            list.add(turn);
        }
        list.arrange();
        return list;
    }

    private void add(Turn turn) throws RefusedException {
        boolean assistant = turn.role() == Role.ASSISTANT;
        List<Part> kept = new ArrayList<>();
        for (Part part : turn.parts()) {
            if (isSaid(part)) {
                kept.add(part);
            }
        }
        if (kept.isEmpty()) {
            return;
        }
        if (!messages.isEmpty() && messages.getLast().assistant == assistant) {
            messages.getLast().parts.addAll(kept);
        } else {
            messages.add(new Message(assistant, kept));
        }
    }

    /** Empty texts are refused by the API, and thoughts of other providers are worthless here. */
    private static boolean isSaid(Part part) throws RefusedException {
        return switch (part) {
            case Part.Text text -> !text.text().isBlank();
            case Part.Refused refused -> !refused.text().isBlank();
            case Part.Thought thought ->
                    thought.signature() != null
                            && Signature.own(Anthropic.NAME, thought.signature()).isPresent();
            case Part.HiddenThought hidden ->
                    Signature.own(Anthropic.NAME, hidden.data()).isPresent();
            case Part.Audio audio -> throw AnthropicWriter.unsupported("messages", "no audio");
            case Part.Image image -> BlockWriter.check(image.media());
            case Part.Document document -> BlockWriter.check(document.media());
            case Part.ToolCall call -> true;
            case Part.ToolResult result -> {
                for (Part inner : result.content()) {
                    isSaid(inner);
                }
                yield true;
            }
        };
    }

    private void arrange() throws RefusedException {
        if (messages.isEmpty()) {
            if (system.isEmpty()) {
                throw AnthropicWriter.unsupported("messages", "at least one with content");
            }
            messages.add(new Message(false, new ArrayList<>(system)));
            system.clear();
        }
        if (messages.getFirst().assistant) {
            messages.addFirst(new Message(false, new ArrayList<>(List.of(new Part.Text(OPENING)))));
        }
        for (Message message : messages) {
            if (!message.assistant) {
                message.parts.sort(
                        Comparator.comparing(part -> !(part instanceof Part.ToolResult)));
            }
        }
        trimLast(messages.getLast());
    }

    /** A beginning of the answer may not end in white space. */
    private static void trimLast(Message last) {
        if (last.assistant && last.parts.getLast() instanceof Part.Text text) {
            last.parts.set(
                    last.parts.size() - 1,
                    new Part.Text(text.text().stripTrailing(), text.cache()));
        }
    }

    /** The instructions at the head. */
    List<Part.Text> system() {
        return system;
    }

    /**
     * Whether a thinking budget may be given: inside a tool loop the model's own thoughts must
     * stand before its calls, and they are lost when another provider made the calls.
     */
    boolean canThink() {
        int last = messages.size() - 1;
        boolean inLoop =
                last > 0
                        && !messages.get(last).assistant
                        && messages.get(last).parts.getFirst() instanceof Part.ToolResult;
        if (!inLoop) {
            return true;
        }
        Part first = messages.get(last - 1).parts.getFirst();
        return first instanceof Part.Thought || first instanceof Part.HiddenThought;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("messages");
        for (Message message : messages) {
            json.writeStartObject();
            json.writeStringField("role", message.assistant ? "assistant" : "user");
            json.writeArrayFieldStart("content");
            for (Part part : message.parts) {
                BlockWriter.write(json, part);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

package dev.undercut.dialect.openai.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Part;
import dev.undercut.dialect.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages: the system's first, results of tools as messages of their own before what the
 * user says. Several texts of one message become one: not every server of this dialect takes lists.
 * Thoughts are left out: the dialect has no place for them.
 */
final class OpenAiTurnWriter {
    private static final String PARAGRAPH = "\n\n";

    private final JsonGenerator json;

    OpenAiTurnWriter(JsonGenerator json) {
        this.json = json;
    }

    void write(Conversation said) throws IOException, RefusedException {
        if (!said.system().isEmpty()) {
            message("system", null);
            json.writeStringField("content", onlyTexts(said.system(), "instructions"));
            json.writeEndObject();
        }
        for (Turn turn : said.turns()) {
            switch (turn.role()) {
                case SYSTEM -> {
                    message("system", null);
                    json.writeStringField("content", onlyTexts(turn.parts(), "instructions"));
                    json.writeEndObject();
                }
                case USER -> user(turn);
                case ASSISTANT -> assistant(turn);
            }
        }
    }

    private void message(String role, @Nullable String name) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", role);
        if (name != null) {
            json.writeStringField("name", name);
        }
    }

    private void user(Turn turn) throws IOException, RefusedException {
        List<Part> rest = new ArrayList<>();
        for (Part part : turn.parts()) {
            if (part instanceof Part.ToolResult result) {
                rest.addAll(result(result));
            } else {
                rest.add(part);
            }
        }
        boolean onlyResults = rest.isEmpty() && !turn.parts().isEmpty();
        if (onlyResults) {
            return;
        }
        message("user", turn.name());
        json.writeFieldName("content");
        if (rest.stream().allMatch(Part.Text.class::isInstance)) {
            json.writeString(texts(rest));
        } else {
            OpenAiPartWriter.list(json, rest);
        }
        json.writeEndObject();
    }

    /** Writes a result and returns the parts of it that its message cannot hold. */
    private List<Part> result(Part.ToolResult result) throws IOException {
        List<Part> texts = new ArrayList<>();
        List<Part> pictures = new ArrayList<>();
        for (Part part : result.content()) {
            (part instanceof Part.Text ? texts : pictures).add(part);
        }
        String text = texts(texts);
        message("tool", null);
        json.writeStringField("tool_call_id", OpenAiIds.call(result.callId()));
        json.writeStringField("content", result.error() ? marked(text) : text);
        json.writeEndObject();
        if (!pictures.isEmpty()) {
            pictures.addFirst(new Part.Text("From the result of " + result.callId() + ":"));
        }
        return pictures;
    }

    /** The dialect has no flag for a tool that failed, so the text must say it. */
    private static String marked(String text) {
        return text.regionMatches(true, 0, "error", 0, 5) ? text : "Error: " + text;
    }

    private void assistant(Turn turn) throws IOException, RefusedException {
        List<Part> texts = new ArrayList<>();
        List<Part.ToolCall> calls = new ArrayList<>();
        StringBuilder refusal = new StringBuilder();
        for (Part part : turn.parts()) {
            switch (part) {
                case Part.Text text -> texts.add(text);
                case Part.ToolCall call -> calls.add(call);
                case Part.Refused refused -> refusal.append(refused.text());
                case Part.Thought thought -> {}
                case Part.HiddenThought hidden -> {}
                case Part.Image image -> throw notHere("a picture of the assistant's");
                case Part.Document document -> throw notHere("a file of the assistant's");
                case Part.Audio audio -> throw notHere("speech of the assistant's");
                case Part.ToolResult result -> throw notHere("a result in an assistant's turn");
            }
        }
        message("assistant", turn.name());
        String content = texts(texts);
        if (content.isEmpty() && (!calls.isEmpty() || !refusal.isEmpty())) {
            json.writeNullField("content");
        } else {
            json.writeStringField("content", content);
        }
        if (!refusal.isEmpty()) {
            json.writeStringField("refusal", refusal.toString());
        }
        if (!calls.isEmpty()) {
            calls(calls);
        }
        json.writeEndObject();
    }

    private void calls(List<Part.ToolCall> calls) throws IOException {
        json.writeArrayFieldStart("tool_calls");
        for (Part.ToolCall call : calls) {
            json.writeStartObject();
            json.writeStringField("id", OpenAiIds.call(call.id()));
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", call.name());
            json.writeStringField(
                    "arguments", call.arguments().isBlank() ? "{}" : call.arguments());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String onlyTexts(List<Part> parts, String where) throws RefusedException {
        for (Part part : parts) {
            if (!(part instanceof Part.Text)) {
                throw notHere("something else than text in " + where);
            }
        }
        return texts(parts);
    }

    private static String texts(List<Part> parts) {
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Text(String text, var mark)) {
            return text;
        }
        StringBuilder whole = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Text(String text, var mark)) {
                whole.append(whole.isEmpty() ? "" : PARAGRAPH).append(text);
            }
        }
        return whole.toString();
    }

    private static RefusedException notHere(String what) {
        return OpenAiOthers.unsupported("messages", what + " has no place in the OpenAI dialect");
    }
}

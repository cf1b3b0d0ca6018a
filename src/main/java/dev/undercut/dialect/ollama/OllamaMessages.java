package dev.undercut.dialect.ollama;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Part;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.wire.ToolArguments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the messages: each has one text, pictures beside it, and calls; a tool's result is a
 * message of its own that names the tool.
 */
final class OllamaMessages {
    private final JsonGenerator json;
    private final Map<String, String> names = new HashMap<>();

    OllamaMessages(JsonGenerator json) {
        this.json = json;
    }

    /** The instructions at the head, one message each. */
    void system(List<Part> parts) throws IOException, RefusedException {
        for (Part part : parts) {
            Gathered gathered = new Gathered();
            gathered.add(part);
            gathered.write("system", null);
        }
    }

    /** One turn. */
    void turn(Turn turn) throws IOException, RefusedException {
        Gathered rest = new Gathered();
        for (Part part : turn.parts()) {
            if (part instanceof Part.ToolResult result) {
                result(result);
            } else {
                rest.add(part);
            }
        }
        if (!rest.isEmpty()) {
            rest.write(role(turn.role()), null);
        }
    }

    private static String role(Role role) {
        return switch (role) {
            case USER -> "user";
            case ASSISTANT -> "assistant";
            case SYSTEM -> "system";
        };
    }

    private void result(Part.ToolResult result) throws IOException, RefusedException {
        Gathered gathered = new Gathered();
        for (Part part : result.content()) {
            gathered.add(part);
        }
        gathered.write("tool", result.callId());
    }

    /** The parts of one message, by kind. */
    private final class Gathered {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder thinking = new StringBuilder();
        private final List<String> images = new ArrayList<>();
        private final List<Part.ToolCall> calls = new ArrayList<>();

        boolean isEmpty() {
            return text.isEmpty() && images.isEmpty() && calls.isEmpty();
        }

        void add(Part part) throws RefusedException {
            switch (part) {
                case Part.Text more -> line(more.text());
                case Part.Refused refused -> line(refused.text());
                case Part.Image image -> images.add(base64(image.media()));
                case Part.ToolCall call -> {
                    calls.add(call);
                    names.put(call.id(), call.name());
                }
                case Part.Thought thought -> {
                    // One with a signature is another maker's; Ollama's own have none.
                    if (thought.signature() == null) {
                        thinking.append(thought.text());
                    }
                }
                case Part.HiddenThought hidden -> {}
                case Part.Document document -> throw refused("file", "Ollama takes no files");
                case Part.Audio audio -> throw refused("input_audio", "Ollama takes no sound");
                case Part.ToolResult result ->
                        throw refused("messages", "a tool's result holds another one");
            }
        }

        private void line(String more) {
            if (!more.isEmpty()) {
                text.append(text.isEmpty() ? "" : "\n").append(more);
            }
        }

        void write(String role, @Nullable String callId) throws IOException {
            json.writeStartObject();
            json.writeStringField("role", role);
            json.writeStringField("content", text.toString());
            if (!thinking.isEmpty()) {
                json.writeStringField("thinking", thinking.toString());
            }
            if (!images.isEmpty()) {
                json.writeArrayFieldStart("images");
                for (String image : images) {
                    json.writeString(image);
                }
                json.writeEndArray();
            }
            calls();
            if (callId != null) {
                String name = names.get(callId);
                if (name != null) {
                    json.writeStringField("tool_name", name);
                }
                json.writeStringField("tool_call_id", callId);
            }
            json.writeEndObject();
        }

        private void calls() throws IOException {
            if (calls.isEmpty()) {
                return;
            }
            json.writeArrayFieldStart("tool_calls");
            for (Part.ToolCall call : calls) {
                json.writeStartObject();
                json.writeStringField("id", call.id());
                json.writeObjectFieldStart("function");
                json.writeStringField("name", call.name());
                json.writeFieldName("arguments");
                json.writeRawValue(ToolArguments.object(call.arguments()));
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static String base64(Part.Media media) throws RefusedException {
        if (media instanceof Part.Media.Inline(String type, String base64)) {
            return base64;
        }
        throw refused("image_url", "Ollama takes pictures as their bytes, not by address");
    }

    /** Whether nothing of it would reach the model. */
    static boolean isSilent(Part part) {
        return switch (part) {
            case Part.Text text -> text.text().isEmpty();
            case Part.Refused refused -> refused.text().isEmpty();
            case Part.Thought thought -> true;
            case Part.HiddenThought hidden -> true;
            case Part.Image image -> false;
            case Part.Document document -> false;
            case Part.Audio audio -> false;
            case Part.ToolCall call -> false;
            case Part.ToolResult result -> false;
        };
    }

    static RefusedException refused(String field, String why) {
        return new RefusedException(
                new Refusal(
                        Refusal.Kind.INVALID, "unsupported_parameter", field + ": " + why, field));
    }
}

package dev.undercut.dialect.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Conversation.CacheMark;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Part;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.Signature;
import dev.undercut.dialect.wire.ToolArguments;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes system and messages. Converse wants the sides to alternate, results of tools first in
 * their turn, no blank texts, and ids of calls in a narrow alphabet.
 */
final class BedrockMessages {
    private static final int MOST_ID = 64;

    /** The result of a tool that said nothing: Bedrock refuses blank texts there too. */
    private static final String NOTHING = "(empty)";

    private final JsonGenerator json;
    private final BedrockMedia media;

    BedrockMessages(JsonGenerator json) {
        this.json = json;
        this.media = new BedrockMedia(json);
    }

    /** Turns of one side that follow each other, as one. */
    private record Side(boolean assistant, List<Part> parts) {}

    /** The instructions at the head. */
    void system(List<Part> parts) throws IOException, RefusedException {
        for (Part part : parts) {
            if (!(part instanceof Part.Text text)) {
                throw refused("system", "only text can be said");
            }
            text(text);
        }
    }

    /** All messages. */
    void turns(List<Turn> turns) throws IOException, RefusedException {
        List<Side> sides = sides(turns);
        if (sides.isEmpty()) {
            throw refused("messages", "at least one message that is no instruction is needed");
        }
        for (Side side : sides) {
            json.writeStartObject();
            json.writeStringField("role", side.assistant ? "assistant" : "user");
            json.writeArrayFieldStart("content");
            for (Part part : side.parts) {
                if (part instanceof Part.ToolResult) {
                    part(part);
                }
            }
            for (Part part : side.parts) {
                if (!(part instanceof Part.ToolResult)) {
                    part(part);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static List<Side> sides(List<Turn> turns) {
        List<Side> sides = new ArrayList<>();
        for (Turn turn : turns) {
            List<Part> said = turn.parts().stream().filter(BedrockMessages::isSaid).toList();
            if (said.isEmpty()) {
                continue;
            }
            boolean assistant = turn.role() == Role.ASSISTANT;
            if (sides.isEmpty() || sides.getLast().assistant != assistant) {
                sides.add(new Side(assistant, new ArrayList<>()));
            }
            sides.getLast().parts.addAll(said);
        }
        return sides;
    }

    /** Blank texts are refused by Bedrock; thoughts of other makers mean nothing to it. */
    private static boolean isSaid(Part part) {
        return switch (part) {
            case Part.Text text -> !text.text().isBlank();
            case Part.Refused refused -> !refused.text().isBlank();
            case Part.Thought thought -> own(thought.signature()) != null;
            case Part.HiddenThought hidden -> own(hidden.data()) != null;
            case Part.Image image -> true;
            case Part.Document document -> true;
            case Part.Audio audio -> true;
            case Part.ToolCall call -> true;
            case Part.ToolResult result -> true;
        };
    }

    private void part(Part part) throws IOException, RefusedException {
        switch (part) {
            case Part.Text text -> text(text);
            case Part.Refused refused -> text(new Part.Text(refused.text()));
            case Part.Thought thought -> thought(thought);
            case Part.HiddenThought hidden -> {
                json.writeStartObject();
                json.writeObjectFieldStart("reasoningContent");
                json.writeStringField("redactedContent", own(hidden.data()));
                json.writeEndObject();
                json.writeEndObject();
            }
            case Part.Image image -> {
                media.image(image.media());
                mark(image.cache());
            }
            case Part.Document document -> {
                media.document(document);
                mark(document.cache());
            }
            case Part.Audio audio -> media.audio(audio);
            case Part.ToolCall call -> call(call);
            case Part.ToolResult result -> {
                result(result);
                mark(result.cache());
            }
        }
    }

    private void text(Part.Text text) throws IOException {
        if (!text.text().isBlank()) {
            json.writeStartObject();
            json.writeStringField("text", text.text());
            json.writeEndObject();
        }
        mark(text.cache());
    }

    private void thought(Part.Thought thought) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("reasoningContent");
        json.writeObjectFieldStart("reasoningText");
        json.writeStringField("text", thought.text());
        json.writeStringField("signature", own(thought.signature()));
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void call(Part.ToolCall call) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("toolUse");
        json.writeStringField("toolUseId", id(call.id()));
        json.writeStringField("name", call.name());
        json.writeFieldName("input");
        json.writeRawValue(ToolArguments.object(call.arguments()));
        json.writeEndObject();
        json.writeEndObject();
    }

    private void result(Part.ToolResult result) throws IOException, RefusedException {
        json.writeStartObject();
        json.writeObjectFieldStart("toolResult");
        json.writeStringField("toolUseId", id(result.callId()));
        json.writeArrayFieldStart("content");
        boolean wrote = false;
        for (Part part : result.content()) {
            if (isSaid(part)) {
                part(part instanceof Part.Text text ? new Part.Text(text.text()) : part);
                wrote = true;
            }
        }
        if (!wrote) {
            text(new Part.Text(NOTHING));
        }
        json.writeEndArray();
        if (result.error()) {
            // Some makers' models refuse the field, so that success goes without saying.
            json.writeStringField("status", "error");
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void mark(@Nullable CacheMark mark) throws IOException {
        if (mark != null) {
            cachePoint(json, mark);
        }
    }

    /** Asks that all up to here be kept in the prompt cache. */
    static void cachePoint(JsonGenerator json, CacheMark mark) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("cachePoint");
        json.writeStringField("type", "default");
        if (mark == CacheMark.HOUR) {
            json.writeStringField("ttl", "1h");
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** The id as Bedrock takes it: itself, else the same stand-in for the same id. */
    private static String id(String id) {
        boolean fits = !id.isEmpty() && id.length() <= MOST_ID;
        for (int i = 0; i < id.length() && fits; i++) {
            char c = id.charAt(i);
            fits = (c < 128 && Character.isLetterOrDigit(c)) || c == '_' || c == '-';
        }
        return fits ? id : "call_" + digest(id).substring(0, 32);
    }

    private static String digest(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static @Nullable String own(@Nullable String marked) {
        return marked == null ? null : Signature.own(Bedrock.NAME, marked).orElse(null);
    }

    /** That something cannot be said here. */
    static RefusedException refused(String field, String why) {
        return new RefusedException(
                new Refusal(
                        Refusal.Kind.INVALID,
                        "unsupported_parameter",
                        field + ": to Bedrock, " + why + ".",
                        field));
    }
}

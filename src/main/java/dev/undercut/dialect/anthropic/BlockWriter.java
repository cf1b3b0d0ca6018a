package dev.undercut.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Conversation.CacheMark;
import dev.undercut.chat.Part;
import dev.undercut.chat.Part.Media;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.Signature;
import dev.undercut.dialect.wire.ToolArguments;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes parts as blocks of content. */
final class BlockWriter {
    private static final String PDF = "application/pdf";

    private BlockWriter() {}

    /**
     * Whether the API can read it; an answer of true, so that it can stand in a condition.
     *
     * @throws RefusedException when it cannot
     */
    static boolean check(Media media) throws RefusedException {
        return switch (media) {
            case Media.Url url -> true;
            case Media.Uploaded file ->
                    throw AnthropicWriter.unsupported(
                            "file_id", "no files that were uploaded elsewhere");
            case Media.Inline inline -> {
                boolean known =
                        inline.type().startsWith("image/")
                                || inline.type().startsWith("text/")
                                || inline.type().equals(PDF);
                if (!known) {
                    throw AnthropicWriter.unsupported(
                            "messages", "images, PDF and text, not " + inline.type());
                }
                yield true;
            }
        };
    }

    static void write(JsonGenerator json, Part part) throws IOException {
        switch (part) {
            case Part.Text text -> text(json, text.text(), text.cache());
            case Part.Refused refused -> text(json, refused.text(), null);
            case Part.Image image -> {
                json.writeStartObject();
                json.writeStringField("type", "image");
                source(json, image.media());
                AnthropicWriter.cacheMark(json, image.cache());
                json.writeEndObject();
            }
            case Part.Document document -> document(json, document);
            case Part.ToolCall call -> call(json, call);
            case Part.ToolResult result -> result(json, result);
            case Part.Thought thought -> thought(json, thought);
            case Part.HiddenThought hidden -> {
                json.writeStartObject();
                json.writeStringField("type", "redacted_thinking");
                json.writeStringField(
                        "data", Signature.own(Anthropic.NAME, hidden.data()).orElse(""));
                json.writeEndObject();
            }
            case Part.Audio audio -> {}
        }
    }

    static void text(JsonGenerator json, String text, @Nullable CacheMark cache)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "text");
        json.writeStringField("text", text);
        AnthropicWriter.cacheMark(json, cache);
        json.writeEndObject();
    }

    private static void document(JsonGenerator json, Part.Document document) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "document");
        source(json, document.media());
        if (document.name() != null) {
            json.writeStringField("title", document.name());
        }
        AnthropicWriter.cacheMark(json, document.cache());
        json.writeEndObject();
    }

    private static void source(JsonGenerator json, Media media) throws IOException {
        json.writeObjectFieldStart("source");
        switch (media) {
            case Media.Url(String url) -> {
                json.writeStringField("type", "url");
                json.writeStringField("url", url);
            }
            case Media.Inline(String type, String base64) -> {
                boolean text = type.startsWith("text/");
                json.writeStringField("type", text ? "text" : "base64");
                json.writeStringField("media_type", text ? "text/plain" : type);
                json.writeStringField("data", text ? decoded(base64) : base64);
            }
            case Media.Uploaded(String id) -> {
                json.writeStringField("type", "file");
                json.writeStringField("file_id", id);
            }
        }
        json.writeEndObject();
    }

    private static String decoded(String base64) {
        return new String(Base64.getMimeDecoder().decode(base64), UTF_8);
    }

    private static void call(JsonGenerator json, Part.ToolCall call) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "tool_use");
        json.writeStringField("id", ToolIds.accepted(call.id()));
        json.writeStringField("name", call.name());
        json.writeFieldName("input");
        json.writeRawValue(ToolArguments.object(call.arguments()));
        json.writeEndObject();
    }

    private static void result(JsonGenerator json, Part.ToolResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "tool_result");
        json.writeStringField("tool_use_id", ToolIds.accepted(result.callId()));
        List<Part> content =
                result.content().stream()
                        .filter(part -> !(part instanceof Part.Text text && text.text().isBlank()))
                        .toList();
        if (!content.isEmpty()) {
            json.writeArrayFieldStart("content");
            for (Part part : content) {
                write(json, part);
            }
            json.writeEndArray();
        }
        if (result.error()) {
            json.writeBooleanField("is_error", true);
        }
        AnthropicWriter.cacheMark(json, result.cache());
        json.writeEndObject();
    }

    private static void thought(JsonGenerator json, Part.Thought thought) throws IOException {
        String signature = thought.signature() == null ? "" : thought.signature();
        json.writeStartObject();
        json.writeStringField("type", "thinking");
        json.writeStringField("thinking", thought.text());
        json.writeStringField(
                "signature", Signature.own(Anthropic.NAME, signature).orElse(signature));
        json.writeEndObject();
    }
}

package dev.undercut.dialect.openai.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Part;
import dev.undercut.chat.Part.Media;
import dev.undercut.dialect.DataUrl;
import dev.undercut.dialect.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Writes the parts of a user's message that is more than text. */
final class OpenAiPartWriter {
    private final JsonGenerator json;

    private OpenAiPartWriter(JsonGenerator json) {
        this.json = json;
    }

    static void list(JsonGenerator json, List<Part> parts) throws IOException, RefusedException {
        OpenAiPartWriter writer = new OpenAiPartWriter(json);
        json.writeStartArray();
        for (Part part : parts) {
            writer.part(part);
        }
        json.writeEndArray();
    }

    private void part(Part part) throws IOException, RefusedException {
        switch (part) {
            case Part.Text(String text, var mark) -> text(text);
            case Part.Image image -> image(image);
            case Part.Document document -> document(document);
            case Part.Audio audio -> audio(audio);
            case Part.ToolCall call -> throw notOfUser("a call of a tool");
            case Part.ToolResult result -> throw notOfUser("a result within a result");
            case Part.Thought thought -> throw notOfUser("a thought");
            case Part.HiddenThought hidden -> throw notOfUser("a hidden thought");
            case Part.Refused refused -> text(refused.text());
        }
    }

    private void text(String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "text");
        json.writeStringField("text", text);
        json.writeEndObject();
    }

    private void image(Part.Image image) throws IOException, RefusedException {
        json.writeStartObject();
        json.writeStringField("type", "image_url");
        json.writeObjectFieldStart("image_url");
        json.writeStringField(
                "url",
                switch (image.media()) {
                    case Media.Url(String url) -> url;
                    case Media.Inline inline -> DataUrl.write(inline);
                    case Media.Uploaded uploaded ->
                            throw OpenAiOthers.unsupported(
                                    "messages",
                                    "an uploaded picture has no place in the OpenAI dialect");
                });
        if (image.detail() != null) {
            json.writeStringField("detail", image.detail());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void document(Part.Document document) throws IOException, RefusedException {
        switch (document.media()) {
            case Media.Inline inline when inline.type().startsWith("text/") ->
                    text(decoded(inline));
            case Media.Inline inline -> file(document, "file_data", DataUrl.write(inline));
            case Media.Uploaded(String id) -> file(document, "file_id", id);
            case Media.Url url ->
                    throw OpenAiOthers.unsupported(
                            "messages", "a file by its address has no place in the OpenAI dialect");
        }
    }

    private static String decoded(Media.Inline text) throws RefusedException {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(text.base64());
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw OpenAiOthers.unsupported("messages", "a file's bytes are not base64");
        }
    }

    private void file(Part.Document document, String field, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "file");
        json.writeObjectFieldStart("file");
        if (field.equals("file_data")) {
            // Bytes without a name are refused.
            json.writeStringField(
                    "filename", document.name() == null ? "document.pdf" : document.name());
        }
        json.writeStringField(field, value);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void audio(Part.Audio audio) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "input_audio");
        json.writeObjectFieldStart("input_audio");
        json.writeStringField("data", audio.base64());
        json.writeStringField("format", audio.format());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static RefusedException notOfUser(String what) {
        return OpenAiOthers.unsupported(
                "messages", what + " in a user's turn has no place in the OpenAI dialect");
    }
}

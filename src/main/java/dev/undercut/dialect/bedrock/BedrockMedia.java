package dev.undercut.dialect.bedrock;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Part;
import dev.undercut.dialect.RefusedException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes pictures, files and sound, which Bedrock takes as bytes or from S3. */
final class BedrockMedia {
    private static final String IN_S3 = "s3://";

    private static final Map<String, String> IMAGES =
            Map.of(
                    "image/png", "png",
                    "image/jpeg", "jpeg",
                    "image/jpg", "jpeg",
                    "image/gif", "gif",
                    "image/webp", "webp");

    private static final Map<String, String> DOCUMENTS =
            Map.of(
                    "application/pdf", "pdf",
                    "text/csv", "csv",
                    "text/html", "html",
                    "text/plain", "txt",
                    "text/markdown", "md",
                    "application/msword", "doc",
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                            "docx",
                    "application/vnd.ms-excel", "xls",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

    private static final Set<String> SOUNDS =
            Set.of("aac", "flac", "m4a", "mp3", "ogg", "opus", "wav", "webm");

    private final JsonGenerator json;

    BedrockMedia(JsonGenerator json) {
        this.json = json;
    }

    void image(Part.Media media) throws IOException, RefusedException {
        json.writeStartObject();
        json.writeObjectFieldStart("image");
        json.writeStringField("format", format("image_url", media, IMAGES));
        source("image_url", media);
        json.writeEndObject();
        json.writeEndObject();
    }

    void document(Part.Document document) throws IOException, RefusedException {
        json.writeStartObject();
        json.writeObjectFieldStart("document");
        json.writeStringField("format", format("file", document.media(), DOCUMENTS));
        json.writeStringField("name", name(document.name()));
        source("file", document.media());
        json.writeEndObject();
        json.writeEndObject();
    }

    void audio(Part.Audio audio) throws IOException, RefusedException {
        if (!SOUNDS.contains(audio.format())) {
            throw BedrockMessages.refused("input_audio", "no sound of this format can be sent");
        }
        json.writeStartObject();
        json.writeObjectFieldStart("audio");
        json.writeStringField("format", audio.format());
        json.writeObjectFieldStart("source");
        json.writeStringField("bytes", audio.base64());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void source(String field, Part.Media media) throws IOException, RefusedException {
        json.writeObjectFieldStart("source");
        switch (media) {
            case Part.Media.Inline inline -> json.writeStringField("bytes", inline.base64());
            case Part.Media.Url url -> s3(field, url.url());
            case Part.Media.Uploaded uploaded -> s3(field, uploaded.id());
        }
        json.writeEndObject();
    }

    private void s3(String field, String uri) throws IOException, RefusedException {
        if (!uri.startsWith(IN_S3)) {
            throw notHere(field);
        }
        json.writeObjectFieldStart("s3Location");
        json.writeStringField("uri", uri);
        json.writeEndObject();
    }

    private static String format(String field, Part.Media media, Map<String, String> known)
            throws RefusedException {
        String format =
                switch (media) {
                    case Part.Media.Inline inline -> known.get(inline.type());
                    case Part.Media.Url url -> ending(field, url.url(), known);
                    case Part.Media.Uploaded uploaded -> ending(field, uploaded.id(), known);
                };
        if (format == null) {
            throw BedrockMessages.refused(field, "nothing of this media type can be sent");
        }
        return format;
    }

    private static @Nullable String ending(String field, String uri, Map<String, String> known)
            throws RefusedException {
        if (!uri.startsWith(IN_S3)) {
            throw notHere(field);
        }
        String ending = uri.substring(uri.lastIndexOf('.') + 1);
        return ending.equals("jpg") ? "jpeg" : known.containsValue(ending) ? ending : null;
    }

    private static RefusedException notHere(String field) {
        return BedrockMessages.refused(field, "only bytes or an address in S3 can be sent");
    }

    /** Letters, digits, single spaces, hyphens and brackets, and never nothing. */
    private static String name(@Nullable String name) {
        StringBuilder plain = new StringBuilder();
        for (char c : (name == null ? "" : name).toCharArray()) {
            boolean kept = (c < 128 && Character.isLetterOrDigit(c)) || "-()[]".indexOf(c) >= 0;
            if (kept) {
                plain.append(c);
            } else if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != ' ') {
                plain.append(' ');
            }
        }
        String stripped = plain.toString().strip();
        return stripped.isEmpty() ? "document" : stripped;
    }
}

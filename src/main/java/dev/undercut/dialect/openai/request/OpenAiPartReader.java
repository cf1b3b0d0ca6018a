package dev.undercut.dialect.openai.request;

import dev.undercut.chat.Conversation.CacheMark;
import dev.undercut.chat.Part;
import dev.undercut.chat.Part.Media;
import dev.undercut.dialect.DataUrl;
import dev.undercut.dialect.JsonField;
import dev.undercut.dialect.RefusedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the content of messages: a string, or a list of parts. Empty texts are left out. */
final class OpenAiPartReader {

    private OpenAiPartReader() {}

    static List<Part> content(JsonField content) throws RefusedException {
        if (content.value().isTextual()) {
            return content.text().isEmpty() ? List.of() : List.of(new Part.Text(content.text()));
        }
        List<Part> parts = new ArrayList<>();
        for (JsonField part : content.items()) {
            Part read = part(part);
            if (!(read instanceof Part.Text(String text, var cache)) || !text.isEmpty()) {
                parts.add(read);
            }
        }
        return parts;
    }

    /** The same where the dialect takes texts only. */
    static List<Part> texts(JsonField content) throws RefusedException {
        List<Part> parts = content(content);
        for (Part part : parts) {
            if (!(part instanceof Part.Text)) {
                throw content.expected("a string or parts of type text");
            }
        }
        return parts;
    }

    /** Texts without their marks. */
    static List<Part> unmarked(List<Part> texts) {
        List<Part> plain = new ArrayList<>(texts.size());
        for (Part part : texts) {
            plain.add(
                    part instanceof Part.Text(String text, var cache) ? new Part.Text(text) : part);
        }
        return plain;
    }

    /** The mark of OpenRouter's clients, who took it from Anthropic; null when there is none. */
    static @Nullable CacheMark mark(JsonField of) throws RefusedException {
        JsonField mark = of.at("cache_control");
        if (mark.isAbsent()) {
            return null;
        }
        String ttl = mark.at("ttl").textOrNull();
        return ttl != null && ttl.equals("1h") ? CacheMark.HOUR : CacheMark.MINUTES;
    }

    private static Part part(JsonField part) throws RefusedException {
        return switch (part.at("type").text()) {
            case "text" -> new Part.Text(part.at("text").text(), mark(part));
            case "refusal" -> new Part.Refused(part.at("refusal").text());
            case "image_url" -> image(part);
            case "input_audio" -> audio(part.at("input_audio"));
            case "file" -> file(part);
            default ->
                    throw part.at("type").expected("text, image_url, input_audio, file or refusal");
        };
    }

    private static Part image(JsonField part) throws RefusedException {
        JsonField image = part.at("image_url");
        if (image.value().isTextual()) {
            return new Part.Image(DataUrl.read(image), null, mark(part));
        }
        return new Part.Image(
                DataUrl.read(image.at("url")), image.at("detail").textOrNull(), mark(part));
    }

    private static Part audio(JsonField audio) throws RefusedException {
        return new Part.Audio(audio.at("format").text(), audio.at("data").text());
    }

    private static Part file(JsonField part) throws RefusedException {
        JsonField file = part.at("file");
        String id = file.at("file_id").textOrNull();
        Media media = id != null ? new Media.Uploaded(id) : DataUrl.read(file.at("file_data"));
        return new Part.Document(media, file.at("filename").textOrNull(), mark(part));
    }
}

package dev.undercut.dialect.responses;

import dev.undercut.chat.Part;
import dev.undercut.chat.Part.Media;
import dev.undercut.dialect.DataUrl;
import dev.undercut.dialect.JsonField;
import dev.undercut.dialect.RefusedException;
import java.util.ArrayList;
import java.util.List;

/** Reads the content of messages and of results: a text, or a list of parts. */
final class ResponsesParts {

    private ResponsesParts() {}

    static List<Part> content(JsonField content) throws RefusedException {
        if (content.value().isTextual()) {
            return text(content);
        }
        List<Part> parts = new ArrayList<>();
        for (JsonField part : content.items()) {
            parts.addAll(part(part));
        }
        return parts;
    }

    /** The text as a part; none when it is empty. */
    static List<Part> text(JsonField text) throws RefusedException {
        return text.text().isEmpty() ? List.of() : List.of(new Part.Text(text.text()));
    }

    private static List<Part> part(JsonField part) throws RefusedException {
        return switch (part.at("type").text()) {
            case "input_text", "output_text", "text" -> text(part.at("text"));
            case "refusal" -> List.of(new Part.Refused(part.at("refusal").text()));
            case "input_image" -> List.of(image(part));
            case "input_file" -> List.of(file(part));
            case "input_audio" -> {
                JsonField audio = part.at("input_audio");
                yield List.of(new Part.Audio(audio.at("format").text(), audio.at("data").text()));
            }
            default ->
                    throw part.at("type")
                            .expected(
                                    "input_text, input_image, input_file, input_audio, output_text"
                                            + " or refusal");
        };
    }

    private static Part image(JsonField part) throws RefusedException {
        String uploaded = part.at("file_id").textOrNull();
        Media media =
                uploaded != null
                        ? new Media.Uploaded(uploaded)
                        : DataUrl.read(part.at("image_url"));
        return new Part.Image(media, part.at("detail").textOrNull(), null);
    }

    private static Part file(JsonField part) throws RefusedException {
        String uploaded = part.at("file_id").textOrNull();
        String url = part.at("file_url").textOrNull();
        Media media;
        if (uploaded != null) {
            media = new Media.Uploaded(uploaded);
        } else if (url != null) {
            media = new Media.Url(url);
        } else {
            media = DataUrl.read(part.at("file_data"));
        }
        return new Part.Document(media, part.at("filename").textOrNull(), null);
    }
}

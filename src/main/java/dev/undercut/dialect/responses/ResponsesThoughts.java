package dev.undercut.dialect.responses;

import dev.undercut.chat.Part;
import dev.undercut.dialect.JsonField;
import dev.undercut.dialect.RefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads reasoning items that a client sends back. Their {@code encrypted_content} is where a
 * provider's proof of a thought travels; a mark says whether it is a signature or the thought.
 */
final class ResponsesThoughts {
    private static final String SIGNATURE = "uc-signature:";
    private static final String HIDDEN = "uc-thought:";

    private ResponsesThoughts() {}

    static List<Part> read(JsonField item) throws RefusedException {
        String encrypted = item.at("encrypted_content").textOrNull();
        if (encrypted != null && encrypted.startsWith(HIDDEN)) {
            return List.of(new Part.HiddenThought(encrypted.substring(HIDDEN.length())));
        }
        String text = joined(item.at("content"));
        if (text.isEmpty()) {
            text = joined(item.at("summary"));
        }
        String signature = signature(encrypted);
        return text.isEmpty() && signature == null
                ? List.of()
                : List.of(new Part.Thought(text, signature));
    }

    /** One that is not ours is OpenAI's own, which nobody here can be given. */
    private static @Nullable String signature(@Nullable String encrypted) {
        return encrypted != null && encrypted.startsWith(SIGNATURE)
                ? encrypted.substring(SIGNATURE.length())
                : null;
    }

    private static String joined(JsonField parts) throws RefusedException {
        StringBuilder text = new StringBuilder();
        for (JsonField part : parts.items()) {
            text.append(text.isEmpty() ? "" : "\n\n").append(part.at("text").text());
        }
        return text.toString();
    }

    static String ofSignature(String signature) {
        return SIGNATURE + signature;
    }

    static String ofHidden(String data) {
        return HIDDEN + data;
    }
}

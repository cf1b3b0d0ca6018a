package dev.undercut.dialect.openai.request;

import dev.undercut.chat.Part;
import dev.undercut.dialect.JsonField;
import dev.undercut.dialect.RefusedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thoughts, for which the dialect itself has no words. Many servers say {@code reasoning_content}
 * or {@code reasoning}; what else a provider wants back goes into OpenRouter's {@code
 * reasoning_details}, which clients that keep whole messages send back unseen.
 */
public final class OpenAiThoughts {
    /** What most servers call a shown thought. */
    public static final String CONTENT = "reasoning_content";

    /** What the others call it. */
    public static final String CONTENT_TOO = "reasoning";

    /** The list of what a provider wants back. */
    public static final String DETAILS = "reasoning_details";

    private OpenAiThoughts() {}

    /** The thoughts of a message that a client sends back. */
    static List<Part> read(JsonField message) throws RefusedException {
        String shown = shown(message);
        List<Part> parts = new ArrayList<>();
        boolean told = false;
        for (JsonField detail : message.at(DETAILS).items()) {
            if (detail.is("") || !detail.value().isObject()) {
                throw detail.expected("an object");
            }
            String data = detail.at("data").textOrNull();
            if (data != null) {
                parts.add(new Part.HiddenThought(data));
                continue;
            }
            String text = detail.at("text").textOrNull();
            String signature = detail.at("signature").textOrNull();
            if (text == null && signature != null) {
                // In streams the text stands apart from its signature.
                text = told || shown == null ? "" : shown;
            }
            if (text != null) {
                told = true;
                parts.add(new Part.Thought(text, signature));
            }
        }
        if (!told && shown != null) {
            parts.addFirst(new Part.Thought(shown, null));
        }
        return parts;
    }

    private static @Nullable String shown(JsonField message) {
        String content = message.value().path(CONTENT).textValue();
        String text = content == null ? message.value().path(CONTENT_TOO).textValue() : content;
        return text == null || text.isEmpty() ? null : text;
    }
}

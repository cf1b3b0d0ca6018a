package dev.undercut.chat;

import dev.undercut.chat.Conversation.CacheMark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One piece of a message. */
public sealed interface Part {

    /**
     * Text.
     *
     * @param cache the mark for the provider's prompt cache, or null
     */
    record Text(String text, @Nullable CacheMark cache) implements Part {
        public Text(String text) {
            this(text, null);
        }
    }

    /**
     * A picture.
     *
     * @param detail OpenAI's {@code low}, {@code high} or {@code auto}, or null
     * @param cache the mark for the provider's prompt cache, or null
     */
    record Image(Media media, @Nullable String detail, @Nullable CacheMark cache) implements Part {}

    /**
     * A file to read, such as a PDF.
     *
     * @param name its name, or null
     * @param cache the mark for the provider's prompt cache, or null
     */
    record Document(Media media, @Nullable String name, @Nullable CacheMark cache)
            implements Part {}

    /**
     * Sound.
     *
     * @param format such as {@code wav} or {@code mp3}
     * @param base64 the bytes
     */
    record Audio(String format, String base64) implements Part {}

    /**
     * A call of a tool that the model made.
     *
     * @param id pairs it with its result
     * @param name the tool
     * @param arguments JSON text, an object if the model kept to its task; may be empty or broken
     * @param signature what the provider wants back with the call, or null
     */
    record ToolCall(String id, String name, String arguments, @Nullable String signature)
            implements Part {}

    /**
     * What a tool gave back.
     *
     * @param callId the call's id
     * @param content texts and pictures
     * @param error whether the tool failed
     * @param cache the mark for the provider's prompt cache, or null
     */
    record ToolResult(String callId, List<Part> content, boolean error, @Nullable CacheMark cache)
            implements Part {
        public ToolResult {
            content = List.copyOf(content);
        }
    }

    /**
     * What the model thought, as far as it is shown.
     *
     * @param signature the provider's proof that it is its own, or null
     */
    record Thought(String text, @Nullable String signature) implements Part {}

    /** A thought that only its provider can read. */
    record HiddenThought(String data) implements Part {}

    /** The model's words for not answering. */
    record Refused(String text) implements Part {}

    /** Where bytes come from. */
    sealed interface Media {
        /** An address that the provider fetches. */
        record Url(String url) implements Media {}

        /**
         * The bytes themselves.
         *
         * @param type such as {@code image/png}
         * @param base64 the bytes
         */
        record Inline(String type, String base64) implements Media {}

        /** Something uploaded to the provider before. */
        record Uploaded(String id) implements Media {}
    }
}

package dev.undercut.dialect;

import dev.undercut.chat.CallFailure;
import dev.undercut.chat.Conversation;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.SseFrames.Frame;
import java.io.InputStream;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a provider reads requests and writes answers. */
public interface UpstreamDialect {

    /** Its name in data files and configuration: {@code openai}. */
    String name();

    /**
     * Where chat requests go, below the provider's base URL, such as {@code /chat/completions}.
     *
     * @param model the model's id at the provider
     * @param stream whether the answer shall come in pieces
     */
    String chatPath(String model, boolean stream);

    /** The header that carries the key, unless the provider's file names another one. */
    default String keyHeader() {
        return "Authorization";
    }

    /** Headers that every request carries, unless the provider's file says otherwise. */
    default Map<String, String> headers() {
        return Map.of();
    }

    /** Where the tokens of a request can be counted free of cost, or null. */
    default @Nullable String countPath() {
        return null;
    }

    /** How providers of this dialect make embeddings, or null when they make none. */
    default @Nullable UpstreamDialect embeddings() {
        return null;
    }

    /** Says in this dialect what a client of another one said. */
    Outgoing write(Conversation conversation, Target target);

    /**
     * What an answer that is no success means.
     *
     * @param status the HTTP status, not 2xx
     * @param header reads a header by name; null when absent
     * @param body as far as it was read
     */
    CallFailure failure(int status, UnaryOperator<@Nullable String> header, byte[] body);

    /**
     * Whether an answer of this content type is streamed.
     *
     * @param contentType lower case, as it came
     */
    boolean isStream(String contentType);

    /**
     * A streamed answer.
     *
     * @param depth how far to look into it
     */
    AnswerStream stream(InputStream body, Quirks quirks, Depth depth);

    /**
     * Where the visible text stands in an event that only metering has looked into: the bytes of a
     * JSON string between its quotes, none where the event says nothing. What a client was given
     * can so be told at little cost. Null where the event says something else, such as a call of a
     * tool, or where that cannot be told.
     */
    default @Nullable Frame text(Frame event) {
        return null;
    }

    /**
     * Whether an answer of which a client has been given no text yet can begin afresh in its eyes:
     * not where the place for the text may be open already.
     */
    default boolean beginsAgain() {
        return true;
    }

    /**
     * A whole answer, or null when the bytes are none.
     *
     * @param depth how far to look into it
     */
    @Nullable WholeAnswer whole(byte[] body, Quirks quirks, Depth depth);

    /** How far to look into an answer. */
    enum Depth {
        /** As far as metering needs; the bytes themselves go on to the client. */
        METER,
        /** All of it: it will be said again in another dialect. */
        TRANSLATE
    }
}

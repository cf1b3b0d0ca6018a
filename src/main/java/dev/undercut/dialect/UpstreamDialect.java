package dev.undercut.dialect;

import dev.undercut.chat.CallFailure;
import java.io.InputStream;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a provider reads requests and writes answers. */
public interface UpstreamDialect {

    /** Its name in data files and configuration: {@code openai}. */
    String name();

    /** Where chat requests go, below the provider's base URL. */
    String chatPath();

    /**
     * What an answer that is no success means.
     *
     * @param status the HTTP status, not 2xx
     * @param header reads a header by name; null when absent
     * @param body as far as it was read
     */
    CallFailure failure(int status, UnaryOperator<@Nullable String> header, byte[] body);

    /** A streamed answer. */
    AnswerStream stream(InputStream body, Quirks quirks);

    /** A whole answer, or null when the bytes are none. */
    @Nullable WholeAnswer whole(byte[] body, Quirks quirks);
}

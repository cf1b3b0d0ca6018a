package dev.undercut.provider;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who serves models. Bytes go out and come back in the provider's own dialect; what they
 * mean is the dialect's business.
 */
public interface Provider {

    /** The id as in {@code data/providers}, such as {@code deepseek}. */
    String id();

    /** The name of the dialect it speaks, such as {@code openai}. */
    String dialect();

    /**
     * Sends one request and waits for the status line and headers of the answer.
     *
     * <p>Never sends a request twice; a retry is the caller's own counted attempt. Blocks the
     * calling virtual thread; interrupting it, or closing the answer from another thread, ends the
     * call and closes the connection.
     *
     * @throws IOException when there was no answer: no connection, a broken one, or a time-out
     *     ({@link java.net.SocketTimeoutException})
     */
    Answer post(Call call) throws IOException;

    /**
     * One request.
     *
     * @param path below the provider's base URL, such as {@code /chat/completions}
     * @param headers beside the provider's own
     * @param body JSON, UTF-8
     * @param stream whether a stream of events is expected
     * @param firstByte how long to wait for the head of the answer
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Call(
            String path,
            Map<String, String> headers,
            byte[] body,
            boolean stream,
            Duration firstByte) {}

    /** An answer whose head has arrived. Close it in every case. */
    interface Answer extends AutoCloseable {
        int status();

        /** The first header of that name (case ignored), or null. */
        @Nullable String header(String name);

        /** The body as it arrives; read by one thread. */
        InputStream body();

        /** What the provider said, without the operator's credentials that it may quote. */
        default byte[] redacted(byte[] said) {
            return said;
        }

        /**
         * Ends the call. When the body was not read to its end the connection is cut at once, so
         * that the provider stops generating. May be called from any thread, more than once.
         */
        @Override
        void close();
    }
}

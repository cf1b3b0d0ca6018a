package dev.undercut.dispatch;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** The one who asked, on whatever way the answer goes back. */
public interface Client {

    /** One header of an answer. */
    record Header(String name, String value) {}

    /** The first header of that name that came with the request. */
    default Optional<String> header(String name) {
        return Optional.empty();
    }

    /**
     * Sends a whole answer.
     *
     * @throws IOException when the client is gone
     */
    void send(int status, List<Header> headers, byte[] body) throws IOException;

    /**
     * Begins a streamed answer with status 200. What is written goes out at the next flush.
     *
     * @throws IOException when the client is gone
     */
    OutputStream stream(List<Header> headers) throws IOException;

    /**
     * Calls {@code gone}, on another thread, when the client goes away before its answer is whole.
     * Noticing may take a moment, but less than a second.
     */
    void onGone(Runnable gone);
}

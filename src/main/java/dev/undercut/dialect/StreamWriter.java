package dev.undercut.dialect;

import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;
import java.io.IOException;
import java.io.OutputStream;

/** Writes one streamed answer to a client. One writer, one thread at a time. */
public interface StreamWriter {

    /**
     * Writes an event, or keeps it back when it must wait for the books: only a finishing piece and
     * what follows it do.
     *
     * @throws IOException when the client is gone
     */
    void write(StreamEvent event, OutputStream out) throws IOException;

    /**
     * Writes what keeps a silent connection alive and says nothing, or nothing where the dialect
     * has no such thing at this place.
     *
     * @throws IOException when the client is gone
     */
    void ping(OutputStream out) throws IOException;

    /**
     * Writes how far a run is, in a form that clients who know nothing of it skip; what {@link
     * #ping} writes, where the dialect has no such place.
     *
     * @param undercut the JSON of the {@code undercut} object
     * @throws IOException when the client is gone
     */
    default void progress(String undercut, OutputStream out) throws IOException {
        ping(out);
    }

    /**
     * Writes what was kept back, with the receipt, and the dialect's end mark.
     *
     * @param receipt the JSON of the {@code undercut} object
     * @param usage what was used, as billed
     */
    void end(String receipt, Usage usage, OutputStream out) throws IOException;

    /** Writes that the answer broke off: an error event, and no end mark. */
    void broken(Refusal refusal, OutputStream out) throws IOException;
}

package dev.undercut.dialect;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A streamed answer of a provider, event by event. One reader. */
public interface AnswerStream {

    /**
     * The next event, waiting for it if need be; null when the stream has ended. What it holds is
     * valid until the next call.
     *
     * @throws IOException when the stream breaks
     */
    @Nullable StreamEvent next() throws IOException;

    /**
     * Whether {@link #next} would return without waiting: nothing may be held back before it waits.
     */
    boolean isReady();
}

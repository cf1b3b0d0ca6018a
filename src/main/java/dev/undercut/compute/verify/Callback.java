package dev.undercut.compute.verify;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Posts to somebody else's program. */
public interface Callback {
    /** The longest answer that is read, in bytes. */
    int MOST_BYTES = 64 * 1024;

    /**
     * Whether that address may be asked at all, as far as can be told without asking.
     *
     * @throws IOException saying why not
     */
    void check(URI url) throws IOException;

    /**
     * Posts JSON and waits for the answer.
     *
     * @param patience the longest time for all of it
     * @return the body of an answer with status 200
     * @throws IOException when it is not to be reached from here, does not answer in time, answers
     *     with another status (a redirect too) or too much
     * @throws InterruptedException when nobody waits for it any more
     */
    byte[] post(URI url, byte[] json, Duration patience) throws IOException, InterruptedException;
}

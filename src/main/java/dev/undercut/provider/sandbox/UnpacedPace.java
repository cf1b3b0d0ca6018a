package dev.undercut.provider.sandbox;

import java.io.IOException;
import java.time.Duration;

/** Everything is due at once. */
final class UnpacedPace implements Pacing.Pace {

    private volatile boolean ended;

    @Override
    public boolean reach(Duration due, Duration limit) throws IOException {
        if (ended) {
            throw new IOException("the answer was closed");
        }
        return true;
    }

    @Override
    public void end() {
        ended = true;
    }
}

package dev.undercut.provider.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How time passes for an answer of the sandbox: for real, or, in tests, not at all. */
public interface Pacing {

    /** Starts the clock of one answer. */
    Pace begin();

    /** No waiting: every byte is due at once. */
    static Pacing none() {
        return UnpacedPace::new;
    }

    /** Waits as long as the model states. */
    static Pacing real() {
        return realBy(System::nanoTime);
    }

    /** As {@link #real}, by a clock of nanoseconds of one's own. */
    static Pacing realBy(LongSupplier nanos) {
        return () -> new ParkedPace(nanos);
    }

    /** The clock of one answer. */
    interface Pace {

        /**
         * Waits until {@code due} after the beginning, or until {@code limit} where that is sooner.
         *
         * @return whether {@code due} was reached
         * @throws IOException when the answer has ended, even while waiting
         * @throws java.io.InterruptedIOException when the thread was interrupted
         */
        boolean reach(Duration due, Duration limit) throws IOException;

        /** Ends the answer and whoever waits for it; by any thread, more than once. */
        void end();
    }
}

package dev.undercut.app;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Adds up how long some parts of the work took, on whichever threads they run. */
final class Laps {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final AtomicLong nanos = new AtomicLong();

    /** Does that part. */
    <T> T timed(Supplier<T> part) {
        long begun = System.nanoTime();
        try {
            return part.get();
        } finally {
            nanos.addAndGet(System.nanoTime() - begun);
        }
    }

    /** All parts so far, in milliseconds. */
    long millis() {
        return nanos.get() / NANOS_PER_MILLI;
    }
}

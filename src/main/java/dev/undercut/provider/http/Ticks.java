package dev.undercut.provider.http;

/**
 * A clock that stands still between two ticks. Reading it costs next to nothing, which matters
 * where every read of every connection sets a deadline.
 */
final class Ticks {
    /** Nanoseconds between two ticks, about. */
    static final long PERIOD = 100_000_000;

    private volatile long last;

    Ticks(long now) {
        this.last = now;
    }

    void tick(long now) {
        last = now;
    }

    /** Nanoseconds of the monotonic clock at the last tick. */
    long last() {
        return last;
    }

    /** A time that is at least that many nanoseconds away, and up to two periods more. */
    long after(long nanos) {
        return last + PERIOD + nanos;
    }
}

package dev.undercut.provider.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A body written by the thread that reads it: a read makes the next event, waits until it is due,
 * and returns it. Never waits while it holds bytes that were not yet read.
 */
final class PacedBody extends InputStream {

    /** Longer than any answer. */
    private static final Duration FOREVER = Duration.ofDays(1);

    /** Some bytes and when they are due, counted from the beginning of the answer. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Event(Duration due, byte[] bytes) {}

    private final Supplier<@Nullable Event> events;
    private final Pacing.Pace pace;
    private byte[] held = new byte[0];
    private int at;
    private boolean done;

    /**
     * A body.
     *
     * @param events the next event at each call, then null
     */
    PacedBody(Supplier<@Nullable Event> events, Pacing.Pace pace) {
        this.events = events;
        this.pace = pace;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (at == held.length && !next()) {
            return -1;
        }
        int count = Math.min(length, held.length - at);
        System.arraycopy(held, at, into, offset, count);
        at += count;
        return count;
    }

    private boolean next() throws IOException {
        Event event = done ? null : events.get();
        if (event == null) {
            done = true;
            return false;
        }
        pace.reach(event.due, FOREVER);
        held = event.bytes;
        at = 0;
        return true;
    }

    @Override
    public int available() {
        return held.length - at;
    }

    @Override
    public void close() {
        pace.end();
    }
}

package dev.undercut.dispatch.relay;

import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A client of a streamed answer, who hears of us even while the provider is silent. The relay
 * writes events; a thread of its own writes a ping between two of them when the silence is long, so
 * that a slow client holds up nobody else.
 */
public final class Pinging implements Sweeper.Swept, AutoCloseable {
    private final StreamWriter writer;
    private final OutputStream out;
    private final Cancellation gone;
    private final long silenceNanos;
    private final LongSupplier nanos;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile long lastNanos;
    private boolean closed;

    public Pinging(
            StreamWriter writer,
            OutputStream out,
            Cancellation gone,
            Duration silence,
            LongSupplier nanos) {
        this.writer = writer;
        this.out = out;
        this.gone = gone;
        this.silenceNanos = silence.toNanos();
        this.nanos = nanos;
        this.lastNanos = nanos.getAsLong();
    }

    /**
     * Writes an event.
     *
     * @param flush whether nothing more follows at once
     * @throws IOException when the client is gone
     */
    public void write(StreamEvent event, boolean flush) throws IOException {
        writing.lock();
        try {
            writer.write(event, out);
            if (flush) {
                out.flush();
                lastNanos = nanos.getAsLong();
            }
        } finally {
            writing.unlock();
        }
    }

    /**
     * Writes how far a run is.
     *
     * @throws IOException when the client is gone
     */
    public void progress(String undercut) throws IOException {
        writing.lock();
        try {
            writer.progress(undercut, out);
            out.flush();
            lastNanos = nanos.getAsLong();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void sweep() {
        if (silenceNanos > 0 && nanos.getAsLong() - lastNanos > silenceNanos) {
            lastNanos = nanos.getAsLong();
            Thread.ofVirtual().name("ping").start(this::ping);
        }
    }

    /** From now on nobody but the caller writes. */
    @Override
    public void close() {
        writing.lock();
        try {
            closed = true;
        } finally {
            writing.unlock();
        }
    }

    private void ping() {
        if (!writing.tryLock()) {
            return;
        }
        try {
            if (!closed) {
                writer.ping(out);
                out.flush();
            }
        } catch (IOException e) {
            gone.cancel();
        } finally {
            writing.unlock();
        }
    }
}

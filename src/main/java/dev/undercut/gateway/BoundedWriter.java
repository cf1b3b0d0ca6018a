package dev.undercut.gateway;

import dev.undercut.dispatch.relay.Sweeper;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Closes the connection of a client that has stopped reading: a blocked write holds an upstream
 * connection that goes on being paid for, and the socket's own time-out covers reads only.
 */
final class BoundedWriter implements DataWriter, Sweeper.Swept {
    private static final long NOT_WRITING = Long.MIN_VALUE;

    private final DataWriter writer;
    private final HelidonSocket socket;
    private final LongSupplier nanos;
    private final long limitNanos;
    private volatile long started = NOT_WRITING;

    BoundedWriter(DataWriter writer, HelidonSocket socket, LongSupplier nanos, Duration limit) {
        this.writer = writer;
        this.socket = socket;
        this.nanos = nanos;
        this.limitNanos = limit.toNanos();
    }

    @Override
    public void write(BufferData... buffers) {
        timed(() -> writer.write(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        timed(() -> writer.write(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
        timed(() -> writer.writeNow(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        timed(() -> writer.writeNow(buffer));
    }

    @Override
    public void flush() {
        timed(writer::flush);
    }

    @Override
    public void close() {
        writer.close();
    }

    @Override
    public void sweep() {
        long since = started;
        if (since != NOT_WRITING && nanos.getAsLong() - since > limitNanos) {
            started = NOT_WRITING;
            try {
                socket.close();
            } catch (RuntimeException e) {
                // it was closing already
            }
        }
    }

    private void timed(Runnable write) {
        started = nanos.getAsLong();
        try {
            write.run();
        } finally {
            started = NOT_WRITING;
        }
    }
}

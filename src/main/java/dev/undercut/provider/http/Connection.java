package dev.undercut.provider.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * One connection to a provider and the bytes read ahead from it. Used by one exchange at a time.
 *
 * <p>Reads and writes carry no timer of their own: parking a virtual thread with a time-out costs
 * more than the read. A deadline is set instead, and {@link #closeIfLate} is called now and then.
 */
final class Connection implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;
    private static final long NEVER = Long.MAX_VALUE;

    private final Origin origin;
    private final Socket plain;
    private final InputStream in;
    private final OutputStream out;
    private final Ticks ticks;
    private final long openedAt;
    private byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private long idleSince;
    private volatile long deadline = NEVER;
    private volatile boolean late;
    private volatile boolean closed;

    /**
     * Over an open socket.
     *
     * @param plain the TCP connection, closed to end whatever waits for it
     * @param socket the same, or the encrypted one above it
     */
    Connection(Origin origin, Socket plain, Socket socket, Ticks ticks) throws IOException {
        this.origin = origin;
        this.plain = plain;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.ticks = ticks;
        this.openedAt = ticks.last();
    }

    Origin origin() {
        return origin;
    }

    /** What is done from now on must be over within that many nanoseconds. */
    void limit(long nanos) {
        deadline = ticks.after(nanos);
    }

    /** There is no deadline any more. */
    void unlimited() {
        deadline = NEVER;
    }

    /** Ends whatever waits for this connection, once its deadline has passed. */
    void closeIfLate(long now) {
        long limit = deadline;
        if (limit != NEVER && now - limit > 0) {
            late = true;
            close();
        }
    }

    void write(byte[] bytes, int length) throws IOException {
        try {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw told(e);
        }
    }

    /** The bytes that were read and not yet taken; valid from {@link #from} to {@link #to}. */
    byte[] buffer() {
        return buffer;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int available() {
        return to - from;
    }

    void take(int bytes) {
        from += bytes;
    }

    /**
     * Reads more, blocking until there is some. What is not yet taken stays.
     *
     * @param most how many bytes may stand in the buffer at once
     * @return false at the end of the connection
     * @throws IOException when the buffer holds {@code most} already, or the connection broke
     */
    boolean fill(int most) throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (to == buffer.length) {
            makeRoom(most);
        }
        int read = readInto(buffer, to, buffer.length - to);
        if (read < 0) {
            return false;
        }
        to += read;
        return true;
    }

    /** Reads what is buffered, or else from the connection; never blocks with bytes in hand. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (from == to) {
            return readInto(target, offset, length);
        }
        int count = Math.min(length, to - from);
        System.arraycopy(buffer, from, target, offset, count);
        from += count;
        return count;
    }

    private int readInto(byte[] target, int offset, int length) throws IOException {
        try {
            return in.read(target, offset, length);
        } catch (IOException e) {
            throw told(e);
        }
    }

    private void makeRoom(int most) throws IOException {
        byte[] room = buffer;
        if (to - from >= most) {
            throw new IOException("the head of the answer is longer than " + most + " bytes");
        }
        if (to - from > buffer.length / 2) {
            room = new byte[Math.min(most, buffer.length * 2)];
        }
        System.arraycopy(buffer, from, room, 0, to - from);
        to -= from;
        from = 0;
        buffer = room;
    }

    private IOException told(IOException e) {
        if (!late) {
            return e;
        }
        SocketTimeoutException timeout = new SocketTimeoutException("no answer in time");
        timeout.initCause(e);
        return timeout;
    }

    /** Begins to wait for the next exchange. */
    void rest() {
        unlimited();
        if (buffer.length > BUFFER) {
            buffer = new byte[BUFFER];
        }
        idleSince = ticks.last();
    }

    long idleSince() {
        return idleSince;
    }

    long openedAt() {
        return openedAt;
    }

    /** Whether the provider has closed it, or sent what nobody asked for; waits a millisecond. */
    boolean isStale() {
        try {
            plain.setSoTimeout(1);
            try {
                plain.getInputStream().read();
                return true;
            } catch (SocketTimeoutException silent) {
                return false;
            } finally {
                plain.setSoTimeout(0);
            }
        } catch (IOException e) {
            return true;
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Cuts it; from any thread. */
    @Override
    public void close() {
        closed = true;
        try {
            plain.close();
        } catch (IOException e) {
            // Closed is all it was to be; there is nobody to tell.
        }
    }
}

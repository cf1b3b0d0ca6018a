package dev.undercut.provider.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * The body of an answer as it arrives (RFC 9112, section 6): of a known length, in chunks, or until
 * the connection closes. Never waits for more while it has bytes to give.
 */
final class Body extends InputStream {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int MOST_CHUNK_LINE = 64 * 1024;

    /** Room for a first look at a body; only so much is believed of a length that was told. */
    private static final int LEAST_ROOM = 2 * 1024;

    private static final int MOST_ROOM = 1024 * 1024;

    private final Connection connection;
    private final long patience;
    private final Framing framing;
    private long left;
    private boolean afterChunk;
    private boolean inTrailer;
    private boolean ended;
    private int lineEnd;

    /** How the end of a body is told. */
    private enum Framing {
        LENGTH,
        CHUNKS,
        CLOSE
    }

    private Body(Connection connection, long patience, Framing framing, long length) {
        this.connection = connection;
        this.patience = patience;
        this.framing = framing;
        this.left = length;
        this.ended = framing == Framing.LENGTH && length == 0;
    }

    /**
     * The body that follows this head.
     *
     * @param patience nanoseconds of silence after which the connection is given up
     * @throws IOException when the head does not say how long the body is, or says two things
     */
    static Body after(Head head, Connection connection, long patience) throws IOException {
        if (head.status() == NO_CONTENT || head.status() == NOT_MODIFIED) {
            return new Body(connection, patience, Framing.LENGTH, 0);
        }
        String coding = head.header("transfer-encoding");
        if (coding != null) {
            if (!coding.toLowerCase(Locale.ROOT).equals("chunked")) {
                throw new IOException("the answer has an unknown transfer coding: " + coding);
            }
            return new Body(connection, patience, Framing.CHUNKS, 0);
        }
        String length = head.header("content-length");
        return length == null
                ? new Body(connection, patience, Framing.CLOSE, Long.MAX_VALUE)
                : new Body(connection, patience, Framing.LENGTH, length(head, length));
    }

    private static long length(Head head, String text) throws IOException {
        boolean digits = !text.isEmpty() && text.length() <= 18;
        for (int i = 0; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits || head.contradicts("content-length")) {
            throw new IOException("the answer has no clear Content-Length: " + text);
        }
        return Long.parseLong(text);
    }

    /** Whether it was read to its end, and the connection may carry another exchange. */
    boolean leavesConnectionClean() {
        return ended && framing != Framing.CLOSE && connection.available() == 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        connection.limit(patience);
        try {
            return take(target, offset, length);
        } finally {
            connection.unlimited();
        }
    }

    /** Most answers are small: without the 16 KiB that the usual one takes for any. */
    @Override
    public byte[] readNBytes(int length) throws IOException {
        long told = framing == Framing.LENGTH ? left : LEAST_ROOM;
        byte[] bytes = new byte[(int) Math.min(Math.min(told, MOST_ROOM), length)];
        int taken = 0;
        while (taken < length) {
            int read = read(bytes, taken, bytes.length - taken);
            taken += Math.max(read, 0);
            if (read < 0 || ended) {
                break;
            }
            if (taken == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(2L * taken, length));
            }
        }
        return taken == bytes.length ? bytes : Arrays.copyOf(bytes, taken);
    }

    /** From several chunks at once, as far as they have arrived. */
    private int take(byte[] target, int offset, int length) throws IOException {
        int taken = 0;
        while (taken < length && !ended) {
            if (left == 0 && !nextChunk(taken == 0)) {
                break;
            }
            if (ended || (taken > 0 && connection.available() == 0)) {
                break;
            }
            int most = (int) Math.min(left, length - taken);
            int read = connection.read(target, offset + taken, most);
            if (read < 0) {
                closed();
                break;
            }
            taken += read;
            left -= read;
            ended = left == 0 && framing == Framing.LENGTH;
        }
        return taken == 0 ? -1 : taken;
    }

    private void closed() throws EOFException {
        if (framing != Framing.CLOSE) {
            throw new EOFException("the connection was closed within the answer");
        }
        ended = true;
    }

    /**
     * Reads the line before the next chunk, or the end of the body.
     *
     * @return false when it has not arrived and must not be waited for
     */
    private boolean nextChunk(boolean wait) throws IOException {
        if (afterChunk) {
            int length = line(wait);
            if (length < 0) {
                return false;
            }
            if (length > 0) {
                throw new IOException("a chunk of the answer is longer than it said");
            }
            afterChunk = false;
            pastLine();
        }
        if (!inTrailer) {
            int length = line(wait);
            if (length < 0) {
                return false;
            }
            left = size(connection.buffer(), connection.from(), length);
            pastLine();
            afterChunk = left > 0;
            inTrailer = left == 0;
        }
        return !inTrailer || trailer(wait);
    }

    private boolean trailer(boolean wait) throws IOException {
        int length = line(wait);
        while (length > 0) {
            pastLine();
            length = line(wait);
        }
        if (length == 0) {
            pastLine();
            ended = true;
        }
        return ended;
    }

    /**
     * How long the buffered line is, without its end.
     *
     * @return -1 when it has not arrived and must not be waited for
     */
    private int line(boolean wait) throws IOException {
        while (true) {
            byte[] buffer = connection.buffer();
            int from = connection.from();
            for (int i = from; i < connection.to(); i++) {
                if (buffer[i] == '\n') {
                    lineEnd = i + 1 - from;
                    return i > from && buffer[i - 1] == '\r' ? i - 1 - from : i - from;
                }
            }
            if (!wait) {
                return -1;
            }
            if (!connection.fill(MOST_CHUNK_LINE)) {
                closed();
            }
        }
    }

    private void pastLine() {
        connection.take(lineEnd);
    }

    /** The hexadecimal number before any extension. */
    private static long size(byte[] line, int from, int length) throws IOException {
        long size = 0;
        int digits = 0;
        while (digits < length) {
            int digit = Character.digit(line[from + digits], 16);
            if (digit < 0) {
                break;
            }
            size = size * 16 + digit;
            digits++;
        }
        boolean ends = digits == length || " \t;".indexOf(line[from + digits]) >= 0;
        if (digits == 0 || digits > 15 || !ends) {
            throw new IOException("a chunk of the answer does not say how long it is");
        }
        return size;
    }
}

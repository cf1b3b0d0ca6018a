package dev.undercut.dialect.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into JSON objects, whether they stand on lines of their own or as the
 * elements of one array. Works on bytes, so that anything may be split over reads anywhere. Not for
 * use by several threads.
 */
public final class JsonObjects {
    private static final int FIRST_SIZE = 8 * 1024;

    private final InputStream in;
    private final int most;
    private byte[] buffer = new byte[FIRST_SIZE];
    private int start;
    private int limit;
    private int scanned;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private int end = -1;
    private boolean ended;

    /**
     * Reads from {@code in}.
     *
     * @param most the most bytes of one object
     */
    public JsonObjects(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    /**
     * The bytes of the next object, waiting for them if need be; null at the end of the stream.
     *
     * @throws IOException when the stream breaks, ends within an object, holds something else than
     *     objects, or an object is larger than allowed
     */
    public byte @Nullable [] next() throws IOException {
        while (!found()) {
            if (ended) {
                if (depth > 0) {
                    throw new IOException("the stream ended within a JSON object");
                }
                return null;
            }
            fill();
        }
        byte[] object = Arrays.copyOfRange(buffer, start, end);
        start = end;
        end = -1;
        return object;
    }

    /** Whether {@link #next} would return without waiting for bytes. */
    public boolean isReady() {
        try {
            return found() || ended;
        } catch (IOException e) {
            return true;
        }
    }

    private boolean found() throws IOException {
        if (end >= 0) {
            return true;
        }
        for (; scanned < limit; scanned++) {
            byte b = buffer[scanned];
            if (depth == 0) {
                between(b);
            } else if (inString) {
                within(b);
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if ((b == '}' || b == ']') && --depth == 0) {
                scanned++;
                end = scanned;
                return true;
            }
        }
        return false;
    }

    private void between(byte b) throws IOException {
        if (b == '{') {
            start = scanned;
            depth = 1;
        } else if (b != '[' && b != ']' && b != ',' && b != ' ' && b != '\n' && b != '\r'
                && b != '\t') {
            throw new IOException("the stream holds something that is no JSON object");
        } else {
            start = scanned + 1;
        }
    }

    private void within(byte b) {
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            inString = false;
        }
    }

    private void fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            limit -= start;
            scanned -= start;
            start = 0;
        }
        if (limit == buffer.length) {
            if (buffer.length >= most) {
                throw new IOException("an object of more than " + most + " bytes");
            }
            buffer = Arrays.copyOf(buffer, Math.min(most, buffer.length * 2));
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            ended = true;
        } else {
            limit += read;
        }
    }
}

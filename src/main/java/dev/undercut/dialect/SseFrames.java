package dev.undercut.dialect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into server-sent events, by the rules of the HTML standard, section 9.2.6:
 * lines end in LF, CR LF or CR; an empty line ends an event. Works on bytes, so that a character or
 * a line end may be split over reads anywhere.
 *
 * <p>A frame's bytes are valid until the next call. Not for use by several threads.
 */
public final class SseFrames {
    private static final int FIRST_SIZE = 8 * 1024;
    private static final int NOT_FOUND = -1;
    private static final byte[] EMPTY_LINE = {'\n', '\n'};

    private final InputStream in;
    private final int maxFrame;
    private byte[] buffer = new byte[FIRST_SIZE];
    private int start;
    private int limit;
    private int scanned;
    private int lineStart;
    private int found = NOT_FOUND;
    private boolean swallowLf;
    private boolean ended;
    private boolean cut;

    /**
     * Reads from {@code in}.
     *
     * @param maxFrame the most bytes of one event
     */
    public SseFrames(InputStream in, int maxFrame) {
        this.in = in;
        this.maxFrame = maxFrame;
    }

    /**
     * One event with its line ends, as it came.
     *
     * @param buffer holds it; not a copy
     * @param from its first byte
     * @param to the byte after its last
     */
    @SuppressWarnings("ArrayRecordComponent") // a window on the reader's buffer, never compared
    public record Frame(byte[] buffer, int from, int to) {

        /** A copy that outlives the reader's next step. */
        public Frame kept() {
            return new Frame(Arrays.copyOfRange(buffer, from, to), 0, to - from);
        }
    }

    /**
     * The next event, waiting for it if need be; null at the end of the stream. Bytes after the
     * last empty line come as a last frame, with the line ends that it lacks: some servers leave
     * them out. {@link #isCut} tells.
     *
     * @throws IOException when the stream breaks, or an event is larger than allowed
     */
    public @Nullable Frame next() throws IOException {
        while (true) {
            int end = endOfFrame();
            if (end >= 0) {
                return take(end);
            }
            if (ended) {
                return limit > start ? tail() : null;
            }
            fill();
        }
    }

    /** Whether the last frame was not ended by an empty line: it may be only a part of one. */
    public boolean isCut() {
        return cut;
    }

    /** Whether {@link #next} would return without waiting for bytes. */
    public boolean isReady() {
        return endOfFrame() >= 0 || ended;
    }

    /**
     * The event's data: the values of its {@code data:} lines joined by LF; null when it has none.
     */
    public static byte @Nullable [] data(Frame frame) {
        ByteArrayOutputStream joined = null;
        byte[] bytes = frame.buffer;
        int at = frame.from;
        while (at < frame.to) {
            int end = at;
            while (end < frame.to && bytes[end] != '\n' && bytes[end] != '\r') {
                end++;
            }
            if (JsonBytes.startsWith(bytes, at, end, "data:")) {
                int value = at + 5;
                if (value < end && bytes[value] == ' ') {
                    value++;
                }
                if (joined == null) {
                    joined = new ByteArrayOutputStream(end - value);
                } else {
                    joined.write('\n');
                }
                joined.write(bytes, value, end - value);
            }
            at = end + 1;
        }
        return joined == null ? null : joined.toByteArray();
    }

    private Frame take(int end) {
        Frame frame = new Frame(buffer, start, end);
        start = end;
        scanned = end;
        lineStart = end;
        found = NOT_FOUND;
        return frame;
    }

    private Frame tail() {
        cut = true;
        int length = limit - start;
        byte[] whole = Arrays.copyOfRange(buffer, start, limit + EMPTY_LINE.length);
        System.arraycopy(EMPTY_LINE, 0, whole, length, EMPTY_LINE.length);
        start = limit;
        return new Frame(whole, 0, whole.length);
    }

    /**
     * The byte after the empty line that ends the first event, or -1 while it is not here yet.
     * Asking twice gives the same answer.
     */
    private int endOfFrame() {
        if (found == NOT_FOUND) {
            found = search();
        }
        return found;
    }

    private int search() {
        skipLfOfSplitLineEnd();
        while (scanned < limit) {
            byte b = buffer[scanned];
            if (b != '\n' && b != '\r') {
                scanned++;
                continue;
            }
            boolean empty = scanned == lineStart;
            int after = scanned + 1;
            if (b == '\r') {
                if (after < limit && buffer[after] == '\n') {
                    after++;
                } else if (after == limit) {
                    swallowLf = true;
                }
            }
            scanned = after;
            lineStart = after;
            if (empty) {
                return after;
            }
            skipLfOfSplitLineEnd();
        }
        return NOT_FOUND;
    }

    /**
     * After a CR at the very end of what was read, an LF that follows belongs to the same line end.
     */
    private void skipLfOfSplitLineEnd() {
        if (!swallowLf || scanned >= limit) {
            return;
        }
        swallowLf = false;
        if (buffer[scanned] == '\n') {
            if (scanned == start) {
                start++;
            }
            scanned++;
            lineStart = scanned;
        }
    }

    private void fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            limit -= start;
            scanned -= start;
            lineStart -= start;
            start = 0;
        }
        if (limit == buffer.length) {
            if (buffer.length >= maxFrame) {
                throw new IOException("an event of more than " + maxFrame + " bytes");
            }
            buffer = Arrays.copyOf(buffer, Math.min(maxFrame, buffer.length * 2));
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            ended = true;
        } else {
            limit += read;
        }
    }
}

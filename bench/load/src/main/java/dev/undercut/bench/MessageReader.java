package dev.undercut.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads HTTP/1.1 messages, requests and responses alike, from bytes as they arrive. It keeps the
 * head, hands body bytes to a sink without their transfer coding, and allocates nothing per
 * message.
 */
final class MessageReader {
    private static final int MAX_HEAD = 32 * 1024;

    /** Where body bytes go. */
    interface Body {
        void bytes(byte[] buffer, int from, int to);
    }

    private enum State {
        HEAD,
        FIXED,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILER,
        UNTIL_CLOSE,
        DONE
    }

    private final Body body;
    private final byte[] head = new byte[MAX_HEAD];
    private int headLength;
    private State state = State.HEAD;
    private long remaining;
    private int lineLength;
    private boolean response;
    private boolean closing;

    MessageReader(Body body) {
        this.body = body;
    }

    /** Ready for the next message on the same connection. */
    void reset() {
        headLength = 0;
        lineLength = 0;
        state = State.HEAD;
        closing = false;
    }

    /** Whether the message was read to its end. */
    boolean complete() {
        return state == State.DONE;
    }

    /** Whether nothing of a message was read yet. */
    boolean untouched() {
        return state == State.HEAD && headLength == 0;
    }

    /** Whether the sender closes the connection after this message. */
    boolean closing() {
        return closing;
    }

    /** The status of a response; 0 for a request or before the head is complete. */
    int status() {
        if (!response || state == State.HEAD) {
            return 0;
        }
        return (head[9] - '0') * 100 + (head[10] - '0') * 10 + (head[11] - '0');
    }

    /** The first line and the header fields, as far as read. */
    String headText() {
        return new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
    }

    /** Whether the head starts with {@code prefix}. */
    boolean startsWith(byte[] prefix) {
        if (headLength < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (head[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** The end of the connection: completes a message that is delimited by it. */
    void end() {
        if (state == State.UNTIL_CLOSE) {
            state = State.DONE;
        }
    }

    /**
     * Reads on.
     *
     * @return the index after the last byte that belongs to this message
     * @throws IOException when the bytes are no HTTP message
     */
    int feed(byte[] buffer, int from, int to) throws IOException {
        int at = from;
        while (at < to && state != State.DONE) {
            at =
                    switch (state) {
                        case HEAD -> readHead(buffer, at, to);
                        case FIXED -> readFixed(buffer, at, to);
                        case CHUNK_SIZE -> readChunkSize(buffer, at, to);
                        case CHUNK_DATA -> readChunkData(buffer, at, to);
                        case CHUNK_END -> readChunkEnd(buffer, at);
                        case TRAILER -> readTrailer(buffer, at);
                        case UNTIL_CLOSE -> pass(buffer, at, to);
                        case DONE -> at;
                    };
        }
        return at;
    }

    private int readHead(byte[] buffer, int from, int to) throws IOException {
        for (int at = from; at < to; at++) {
            if (headLength == MAX_HEAD) {
                throw new IOException("the head is longer than " + MAX_HEAD + " bytes");
            }
            byte b = buffer[at];
            head[headLength++] = b;
            if (b == '\n'
                    && headLength >= 4
                    && head[headLength - 3] == '\n'
                    && head[headLength - 2] == '\r') {
                beginBody();
                return at + 1;
            }
        }
        return to;
    }

    private void beginBody() throws IOException {
        response = head[0] == 'H' && head[1] == 'T' && head[2] == 'T' && head[3] == 'P';
        remaining = -1;
        boolean chunked = false;
        int line = lineAfter(0);
        while (line < headLength - 2) {
            int first = head[line] | 0x20;
            if (first == 'c' && named(line, "content-length:")) {
                remaining = number(line + 15);
            } else if (first == 't' && named(line, "transfer-encoding:")) {
                chunked = true;
            } else if (first == 'c' && named(line, "connection: close")) {
                closing = true;
            }
            line = lineAfter(line);
        }
        if (chunked) {
            remaining = 0;
            state = State.CHUNK_SIZE;
        } else if (remaining > 0) {
            state = State.FIXED;
        } else {
            state = remaining < 0 && response ? State.UNTIL_CLOSE : State.DONE;
        }
    }

    private int lineAfter(int at) {
        int end = at;
        while (end < headLength && head[end] != '\n') {
            end++;
        }
        return end + 1;
    }

    private boolean named(int at, String lowerCase) {
        if (at + lowerCase.length() > headLength) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            byte b = head[at + i];
            int lower = b >= 'A' && b <= 'Z' ? b | 0x20 : b;
            if (lower != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private long number(int from) throws IOException {
        int at = from;
        while (head[at] == ' ') {
            at++;
        }
        long value = 0;
        int digits = 0;
        while (head[at] >= '0' && head[at] <= '9') {
            value = value * 10 + head[at++] - '0';
            digits++;
        }
        if (digits == 0) {
            throw new IOException("a content-length without a number");
        }
        return value;
    }

    private int readFixed(byte[] buffer, int from, int to) {
        int end = take(buffer, from, to);
        if (remaining == 0) {
            state = State.DONE;
        }
        return end;
    }

    private int readChunkData(byte[] buffer, int from, int to) {
        int end = take(buffer, from, to);
        if (remaining == 0) {
            state = State.CHUNK_END;
        }
        return end;
    }

    private int take(byte[] buffer, int from, int to) {
        int end = (int) Math.min(to, from + remaining);
        remaining -= end - from;
        body.bytes(buffer, from, end);
        return end;
    }

    private int pass(byte[] buffer, int from, int to) {
        body.bytes(buffer, from, to);
        return to;
    }

    private int readChunkSize(byte[] buffer, int from, int to) throws IOException {
        for (int at = from; at < to; at++) {
            byte b = buffer[at];
            if (b == '\n') {
                state = remaining == 0 ? State.TRAILER : State.CHUNK_DATA;
                lineLength = 0;
                return at + 1;
            }
            int digit = Character.digit(b, 16);
            if (digit >= 0) {
                remaining = remaining * 16 + digit;
            } else if (b != '\r') {
                throw new IOException("not the size of a chunk: byte " + b);
            }
        }
        return to;
    }

    private int readChunkEnd(byte[] buffer, int at) {
        if (buffer[at] == '\n') {
            state = State.CHUNK_SIZE;
        }
        return at + 1;
    }

    private int readTrailer(byte[] buffer, int at) {
        if (buffer[at] == '\n') {
            if (lineLength == 0) {
                state = State.DONE;
            }
            lineLength = 0;
        } else if (buffer[at] != '\r') {
            lineLength++;
        }
        return at + 1;
    }
}

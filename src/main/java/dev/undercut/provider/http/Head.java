package dev.undercut.provider.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The status line and headers of an answer (RFC 9112). Header names are compared without case. */
final class Head {
    private static final int MOST_BYTES = 256 * 1024;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int STATUS_FROM = "HTTP/1.x ".length();

    private final byte[] bytes;
    private final int status;

    private Head(byte[] bytes) throws IOException {
        this.bytes = bytes;
        this.status = status(bytes);
    }

    /**
     * Reads the head of the final answer; interim ones (1xx) are passed over.
     *
     * @throws IOException when there is none, or it is no HTTP/1 head
     */
    static Head read(Connection connection) throws IOException {
        Head head = next(connection);
        while (head.status < 200) {
            if (head.status == SWITCHING_PROTOCOLS) {
                throw new IOException("the provider wants another protocol than HTTP/1.1");
            }
            head = next(connection);
        }
        return head;
    }

    private static Head next(Connection connection) throws IOException {
        int looked = 0;
        while (true) {
            int end = end(connection, looked);
            if (end > 0) {
                int start = connection.from();
                byte[] bytes = Arrays.copyOfRange(connection.buffer(), start, start + end);
                connection.take(end);
                return new Head(bytes);
            }
            looked = Math.max(0, connection.available() - 3);
            if (!connection.fill(MOST_BYTES)) {
                throw new IOException(
                        connection.available() == 0
                                ? "the connection was closed before an answer"
                                : "the connection was closed within the head of the answer");
            }
        }
    }

    /** How many buffered bytes the head has, its empty line included; 0 while it is incomplete. */
    private static int end(Connection connection, int looked) {
        byte[] buffer = connection.buffer();
        int start = connection.from();
        for (int i = start + looked; i < connection.to(); i++) {
            if (buffer[i] == '\n' && i > start) {
                boolean empty = buffer[i - 1] == '\n';
                empty |= i - 2 >= start && buffer[i - 1] == '\r' && buffer[i - 2] == '\n';
                if (empty) {
                    return i + 1 - start;
                }
            }
        }
        return 0;
    }

    private static int status(byte[] head) throws IOException {
        boolean http1 =
                head.length > STATUS_FROM + 3
                        && startsWith(head, 0, "HTTP/1.")
                        && head[STATUS_FROM - 1] == ' ';
        int status = 0;
        for (int i = STATUS_FROM; http1 && i < STATUS_FROM + 3; i++) {
            http1 = head[i] >= '0' && head[i] <= '9';
            status = status * 10 + head[i] - '0';
        }
        if (!http1 || status < 100) {
            throw new IOException("the answer is not HTTP/1.1");
        }
        return status;
    }

    int status() {
        return status;
    }

    /** Whether the provider keeps the connection open after this answer. */
    boolean keepsAlive() {
        String said = header("connection");
        if (bytes["HTTP/1.".length()] == '0') {
            return said != null && said.equalsIgnoreCase("keep-alive");
        }
        return said == null || !said.toLowerCase(Locale.ROOT).contains("close");
    }

    /** The first header of that name, without the blanks around it, or null. */
    @Nullable String header(String name) {
        int value = find(name, line(0));
        return value < 0 ? null : text(value);
    }

    /** Whether a second header of that name stands there that says something else. */
    boolean contradicts(String name) {
        int first = find(name, line(0));
        for (int next = first; next >= 0; next = find(name, line(next))) {
            if (!text(next).equals(text(first))) {
                return true;
            }
        }
        return false;
    }

    /** Where the value of the next header of that name begins, looking from there; else -1. */
    private int find(String name, int from) {
        for (int at = from; at < bytes.length; at = line(at)) {
            int colon = at + name.length();
            if (colon < bytes.length && bytes[colon] == ':' && startsWith(bytes, at, name)) {
                return colon + 1;
            }
        }
        return -1;
    }

    private String text(int from) {
        int end = line(from);
        while (end > from && bytes[end - 1] <= ' ') {
            end--;
        }
        int start = from;
        while (start < end && (bytes[start] == ' ' || bytes[start] == '\t')) {
            start++;
        }
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Where the line after this place begins. */
    private int line(int at) {
        int i = at;
        while (i < bytes.length && bytes[i] != '\n') {
            i++;
        }
        return i + 1;
    }

    /** Whether the bytes there are that ASCII text, letters of either case. */
    private static boolean startsWith(byte[] bytes, int at, String text) {
        if (at + text.length() > bytes.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            int want = text.charAt(i);
            int have = bytes[at + i];
            boolean letter = (want >= 'a' && want <= 'z') || (want >= 'A' && want <= 'Z');
            if (have != want && !(letter && (have ^ want) == 0x20)) {
                return false;
            }
        }
        return true;
    }
}

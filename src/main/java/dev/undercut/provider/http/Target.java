package dev.undercut.provider.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where requests go, and the head that every one of them has. */
public final class Target {
    /** Up to here head and body leave in one piece. */
    private static final int SMALL = 64 * 1024;

    private final Origin origin;
    private final byte[] head;

    Target(URI address, Map<String, String> headers) {
        this.origin = Origin.of(address);
        this.head = head(address, origin, headers).getBytes(StandardCharsets.ISO_8859_1);
    }

    Origin origin() {
        return origin;
    }

    /** Sends a POST with that body. */
    void post(Connection connection, byte[] body) throws IOException {
        int together = body.length <= SMALL ? body.length : 0;
        byte[] first =
                joined("POST ", "Content-Length: " + body.length + "\r\n\r\n", body, together);
        connection.write(first, first.length);
        if (together < body.length) {
            connection.write(body, body.length);
        }
    }

    /** Sends a GET. */
    void get(Connection connection) throws IOException {
        byte[] request = joined("GET ", "\r\n", new byte[0], 0);
        connection.write(request, request.length);
    }

    private byte[] joined(String before, String after, byte[] body, int length) {
        byte[] method = before.getBytes(StandardCharsets.ISO_8859_1);
        byte[] end = after.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[method.length + head.length + end.length + length];
        System.arraycopy(method, 0, all, 0, method.length);
        System.arraycopy(head, 0, all, method.length, head.length);
        System.arraycopy(end, 0, all, method.length + head.length, end.length);
        System.arraycopy(body, 0, all, method.length + head.length + end.length, length);
        return all;
    }

    private static String head(URI address, Origin origin, Map<String, String> headers) {
        StringBuilder head = new StringBuilder();
        head.append(address.getRawPath().isEmpty() ? "/" : address.getRawPath());
        if (address.getRawQuery() != null) {
            head.append('?').append(address.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(origin.authority()).append("\r\n");
        headers.forEach((name, value) -> {
            if (!isToken(name) || !isValue(value)) {
                throw new IllegalArgumentException(
                        "the header "
                                + name
                                + " holds a character that no header may hold,"
                                + " such as a line break");
            }
            head.append(name).append(": ").append(value).append("\r\n");
        });
        return head.toString();
    }

    private static boolean isToken(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
    }

    private static boolean isValue(String value) {
        return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 127 && c < 256));
    }
}

package dev.undercut.provider.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where requests go, and the bytes that every one of them begins with. */
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
    void send(Connection connection, byte[] body) throws IOException {
        byte[] length = (body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        int together = body.length <= SMALL ? body.length : 0;
        byte[] first = new byte[head.length + length.length + together];
        System.arraycopy(head, 0, first, 0, head.length);
        System.arraycopy(length, 0, first, head.length, length.length);
        System.arraycopy(body, 0, first, head.length + length.length, together);
        connection.write(first, first.length);
        if (together < body.length) {
            connection.write(body, body.length);
        }
    }

    private static String head(URI address, Origin origin, Map<String, String> headers) {
        StringBuilder head = new StringBuilder("POST ");
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
        return head.append("Content-Length: ").toString();
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

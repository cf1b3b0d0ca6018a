package dev.undercut.dialect.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** A model's id as one segment of a path. */
public final class PathSegment {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String PLAIN = "-._~@";

    private PathSegment() {}

    /** The id with all but unreserved characters and {@code @} percent-encoded. */
    public static String of(String id) {
        StringBuilder segment = new StringBuilder(id.length());
        for (byte b : id.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            if (isPlain(c)) {
                segment.append(c);
            } else {
                segment.append('%').append(HEX.toHexDigits(b));
            }
        }
        return segment.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PLAIN.indexOf(c) >= 0;
    }
}

package dev.undercut.dialect.wire;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the counts of a usage object. */
public final class TokenCounts {
    /** Tokens of one kind that no single call reaches; keeps the arithmetic of costs in range. */
    private static final long MOST = 1_000_000_000;

    private TokenCounts() {}

    /**
     * A count: 0 when the field is missing or null, -1 when it holds none that one call could have.
     */
    public static long read(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        boolean whole = value.canConvertToLong() && value.canConvertToExactIntegral();
        return whole && value.asLong() >= 0 && value.asLong() <= MOST ? value.asLong() : -1;
    }

    /** Bytes of the text in UTF-8. */
    public static int bytes(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // A surrogate is half of four bytes.
                bytes += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
            }
        }
        return bytes;
    }
}

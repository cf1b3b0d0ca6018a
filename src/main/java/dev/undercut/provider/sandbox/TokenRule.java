package dev.undercut.provider.sandbox;

/**
 * How the sandbox counts tokens: four bytes of UTF-8 make one, rounded up; something is at least
 * one, nothing is none; an image or other attachment counts {@value #ATTACHMENT}.
 */
final class TokenRule {

    static final int BYTES = 4;
    static final int ATTACHMENT = 85;

    private TokenRule() {}

    static long ofBytes(long bytes) {
        return (bytes + BYTES - 1) / BYTES;
    }

    static long of(String text) {
        return ofBytes(bytes(text));
    }

    /** The length in UTF-8, without encoding it. */
    static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair counts two of the pair's four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    /** As much of the beginning of {@code text} as fits into {@code tokens}. */
    static String cut(String text, long tokens) {
        long bytes = 0;
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes > tokens * BYTES) {
                return text.substring(0, i);
            }
            i += Character.charCount(point);
        }
        return text;
    }
}

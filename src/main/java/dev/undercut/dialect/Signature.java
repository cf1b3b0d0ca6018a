package dev.undercut.dialect;

import java.util.Optional;

/**
 * A provider's proof of a thought, marked with the dialect that it is good for: {@code
 * anthropic:RAW}. Elsewhere it is worthless, and sent elsewhere it is refused.
 */
public final class Signature {
    private static final char MARK = ':';

    private Signature() {}

    /** The raw proof with its mark. */
    public static String marked(String dialect, String raw) {
        return dialect + MARK + raw;
    }

    /**
     * A proof as a client of {@code dialect} sends it back: what bears no mark is that dialect's
     * own. Raw proofs are Base64, which has no colon.
     */
    public static String fromClient(String dialect, String text) {
        return isMarked(text) ? text : marked(dialect, text);
    }

    /** A proof as a client of {@code dialect} shall see it: its own raw, others with their mark. */
    public static String forClient(String dialect, String marked) {
        return own(dialect, marked).orElse(marked);
    }

    /** The raw proof, where it is one of that dialect. */
    public static Optional<String> own(String dialect, String marked) {
        return marked.startsWith(dialect) && marked.indexOf(MARK) == dialect.length()
                ? Optional.of(marked.substring(dialect.length() + 1))
                : Optional.empty();
    }

    private static boolean isMarked(String text) {
        int mark = text.indexOf(MARK);
        for (int i = 0; i < mark; i++) {
            if (text.charAt(i) < 'a' || text.charAt(i) > 'z') {
                return false;
            }
        }
        return mark > 0;
    }
}

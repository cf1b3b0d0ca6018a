package dev.undercut.chat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where a request stands in the conversation that it goes on with.
 *
 * @param opening a digest of what the conversation began with: the system's words, the tools and
 *     the first message of the user; the same for each of its turns
 * @param turns messages of the user so far, 1 or more
 * @param toolPending whether it brings the result of a tool, in the middle of the model's work
 */
public record Dialogue(String opening, int turns, boolean toolPending) {

    /** Makes the digest by which a conversation is known again that nobody named. */
    public static final class Opening {
        private static final int LENGTH = 16;

        private final MessageDigest digest;

        public Opening() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }

        /** One more text. */
        public void add(byte[] bytes, int from, int length) {
            digest.update(bytes, from, length);
            digest.update((byte) 0);
        }

        /** The digest of all, in hexadecimal digits. To be called once. */
        public String text() {
            return HexFormat.of().formatHex(digest.digest(), 0, LENGTH);
        }
    }
}

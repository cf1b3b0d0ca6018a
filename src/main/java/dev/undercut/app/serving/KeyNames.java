package dev.undercut.app.serving;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names for provider keys under which their health is kept, without the keys. */
final class KeyNames {
    private static final int BYTES = 6;

    private KeyNames() {}

    /** The same name for the same key, from which the key cannot be told. */
    static String of(String provider, String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.getBytes(StandardCharsets.UTF_8));
            return provider + "#" + HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

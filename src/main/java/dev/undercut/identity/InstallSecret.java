package dev.undercut.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of this installation, in {@value #FILE} beside the database: a stolen database alone
 * does not even let one try out guesses at keys.
 */
public final class InstallSecret {

    /** The file's name. */
    public static final String FILE = "install.secret";

    private static final int BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac keyed;

    private InstallSecret(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            keyed = mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /**
     * Reads the secret; makes it when absent, readable by this user only. Of two processes that
     * make it at once, both use the same.
     *
     * @throws IOException with a message for the operator, when it cannot be read or is damaged
     */
    public static InstallSecret load(Path dataDirectory, SecureRandom random) throws IOException {
        Path file = dataDirectory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                create(file, random);
            }
            byte[] secret = Files.readAllBytes(file);
            if (secret.length != BYTES) {
                throw new IOException(
                        "it holds %d bytes instead of %d".formatted(secret.length, BYTES));
            }
            return new InstallSecret(secret);
        } catch (IOException e) {
            throw new IOException(
                    "cannot use the install secret %s: %s. Without the right file no API key works;"
                                    .formatted(file, e.getMessage())
                            + " restore it, or remove it and make new keys",
                    e);
        }
    }

    /** The keyed hash of a presented key: 32 bytes. Safe for use by many threads. */
    byte[] mac(String presented) {
        try {
            // A copy has the key set up already and spares the locks of a shared one.
            Mac copy = (Mac) keyed.clone();
            return copy.doFinal(presented.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's " + ALGORITHM + " can be copied", e);
        }
    }

    private static void create(Path file, SecureRandom random) throws IOException {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        // A temporary file is its owner's alone from the start.
        Path draft = Files.createTempFile(file.getParent(), FILE, ".new");
        try {
            Files.write(draft, secret);
            // A link appears whole or not at all, and never replaces what another process made.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // The other process was faster: its secret counts.
        } catch (UnsupportedOperationException e) {
            Files.move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    @Override
    public String toString() {
        return "InstallSecret";
    }
}

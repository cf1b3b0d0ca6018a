package dev.undercut.identity;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key as the store holds it: without the key.
 *
 * @param id {@code key_} and the first 12 hex digits of {@code mac}
 * @param name given by the operator; of working keys no two have the same
 * @param mac the key's HMAC-SHA-256 under the install secret, 64 hex digits
 * @param hint the key's first characters, enough to tell it from others
 * @param created to the microsecond
 * @param revoked when it ceased to work, or null while it works
 */
public record StoredKey(
        String id,
        String name,
        String mac,
        String hint,
        Instant created,
        @Nullable Instant revoked) {

    /** Whether it opens the door. */
    public boolean works() {
        return revoked == null;
    }

    KeyIdentity identity() {
        return new KeyIdentity(id, name);
    }

    /** Without the hash, so that no log ever holds it. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%s (%s, %s, %s)", id, name, hint, works() ? "works" : "revoked");
    }
}

package dev.undercut.identity;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Makes, lists and revokes keys. A bad name or key is an {@link IllegalArgumentException} whose
 * message is meant for the operator; a store that fails is an {@link IOException}.
 */
public final class ApiKeys {

    /** What every key made here starts with. */
    public static final String PREFIX = "uc-";

    /** The name of the key that {@link #adopt} registers. */
    public static final String ADMIN = "admin";

    private static final String ID_PREFIX = "key_";
    private static final int ID_DIGITS = 12;
    private static final int KEY_BYTES = 32;
    private static final int HINT = 7;
    private static final int LONGEST_NAME = 64;
    private static final int SHORTEST_ADMIN_KEY = 24;

    private final KeyStore store;
    private final InstallSecret secret;
    private final InstantSource clock;
    private final SecureRandom random;

    public ApiKeys(KeyStore store, InstallSecret secret, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.secret = secret;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes a key of 256 random bits.
     *
     * @param name 1 to 64 printable characters; of no other working key, not {@value #ADMIN}, and
     *     not like an id
     */
    public NewKey create(String name) throws IOException {
        String checked = checkedName(name);
        byte[] bits = new byte[KEY_BYTES];
        random.nextBytes(bits);
        String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        StoredKey stored = stored(key, checked);
        if (!store.add(stored)) {
            throw new IllegalArgumentException(
                    "a key named '" + checked + "' exists; revoke it first or choose another name");
        }
        return new NewKey(key, stored.identity());
    }

    /** All keys ever made, oldest first. */
    public List<StoredKey> list() throws IOException {
        return store.all();
    }

    /**
     * Ends a key for good; gateways that run see it within {@link KeyRing#FRESH}.
     *
     * @param idOrName the id of a key, or the name of a working one
     * @return the key that was ended, or empty when there is no such working key
     */
    public Optional<KeyIdentity> revoke(String idOrName) throws IOException {
        for (StoredKey key : store.all()) {
            if (key.works() && (key.id().equals(idOrName) || key.name().equals(idOrName))) {
                return store.revoke(key.id(), now())
                        ? Optional.of(key.identity())
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * Registers the value of {@code UNDERCUT_ADMIN_KEY}; does nothing when it is registered. A new
     * value takes the place of the last one, which is revoked.
     *
     * @param adminKey at least 24 visible ASCII characters
     * @throws IllegalArgumentException when it cannot serve as a key, or was revoked
     */
    public KeyIdentity adopt(String adminKey) throws IOException {
        String key = adminKey.strip();
        if (key.length() < SHORTEST_ADMIN_KEY) {
            throw new IllegalArgumentException(
                    "UNDERCUT_ADMIN_KEY is too short: at least %d characters, better 40 random ones"
                            .formatted(SHORTEST_ADMIN_KEY));
        }
        if (key.length() > KeyRing.LONGEST_KEY || !key.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new IllegalArgumentException(
                    "UNDERCUT_ADMIN_KEY must be at most %d visible ASCII characters without spaces"
                            .formatted(KeyRing.LONGEST_KEY));
        }
        StoredKey wanted = stored(key, ADMIN);
        Optional<StoredKey> present = find(wanted.mac());
        if (present.isEmpty()) {
            revoke(ADMIN);
            store.add(wanted);
            // Not what add() says: another process may have registered the same value just now.
            present = find(wanted.mac());
        }
        return present.filter(StoredKey::works)
                .map(StoredKey::identity)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "the value of UNDERCUT_ADMIN_KEY was revoked; choose"
                                        + " another"));
    }

    private Optional<StoredKey> find(String mac) throws IOException {
        return store.all().stream().filter(key -> key.mac().equals(mac)).findFirst();
    }

    private StoredKey stored(String key, String name) {
        String mac = HexFormat.of().formatHex(secret.mac(key));
        // Of a key that somebody chose, fewer characters: they may be guessable from each other.
        int shown = key.startsWith(PREFIX) ? HINT : HINT / 2;
        return new StoredKey(
                ID_PREFIX + mac.substring(0, ID_DIGITS),
                name,
                mac,
                key.substring(0, shown) + "…",
                now(),
                null);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String checkedName(String name) {
        String stripped = name.strip();
        if (stripped.isEmpty() || stripped.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "a key's name has 1 to %d characters".formatted(LONGEST_NAME));
        }
        if (stripped.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a key's name has no control characters");
        }
        if (stripped.equals(ADMIN) || stripped.startsWith(ID_PREFIX)) {
            throw new IllegalArgumentException(
                    "'%s' cannot name a key: '%s' is the one from UNDERCUT_ADMIN_KEY, and what"
                                    .formatted(stripped, ADMIN)
                            + " starts with '%s' is an id".formatted(ID_PREFIX));
        }
        return stripped;
    }
}

package dev.undercut.identity;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The keys in memory, for the check of every request. Read again from the store every half second
 * by one of the callers while the others go on with what they have; nobody uses keys read more than
 * {@link #FRESH} ago, unless the store cannot be read: then the last ones stay valid.
 */
public final class KeyRing {

    /** How soon a key revoked by another process ceases to work. */
    public static final Duration FRESH = Duration.ofSeconds(1);

    /** Characters of the longest key looked at; a longer one is not hashed. */
    static final int LONGEST_KEY = 512;

    private static final Duration YOUNG = FRESH.dividedBy(2);
    private static final Logger LOG = System.getLogger(KeyRing.class.getName());
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final KeyStore store;
    private final InstallSecret secret;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Snapshot snapshot;

    /**
     * Reads the keys for the first time.
     *
     * @throws IOException when they cannot be read: then nobody can tell who may call
     */
    public KeyRing(KeyStore store, InstallSecret secret, InstantSource clock) throws IOException {
        this.store = store;
        this.secret = secret;
        this.clock = clock;
        this.snapshot = read();
    }

    /** Whose key that is, or empty when it is none that works. */
    public Optional<KeyIdentity> lookup(String presented) {
        if (presented.isEmpty() || presented.length() > LONGEST_KEY) {
            return Optional.empty();
        }
        byte[] mac = secret.mac(presented);
        Held held = current().working().get(start(mac));
        return held != null && MessageDigest.isEqual(held.mac(), mac)
                ? Optional.of(held.identity())
                : Optional.empty();
    }

    /** Whether a key was ever made. Stays true when all are revoked: that must open no door. */
    public boolean hasKeys() {
        return current().everMade();
    }

    /**
     * Whether that is the id of the operator's own key, the one from {@code UNDERCUT_ADMIN_KEY}.
     */
    public boolean isAdmin(String keyId) {
        return current().working().values().stream()
                .map(Held::identity)
                .anyMatch(identity ->
                        identity.id().equals(keyId) && identity.name().equals(ApiKeys.ADMIN));
    }

    private Snapshot current() {
        Snapshot now = snapshot;
        if (isWithin(YOUNG, now)) {
            return now;
        }
        if (!isWithin(FRESH, now)) {
            reading.lock();
        } else if (!reading.tryLock()) {
            return now;
        }
        try {
            if (!isWithin(YOUNG, snapshot)) {
                refresh();
            }
            return snapshot;
        } finally {
            reading.unlock();
        }
    }

    /** A clock set back makes every snapshot old. */
    private boolean isWithin(Duration age, Snapshot keys) {
        Duration since = Duration.between(keys.read(), clock.instant());
        return !since.isNegative() && since.compareTo(age) < 0;
    }

    private void refresh() {
        try {
            snapshot = read();
        } catch (IOException e) {
            LOG.log(Logger.Level.WARNING, "keys cannot be read; the last ones stay valid", e);
            snapshot = new Snapshot(clock.instant(), snapshot.working(), snapshot.everMade());
        }
    }

    private Snapshot read() throws IOException {
        // Taken before: what changes while it is being read counts as not seen.
        Instant read = clock.instant();
        Map<Long, Held> working = new HashMap<>();
        boolean everMade = false;
        for (StoredKey key : store.all()) {
            everMade = true;
            if (key.works()) {
                byte[] mac = HexFormat.of().parseHex(key.mac());
                working.put(start(mac), new Held(mac, key.identity()));
            }
        }
        return new Snapshot(read, working, everMade);
    }

    /** Finds a hash in the map; two that start alike would take 2^32 keys. */
    private static long start(byte[] mac) {
        return (long) LONGS.get(mac, 0);
    }

    /** Never changed once made. */
    private record Snapshot(Instant read, Map<Long, Held> working, boolean everMade) {}

    @SuppressWarnings("ArrayRecordComponent") // compared by content, and only here
    private record Held(byte[] mac, KeyIdentity identity) {
        @Override
        public String toString() {
            return identity.toString();
        }
    }
}

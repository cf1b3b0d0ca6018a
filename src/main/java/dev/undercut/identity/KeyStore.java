package dev.undercut.identity;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Where keys are kept. Several processes may use the same store; safe for use by many threads. */
public interface KeyStore {

    /**
     * Adds a key.
     *
     * @return false when there is a key of that id or hash, or a working one of that name
     * @throws IOException when the store cannot be written
     */
    boolean add(StoredKey key) throws IOException;

    /**
     * Ends a key for good. The record stays.
     *
     * @return false when no working key has that id
     * @throws IOException when the store cannot be written
     */
    boolean revoke(String id, Instant at) throws IOException;

    /**
     * All keys ever made, oldest first, revoked ones too.
     *
     * @throws IOException when the store cannot be read
     */
    List<StoredKey> all() throws IOException;
}

package dev.undercut.identity;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A store of keys that can fail on demand and counts how often it is read. */
final class KeysInMemory implements KeyStore {

    private final List<StoredKey> keys = new ArrayList<>();
    private boolean broken;
    private int reads;

    void breakDown() {
        broken = true;
    }

    int reads() {
        return reads;
    }

    @Override
    public synchronized boolean add(StoredKey key) {
        boolean clash =
                keys.stream()
                        .anyMatch(other ->
                                other.id().equals(key.id())
                                        || other.mac().equals(key.mac())
                                        || (other.works() && other.name().equals(key.name())));
        return !clash && keys.add(key);
    }

    @Override
    public synchronized boolean revoke(String id, Instant at) {
        for (int i = 0; i < keys.size(); i++) {
            StoredKey key = keys.get(i);
            if (key.id().equals(id) && key.works()) {
                keys.set(
                        i, new StoredKey(id, key.name(), key.mac(), key.hint(), key.created(), at));
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized List<StoredKey> all() throws IOException {
        reads++;
        if (broken) {
            throw new IOException("the disk is gone");
        }
        return List.copyOf(keys);
    }
}

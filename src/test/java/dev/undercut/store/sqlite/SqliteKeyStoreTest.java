package dev.undercut.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.identity.ApiKeys;
import dev.undercut.identity.InstallSecret;
import dev.undercut.identity.KeyRing;
import dev.undercut.identity.NewKey;
import dev.undercut.identity.StoredKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteKeyStoreTest {

    private static final Instant CREATED = Instant.parse("2026-11-21T10:15:30.123456Z");

    @TempDir private Path home;
    private SqliteDatabase database;
    private SqliteKeyStore store;

    @BeforeEach
    void open() throws IOException {
        database = SqliteDatabase.open(home, Durability.NORMAL);
        store = new SqliteKeyStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static StoredKey key(String id, String name, String mac) {
        return new StoredKey(id, name, mac, "uc-abcd…", CREATED, null);
    }

    @Test
    void what_is_added_reads_back_the_same() throws Exception {
        StoredKey first = key("key_1", "one", "a".repeat(64));
        assertThat(store.all()).isEmpty();
        assertThat(store.add(first)).isTrue();
        assertThat(store.all()).containsExactly(first);
    }

    @Test
    void a_clash_of_id_hash_or_working_name_is_refused() throws Exception {
        store.add(key("key_1", "one", "a".repeat(64)));
        assertThat(store.add(key("key_1", "two", "b".repeat(64)))).isFalse();
        assertThat(store.add(key("key_2", "two", "a".repeat(64)))).isFalse();
        assertThat(store.add(key("key_2", "one", "b".repeat(64)))).isFalse();
        assertThat(store.all()).hasSize(1);
    }

    @Test
    void a_key_is_revoked_once_and_its_name_is_free_again() throws Exception {
        store.add(key("key_1", "one", "a".repeat(64)));
        assertThat(store.revoke("key_1", CREATED.plusSeconds(1))).isTrue();
        assertThat(store.revoke("key_1", CREATED.plusSeconds(2))).isFalse();
        assertThat(store.revoke("key_9", CREATED)).isFalse();
        assertThat(store.all().getFirst().revoked()).isEqualTo(CREATED.plusSeconds(1));
        assertThat(store.add(key("key_2", "one", "b".repeat(64)))).isTrue();
    }

    @Test
    void a_key_made_and_revoked_by_one_process_is_seen_by_another_and_stands_in_no_file()
            throws Exception {
        SecureRandom random = new SecureRandom();
        AtomicLong seconds = new AtomicLong();
        InstantSource clock = () -> CREATED.plusSeconds(seconds.get());
        InstallSecret secret = InstallSecret.load(home, random);
        KeyRing gateway = new KeyRing(store, secret, clock);
        try (SqliteDatabase elsewhere = SqliteDatabase.open(home, Durability.NORMAL)) {
            ApiKeys keys = new ApiKeys(new SqliteKeyStore(elsewhere), secret, clock, random);
            NewKey made = keys.create("laptop");
            seconds.addAndGet(KeyRing.FRESH.toSeconds());
            assertThat(gateway.lookup(made.secret())).contains(made.identity());
            keys.revoke("laptop");
            seconds.addAndGet(KeyRing.FRESH.toSeconds());
            assertThat(gateway.lookup(made.secret())).isEmpty();
            try (Stream<Path> files = Files.list(home)) {
                assertThat(files.filter(Files::isRegularFile))
                        .noneMatch(file -> holds(file, made.secret().substring(8)));
            }
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package dev.undercut.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {

    private static final String ADMIN_KEY = "correct-horse-battery-staple";

    @TempDir private Path home;
    private final SecureRandom random = new SecureRandom();
    private final KeysInMemory store = new KeysInMemory();
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private InstallSecret secret;
    private ApiKeys keys;
    private KeyRing ring;

    @BeforeEach
    void start() throws IOException {
        secret = InstallSecret.load(home, random);
        keys = new ApiKeys(store, secret, () -> now, random);
        ring = new KeyRing(store, secret, () -> now);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void a_new_key_opens_the_door_and_nothing_else_does() throws Exception {
        assertThat(ring.hasKeys()).isFalse();
        NewKey made = keys.create("laptop");
        pass(KeyRing.FRESH);
        assertThat(ring.hasKeys()).isTrue();
        assertThat(ring.lookup(made.secret())).contains(made.identity());
        assertThat(made.identity().name()).isEqualTo("laptop");
        assertThat(made.identity().id()).matches("key_[0-9a-f]{12}");
        assertThat(made.secret()).matches("uc-[A-Za-z0-9_-]{43}");

        String last = made.secret().endsWith("A") ? "E" : "A";
        assertThat(ring.lookup(made.secret().substring(0, 45) + last)).isEmpty();
        assertThat(ring.lookup(made.secret() + " ")).isEmpty();
        assertThat(ring.lookup("")).isEmpty();
        assertThat(ring.lookup("uc-")).isEmpty();
        assertThat(ring.lookup("x".repeat(1_000_000))).isEmpty();
        assertThat(ring.lookup(made.identity().id())).isEmpty();
        assertThat(ring.lookup(store.all().getFirst().mac())).isEmpty();
    }

    @Test
    void no_two_keys_or_ids_are_alike_and_each_opens_for_its_owner_only() throws Exception {
        Set<String> secrets = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            NewKey made = keys.create("n" + i);
            secrets.add(made.secret());
            ids.add(made.identity().id());
        }
        assertThat(secrets).hasSize(200);
        assertThat(ids).hasSize(200);
        pass(KeyRing.FRESH);
        assertThat(secrets.stream().map(key -> ring.lookup(key).orElseThrow().id()))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void the_key_itself_is_nowhere_but_in_the_answer() throws Exception {
        NewKey made = keys.create("laptop");
        StoredKey stored = keys.list().getFirst();
        String body = made.secret().substring(7);
        assertThat(made.toString()).doesNotContain(body).contains("laptop");
        assertThat(stored.hint()).isEqualTo(made.secret().substring(0, 7) + "…");
        assertThat(stored.mac()).hasSize(64).doesNotContain(body);
        assertThat(stored.toString()).doesNotContain(stored.mac()).doesNotContain(body);
        assertThat(secret.toString()).isEqualTo("InstallSecret");
    }

    @Test
    void a_revoked_key_stops_working_within_a_second_and_leaves_its_record() throws Exception {
        NewKey one = keys.create("one");
        NewKey two = keys.create("two");
        pass(KeyRing.FRESH);
        assertThat(ring.lookup(one.secret())).isPresent();
        assertThat(keys.revoke("one")).contains(one.identity());
        assertThat(keys.revoke(two.identity().id())).contains(two.identity());
        assertThat(keys.revoke("one")).isEmpty();
        assertThat(keys.revoke("nobody")).isEmpty();
        pass(KeyRing.FRESH);
        assertThat(ring.lookup(one.secret())).isEmpty();
        assertThat(ring.lookup(two.secret())).isEmpty();
        assertThat(keys.list()).noneMatch(StoredKey::works).hasSize(2);
        // All revoked is not the same as none made: that opens the door to everybody on loopback.
        assertThat(ring.hasKeys()).isTrue();
    }

    @Test
    void a_name_is_free_again_once_its_key_is_revoked() throws Exception {
        keys.create("laptop");
        assertThatThrownBy(() -> keys.create(" laptop "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exists");
        keys.revoke("laptop");
        assertThat(keys.create("laptop").identity().name()).isEqualTo("laptop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "admin", "key_0123456789ab", "a\nb"})
    void a_name_that_would_confuse_is_refused(String name) {
        assertThatThrownBy(() -> keys.create(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keys_are_read_again_at_most_twice_a_second() throws Exception {
        int before = store.reads();
        for (int i = 0; i < 1_000; i++) {
            pass(Duration.ofMillis(1));
            ring.lookup("uc-wrong");
        }
        assertThat(store.reads() - before).isEqualTo(2);
    }

    @Test
    void when_the_store_breaks_the_last_keys_stay_valid() throws Exception {
        NewKey made = keys.create("laptop");
        pass(KeyRing.FRESH);
        assertThat(ring.lookup(made.secret())).isPresent();
        store.breakDown();
        pass(Duration.ofHours(1));
        assertThat(ring.lookup(made.secret())).isPresent();
        assertThat(ring.lookup("uc-wrong")).isEmpty();
        assertThatThrownBy(() -> new KeyRing(store, secret, () -> now))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_clock_set_back_does_not_keep_a_revoked_key_alive() throws Exception {
        NewKey made = keys.create("laptop");
        pass(KeyRing.FRESH);
        assertThat(ring.lookup(made.secret())).isPresent();
        keys.revoke("laptop");
        pass(Duration.ofHours(-1));
        assertThat(ring.lookup(made.secret())).isEmpty();
    }

    @Test
    void the_admin_key_is_adopted_once_and_a_new_value_takes_its_place() throws Exception {
        KeyIdentity first = keys.adopt(ADMIN_KEY);
        assertThat(keys.adopt(ADMIN_KEY + "\n")).isEqualTo(first);
        assertThat(keys.list()).hasSize(1);
        assertThat(keys.list().getFirst().hint()).isEqualTo("cor…");
        pass(KeyRing.FRESH);
        assertThat(ring.lookup(ADMIN_KEY)).contains(first);

        KeyIdentity second = keys.adopt("another-key-of-enough-length");
        pass(KeyRing.FRESH);
        assertThat(ring.lookup("another-key-of-enough-length")).contains(second);
        assertThat(ring.lookup(ADMIN_KEY)).isEmpty();
        assertThatThrownBy(() -> keys.adopt(ADMIN_KEY)).hasMessageContaining("revoked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "twenty-three-characters",
                "with blanks in between it",
                "mit-Umlauten-äöü-und-lang",
            })
    void an_admin_key_that_cannot_serve_is_refused_and_not_shown(String key) {
        assertThatThrownBy(() -> keys.adopt(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("UNDERCUT_ADMIN_KEY")
                .hasMessageNotContaining("blanks");
    }

    @Test
    void the_install_secret_is_made_once_for_its_owner_only() throws Exception {
        Path file = home.resolve(InstallSecret.FILE);
        assertThat(file).hasSize(32);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        NewKey made = keys.create("laptop");
        KeyRing restarted = new KeyRing(store, InstallSecret.load(home, random), () -> now);
        assertThat(restarted.lookup(made.secret())).isPresent();
        try (var files = Files.list(home)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void processes_that_start_at_once_agree_on_the_install_secret() throws Exception {
        Path fresh = Files.createDirectory(home.resolve("fresh"));
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Future<byte[]>> macs =
                    IntStream.range(0, 8)
                            .mapToObj(i ->
                                    pool.submit(() -> InstallSecret.load(fresh, random).mac("key")))
                            .toList();
            for (Future<byte[]> mac : macs) {
                assertThat(mac.get()).isEqualTo(macs.getFirst().get());
            }
        }
    }

    @Test
    void a_damaged_install_secret_is_refused_with_advice() throws Exception {
        Files.write(home.resolve(InstallSecret.FILE), new byte[5]);
        assertThatThrownBy(() -> InstallSecret.load(home, random))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(InstallSecret.FILE)
                .hasMessageContaining("5 bytes")
                .hasMessageContaining("restore it");
        // Not by its access rights: they stop nobody who is root.
        Path blocked = home.resolve("blocked");
        Files.createDirectories(blocked.resolve(InstallSecret.FILE));
        assertThatThrownBy(() -> InstallSecret.load(blocked, random))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("restore it");
    }
}

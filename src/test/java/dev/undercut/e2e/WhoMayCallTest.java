package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.gateway.Access;
import dev.undercut.gateway.Route;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, first while no key exists and then with keys. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(30)
class WhoMayCallTest {

    private static final int WITHOUT_KEYS = 1;
    private static final int WITH_KEYS = 2;

    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world = new World(home, "allowed_hosts: [llm.example.org]\n");
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
    }

    @Test
    @Order(WITHOUT_KEYS)
    void from_this_machine_nobody_needs_a_key_until_one_exists() throws Exception {
        assertThat(world.chat(World.ask("mini", "hello")).status()).isEqualTo(200);
        assertThat(world.newest().keyId()).isNull();
        assertThat(world.chat(World.ask("mini", "hello"), "Authorization: Bearer uc-any").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @Order(WITHOUT_KEYS)
    @ValueSource(
            strings = {"127.0.0.1", "localhost", "LOCALHOST:4747", "[::1]:99", "llm.example.org"})
    void its_own_names_and_allowed_ones_are_answered(String host) throws Exception {
        assertThat(Wire.get(world.port(), "/v1/models", "Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @Order(WITHOUT_KEYS)
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example:4747",
                "evil.example:127.0.0.1",
                "10.0.0.1",
                "llm.example.org.evil.example",
                "[::1",
                "localhost@evil.example"
            })
    void any_other_host_is_refused_so_that_no_name_can_be_rebound_to_us(String host)
            throws Exception {
        Wire.Answer answer = Wire.get(world.port(), "/v1/models", "Host: " + host);
        assertThat(answer.status()).isIn(400, 403);
        assertThat(answer.text()).doesNotContain("mini");
        assertThat(Wire.chat(world.port(), World.ask("mini", "x"), "Host: " + host).status())
                .isIn(400, 403);
        assertThat(world.alpha.calls()).isEmpty();
    }

    @ParameterizedTest
    @Order(WITHOUT_KEYS)
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://127.0.0.1:1",
                "Origin: http://localhost",
                "Sec-Fetch-Site: cross-site",
            })
    void pages_of_other_origins_are_refused(String header) throws Exception {
        Wire.Answer answer = world.chat(World.ask("mini", "hello"), header);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.errorCode()).isEqualTo("origin_not_allowed");
        assertThat(answer.head().names()).doesNotContain("access-control-allow-origin");
        assertThat(Wire.get(world.port(), "/api/ledger/summary", header).status()).isEqualTo(403);
        assertThat(world.alpha.calls()).isEmpty();
    }

    @Test
    @Order(WITHOUT_KEYS)
    void our_own_origin_is_welcome() throws Exception {
        String own = "Origin: http://127.0.0.1:" + world.port();
        assertThat(world.chat(World.ask("mini", "hello"), own).status()).isEqualTo(200);
    }

    /** What a form of another page can send without asking first. */
    @ParameterizedTest
    @Order(WITHOUT_KEYS)
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain; application/json",
                "application/jsonp",
                "application/json; charset=utf-16",
                ""
            })
    void bodies_that_are_not_json_are_refused(String type) throws Exception {
        for (String path :
                List.of("/v1/chat/completions", "/v1/route/explain", "//v1/chat/completions/")) {
            Wire.Answer answer =
                    Wire.post(
                            world.port(),
                            path,
                            World.ask("mini", "hello"),
                            "Content-Type: " + type);
            assertThat(answer.status()).isEqualTo(415);
        }
        assertThat(world.alpha.calls()).isEmpty();
    }

    @Test
    @Order(WITHOUT_KEYS)
    void no_cross_origin_headers_are_given_to_a_preflight() throws Exception {
        try (Wire wire = new Wire(world.port())) {
            wire.send(
                    wire.head(
                            "OPTIONS",
                            "/v1/chat/completions",
                            List.of(
                                    "Origin: https://evil.example",
                                    "Access-Control-Request-Method: POST")));
            Wire.Answer answer = wire.answer();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.head().names()).noneMatch(name -> name.startsWith("access-control"));
        }
    }

    @Test
    @Order(WITH_KEYS)
    void once_a_key_exists_each_call_needs_one() throws Exception {
        String key = world.house.newKey("each-call");
        Patience.until("the key to count", () -> status("/v1/models") == 401);
        for (String header :
                List.of(
                        "Authorization: Bearer " + key,
                        "authorization: bearer  " + key,
                        "x-api-key: " + key)) {
            assertThat(world.chat(World.ask("mini", "hello"), header).status()).isEqualTo(200);
            assertThat(world.newest().keyId()).startsWith("key_");
        }
        for (String header :
                List.of(
                        "X-Nothing: 1",
                        "Authorization: Bearer uc-wrong",
                        "Authorization: Bearer ",
                        "Authorization: Basic " + key,
                        "Authorization: Bearer " + key + "x",
                        "x-api-key: " + key.substring(0, key.length() - 1),
                        "Cookie: undercut_session=" + key,
                        "Authorization: Bearer " + "x".repeat(20_000))) {
            Wire.Answer answer = world.chat(World.ask("mini", "hello"), header);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.errorCode()).isEqualTo("invalid_api_key");
            assertThat(answer.text()).doesNotContain(key);
        }
        assertThat(world.alpha.calls()).hasSize(3);
    }

    @Test
    @Order(WITH_KEYS)
    void a_revoked_key_ends_within_a_second() throws Exception {
        String key = world.house.newKey("short-lived");
        Patience.until("the key to count", () -> status("/v1/models", "x-api-key: " + key) == 200);
        world.house.revoke("short-lived");
        long revoked = System.nanoTime();
        Patience.until("the end", () -> status("/v1/models", "x-api-key: " + key) == 401);
        assertThat(System.nanoTime() - revoked).isLessThan(1_500_000_000L);
        assertThat(status("/v1/models")).isEqualTo(401);
    }

    @Test
    @Order(WITH_KEYS)
    void every_route_is_guarded() throws Exception {
        world.house.newKey("some-key");
        Patience.until("the key to count", () -> status("/v1/models") == 401);
        assertThat(world.house.routes()).hasSizeGreaterThan(8);
        for (Route route : world.house.routes()) {
            String path = route.path().replace("*", "mini");
            int status =
                    route.method().equals("GET")
                            ? status(path)
                            : Wire.post(world.port(), path, "{}").status();
            switch (route.access()) {
                case OPEN -> assertThat(path).startsWith("/health/");
                case LOGIN -> assertThat(path).isEqualTo("/login");
                case PAGE -> assertThat(status).as(path).isEqualTo(303);
                case KEY -> assertThat(status).as(path).isEqualTo(401);
            }
        }
        assertThat(world.house.routes())
                .filteredOn(route -> route.access() == Access.KEY)
                .extracting(Route::path)
                .contains("/metrics", "/v1/chat/completions", "/api/ledger/entries");
        assertThat(status("/v1//models/")).isEqualTo(401);
        assertThat(status("/health/live")).isEqualTo(200);
    }

    private int status(String path, String... headers) {
        try {
            return Wire.get(world.port(), path, headers).status();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever arrives, it gets a clear answer or none, and the next client is served. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class BadRequestsTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String POST_HEAD =
            "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    private static final String JSON_CHUNKED =
            "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final int MAX_BODY = 64 * 1024;

    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world = new World(home, "limits: {max_body: 64KiB, request_read: 600ms, write: 700ms}\n");
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
    }

    @AfterEach
    void the_server_goes_on() throws Exception {
        world.alpha.reset();
        assertThat(world.chat(World.ask("mini", "hello")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "complete nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "GET /v1/models HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n bad: folded\r\nx\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\nBad Name: x\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                "\r\n\r\n\r\n\u0000\u0001\u0002\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1e3\r\n\r\n",
                POST_HEAD + "Content-Length: 99999999999999999999\r\n\r\n",
                POST_HEAD + JSON_CHUNKED + "ZZ\r\n",
                POST_HEAD + JSON_CHUNKED + "FFFFFFFFFFFFFFFF\r\n",
            })
    void malformed_http_is_refused_or_hung_up_on(String bytes) throws Exception {
        try (Wire wire = new Wire(world.port())) {
            wire.send(bytes);
            refusedOrClosed(wire);
        }
        assertThat(world.alpha.calls()).isEmpty();
    }

    private static void refusedOrClosed(Wire wire) throws IOException {
        Wire.Answer answer;
        try {
            answer = wire.answer();
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return;
        }
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.json().path("error").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(wire.isEnded()).isTrue();
    }

    /** Two readers that disagree about where a request ends can be played against each other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                "Content-Length: 5\r\nContent-Length: 60\r\n",
                "Content-Length: 5, 60\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding: identity\r\nContent-Length: 5\r\n",
                "Content-Length: +5\r\n",
            })
    void a_request_of_doubtful_length_is_refused(String framing) throws Exception {
        try (Wire wire = new Wire(world.port())) {
            wire.send(
                    "POST "
                            + CHAT
                            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                            + framing
                            + "\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            refusedOrClosed(wire);
        }
        assertThat(world.alpha.calls()).isEmpty();
    }

    /** A form of any web page can send such a body; it must never become a request of ours. */
    @ParameterizedTest
    @CsvSource({
        "POST, /v1/chat/completions, text/plain",
        "POST, /v1/chat/completions, application/json",
        "POST, /login, text/plain",
        "POST, /nowhere, text/plain",
        "GET, /v1/models, text/plain",
    })
    void what_is_left_of_a_refused_body_is_never_taken_for_a_request(
            String method, String path, String type) throws Exception {
        String inner = World.ask("mini", "smuggled");
        try (Wire wire = new Wire(world.port())) {
            String smuggled =
                    wire.head(
                                    "POST",
                                    CHAT,
                                    List.of(
                                            "Content-Type: application/json",
                                            "Content-Length: " + inner.length()))
                            + inner;
            wire.send(
                    wire.head(
                                    method,
                                    path,
                                    List.of(
                                            "Origin: https://evil.example",
                                            "Content-Type: " + type,
                                            "Content-Length: " + smuggled.length()))
                            + smuggled);
            wire.endSending();
            assertThat(wire.answer().status()).isEqualTo(403);
            assertThat(wire.isEnded()).isTrue();
        }
        assertThat(world.alpha.calls()).isEmpty();
    }

    @Test
    void a_connection_that_shall_be_closed_is_closed_after_its_last_answer() throws Exception {
        world.alpha.answers(call -> call.stream(1, 1, "x"));
        try (Wire wire = new Wire(world.port())) {
            wire.sendPost(CHAT, World.askStream("mini", "x"), "Connection: close");
            wire.readHead();
            assertThat(wire.rest()).endsWith("[DONE]\n\n");
            assertThat(wire.isEnded()).isTrue();
        }
        try (Wire wire = new Wire(world.port())) {
            assertThat(wire.sendGet("/v1/models", "Connection: close").answer().status())
                    .isEqualTo(200);
            assertThat(wire.isEnded()).isTrue();
        }
    }

    @Test
    void a_connection_may_rest_longer_than_a_request_may_take() throws Exception {
        try (Wire wire = new Wire(world.port())) {
            for (String path : List.of("/v1/models", "/health/live")) {
                assertThat(wire.sendGet(path).answer().status()).isEqualTo(200);
                LockSupport.parkNanos(Duration.ofMillis(800).toNanos());
            }
            wire.sendPost(CHAT, World.ask("mini", "x"));
            assertThat(wire.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void two_hosts_are_one_too_many() throws Exception {
        Wire.Answer answer =
                Wire.get(world.port(), "/v1/models", "Host: 127.0.0.1", "Host: evil.example");
        assertThat(answer.status()).isIn(400, 403);
    }

    @Test
    void a_body_over_the_limit_is_refused_by_its_length_before_it_is_sent() throws Exception {
        try (Wire wire = new Wire(world.port())) {
            wire.send(
                    wire.head(
                            "POST",
                            CHAT,
                            List.of(
                                    "Content-Type: application/json",
                                    "Content-Length: " + 4_000_000_000L)));
            tooLarge(wire);
        }
    }

    @Test
    void a_body_over_the_limit_is_refused_also_when_it_is_all_there() throws Exception {
        try (Wire wire = new Wire(world.port())) {
            wire.sendPost(CHAT, World.ask("mini", "x".repeat(MAX_BODY)));
            wire.endSending();
            tooLarge(wire);
        }
    }

    @Test
    void a_chunked_body_over_the_limit_is_refused() throws Exception {
        try (Wire wire = new Wire(world.port())) {
            wire.send(
                    wire.head(
                            "POST",
                            CHAT,
                            List.of(
                                    "Content-Type: application/json",
                                    "Transfer-Encoding: chunked")));
            wire.send("1\r\n{\r\n");
            for (int i = 0; i < 17; i++) {
                wire.send("1000\r\n" + " ".repeat(4096) + "\r\n");
            }
            wire.endSending();
            tooLarge(wire);
        }
        assertThat(world.newest().errorCode()).isEqualTo("request_too_large");
    }

    private void tooLarge(Wire wire) throws IOException {
        Wire.Answer answer = wire.answer();
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.errorCode()).isEqualTo("request_too_large");
        assertThat(answer.text()).contains("limits.max_body");
        assertThat(wire.isEnded()).isTrue();
        assertThat(world.alpha.calls()).isEmpty();
    }

    @Test
    void a_body_of_exactly_the_limit_is_read() throws Exception {
        String frame = World.ask("mini", "");
        String body = World.ask("mini", "x".repeat(MAX_BODY - frame.length()));
        assertThat(world.chat(body).status()).isEqualTo(200);
    }

    @Test
    void a_body_that_does_not_come_is_given_up_on() throws Exception {
        try (Wire wire = new Wire(world.port())) {
            wire.send(
                    wire.head(
                            "POST",
                            CHAT,
                            List.of("Content-Type: application/json", "Content-Length: 500")));
            wire.send("{\"model\":");
            Wire.Answer answer = wire.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.errorCode()).isEqualTo("request_timeout");
            assertThat(wire.isEnded()).isTrue();
        }
    }

    @Test
    void headers_that_trickle_are_given_up_on() throws Exception {
        long started = System.nanoTime();
        try (Wire wire = new Wire(world.port())) {
            wire.send("GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n");
            Thread dripping = Thread.ofVirtual().start(() -> drip(wire));
            refusedOrClosed(wire);
            wire.hangUp();
            dripping.join();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
    }

    private static void drip(Wire wire) {
        try {
            for (int i = 0; i < 100; i++) {
                wire.send("x-drip-" + i + ": 1\r\n");
                LockSupport.parkNanos(50_000_000L);
            }
        } catch (IOException e) {
            // given up on, as it should be
        }
    }

    @Test
    void endless_headers_are_refused() throws Exception {
        try (Wire wire = new Wire(world.port())) {
            wire.send("GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n");
            try {
                for (int i = 0; i < 200; i++) {
                    wire.send("x-filler-" + i + ": " + "y".repeat(1000) + "\r\n");
                }
                wire.send("\r\n");
            } catch (IOException e) {
                // refused already
            }
            refusedOrClosed(wire);
        }
    }

    @Test
    void a_nested_bomb_is_refused() throws Exception {
        String bomb = "[".repeat(20_000) + "]".repeat(20_000);
        Wire.Answer answer =
                world.chat("{\"model\":\"mini\",\"messages\":[],\"metadata\":" + bomb + "}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(world.alpha.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404",
        "GET, /v1/chat/completions, 405",
        "DELETE, /v1/chat/completions, 405",
        "POST, /v1/models, 405",
        "BREW, /v1/models, 405",
        "GET, /v1/models/, 200",
        "GET, //v1//models, 200",
        "GET, /v1/models/%2e%2e/x, 404",
        "GET, /V1/MODELS, 404",
        "GET, /api/ledger/entries?limit=x, 400",
    })
    void unknown_paths_and_methods_are_refused_in_the_usual_shape(
            String method, String path, int status) throws Exception {
        try (Wire wire = new Wire(world.port())) {
            wire.send(wire.head(method, path, List.of()));
            Wire.Answer answer = wire.answer();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("content-type")).startsWith("application/json");
        }
    }

    @Test
    void a_head_request_gets_no_body() throws Exception {
        for (String path : List.of("/health/live", "/v1/models", "/nowhere")) {
            try (Wire wire = new Wire(world.port())) {
                wire.send(wire.head("HEAD", path, List.of("Connection: close")));
                assertThat(wire.readHead().status()).isBetween(200, 499);
                assertThat(wire.isEnded()).isTrue();
            }
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws Exception {
        try (Wire wire = new Wire(world.port())) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                String body = World.ask("mini", "number " + i);
                all.append(
                                wire.head(
                                        "POST",
                                        CHAT,
                                        List.of(
                                                "Content-Type: application/json",
                                                "Content-Length: " + body.length())))
                        .append(body);
            }
            world.alpha.answers(call -> {
                String text = call.bodyText();
                int at = text.indexOf("number ");
                call.json(200, Answers.whole(text.substring(at, at + 8), 1, 1));
            });
            wire.send(all.toString());
            for (int i = 0; i < 5; i++) {
                assertThat(wire.answer().json().at("/choices/0/message/content").asText())
                        .isEqualTo("number " + i);
            }
        }
    }

    /** The watch for a client that leaves must not swallow the request that comes early. */
    @Test
    void a_request_sent_while_the_last_one_is_answered_is_kept() throws Exception {
        try (Wire wire = new Wire(world.port())) {
            world.alpha.answers(call -> {
                if (call.bodyText().contains("first")) {
                    pause(call, 350);
                }
                call.json(200, Answers.whole("fine", 1, 1));
            });
            wire.sendPost(CHAT, World.ask("mini", "first"));
            Patience.until("the request", () -> world.alpha.calls().size() == 1);
            pause(world.alpha.onlyCall(), 200);
            wire.sendPost(CHAT, World.ask("mini", "second"));
            assertThat(wire.answer().status()).isEqualTo(200);
            assertThat(wire.answer().status()).isEqualTo(200);
            assertThat(wire.sendGet("/health/live").answer().status()).isEqualTo(200);
        }
        assertThat(world.alpha.calls()).hasSize(2);
    }

    private static void pause(FakeProvider.Call call, long millis) throws Exception {
        try {
            call.awaitClosed(Duration.ofMillis(millis));
        } catch (AssertionError e) {
            // nobody left meanwhile
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[]", "{\"model\":1}", "null", "{\"model\":\"nope\",\"messages\":[]}"})
    void the_connection_goes_on_after_a_refused_body(String body) throws Exception {
        try (Wire wire = new Wire(world.port())) {
            Wire.Answer refused = wire.sendPost(CHAT, body).answer();
            assertThat(refused.status()).isBetween(400, 404);
            assertThat(refused.json().at("/error/message").asText()).isNotEmpty();
            assertThat(wire.sendPost(CHAT, World.ask("mini", "x")).answer().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_client_that_waits_to_be_told_to_go_on_is_told() throws Exception {
        String body = World.ask("mini", "hello");
        try (Wire wire = new Wire(world.port())) {
            wire.send(
                    wire.head(
                            "POST",
                            CHAT,
                            List.of(
                                    "Content-Type: application/json",
                                    "Expect: 100-continue",
                                    "Content-Length: " + body.length())));
            assertThat(wire.readHead().status()).isEqualTo(100);
            wire.send(body);
            assertThat(wire.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void a_client_that_never_reads_frees_its_provider() throws Exception {
        world.alpha.answers(call -> {
            call.beginStream();
            String piece = Answers.piece("x".repeat(8_000));
            while (call.isOpen()) {
                call.event(piece);
            }
        });
        try (Wire wire = new Wire(world.port(), 64 * 1024)) {
            wire.sendPost(CHAT, World.askStream("mini", "hello"));
            Patience.until("the request", () -> world.alpha.calls().size() == 1);
            world.alpha.onlyCall().awaitClosed(Duration.ofSeconds(5));
        }
        Patience.until("the entry", () -> world.newest().outcome().code().equals("client_gone"));
    }

    @Test
    void a_client_that_never_reads_a_whole_answer_is_hung_up_on() throws Exception {
        int length = 10_000_000;
        long before = world.house.ledger().summary().requests();
        world.alpha.answersJson(200, Answers.whole("x".repeat(length), 1, 1));
        try (Wire wire = new Wire(world.port(), 64 * 1024)) {
            wire.sendPost(CHAT, World.ask("mini", "hello"));
            Patience.until("the entry", () -> world.house.ledger().summary().requests() > before);
            LockSupport.parkNanos(Duration.ofMillis(1500).toNanos());
            assertThat(wire.drain()).isLessThan(length);
        }
    }
}

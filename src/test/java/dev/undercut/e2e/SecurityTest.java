package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.money.Usd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
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

/** Attacks on a running gateway, from its clients and from its providers; see docs/SECURITY.md. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class SecurityTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final int DEEP = 50_000;
    private static final List<String> OUR_HEADERS =
            List.of(
                    "date",
                    "content-type",
                    "content-length",
                    "transfer-encoding",
                    "connection",
                    "cache-control",
                    "x-accel-buffering",
                    "x-undercut-request-id",
                    "x-undercut-provider",
                    "x-undercut-model",
                    "x-undercut-overhead-us",
                    "x-undercut-cost-usd",
                    "x-undercut-saved-usd");

    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world =
                new World(
                        home,
                        """
                        limits: {request_read: 600ms, max_choices: 4, max_output: 1000}
                        resilience: {retries: 0, breaker: false, recovery: false}
                        """);
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
        world.reset();
        assertThat(world.chat(World.ask("mini", "hello")).status()).isEqualTo(200);
    }

    // 1. No address that a caller names is called.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"api_base\":\"URL\"",
                "\"base_url\":\"URL\",\"api_key\":\"k\"",
                "\"webhook\":\"URL\",\"callback_url\":\"URL\"",
                "\"tools\":[{\"type\":\"mcp\",\"server_url\":\"URL\"}]",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                        + "\"image_url\":{\"url\":\"URL/cat.png\"}}]}]",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\","
                        + "\"file\":{\"file_url\":\"URL/a.pdf\"}}]}]",
            })
    void no_address_in_a_body_is_called(String field) throws Exception {
        String url = "http://127.0.0.1:" + world.gamma.port() + "/v1";
        String messages =
                field.contains("messages")
                        ? ""
                        : ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
        String body = "{\"model\":\"alpha/mini\"," + field.replace("URL", url) + messages + "}";
        world.chat(body);
        Wire.post(world.port(), "/v1/route/explain", body);
        assertThat(world.gamma.calls()).isEmpty();
        assertThat(world.beta.calls()).isEmpty();
    }

    @Test
    void no_address_in_an_image_of_another_dialect_is_called() throws Exception {
        String url = "http://127.0.0.1:" + world.gamma.port() + "/cat.png";
        Wire.post(
                world.port(),
                "/v1/responses",
                "{\"model\":\"alpha/mini\",\"input\":[{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"input_image\",\"image_url\":\""
                        + url
                        + "\"}]}]}");
        Wire.post(
                world.port(),
                "/v1/messages",
                "{\"model\":\"alpha/mini\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                        + "\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\""
                        + url
                        + "\"}}]}]}");
        assertThat(world.gamma.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-undercut-base-url: http://127.0.0.1:PORT/v1",
                "x-portkey-custom-host: http://127.0.0.1:PORT/v1",
                "x-base-url: http://127.0.0.1:PORT",
                "X-Forwarded-Host: 127.0.0.1:PORT",
                "X-Original-URL: http://127.0.0.1:PORT/",
                "Forwarded: host=127.0.0.1:PORT",
            })
    void no_address_in_a_header_is_called(String header) throws Exception {
        Wire.Answer answer =
                world.chat(
                        World.ask("alpha/mini", "x"),
                        header.replace("PORT", Integer.toString(world.gamma.port())));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(world.gamma.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://127.0.0.1:PORT/v1/models HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n",
                "CONNECT 127.0.0.1:PORT HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n",
                "GET //127.0.0.1:PORT/v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            })
    void it_is_no_open_proxy(String request) throws Exception {
        try (Wire wire = new Wire(world.port())) {
            wire.send(request.replace("PORT", Integer.toString(world.gamma.port())));
            refusedOrEnded(wire);
        }
        assertThat(world.gamma.calls()).isEmpty();
    }

    // 3. What a caller writes is data.

    @Test
    void what_a_caller_writes_never_speaks_to_the_database() throws Exception {
        String sql = "x'; DROP TABLE entries; --";
        String body =
                "{\"model\":%s,\"undercut\":{\"task\":%s,\"session\":%s},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
                        .formatted(Answers.quote(sql), Answers.quote(sql), Answers.quote(sql));
        assertThat(world.chat(body, "Authorization: Bearer ' OR 1=1 --").status()).isEqualTo(404);
        assertThat(world.newest().requestedModel()).isEqualTo(sql);
        world.chat(
                body.replaceFirst(java.util.regex.Pattern.quote(Answers.quote(sql)), "\"mini\""));
        assertThat(world.newest().task()).isEqualTo(sql);
        assertThat(world.newest().session()).isEqualTo(sql);
        assertThat(Wire.get(world.port(), "/api/ledger/entries?limit=1;DROP%20TABLE%20x").status())
                .isEqualTo(400);
    }

    // 5. Heads, in both directions.

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothing_of_a_providers_head_reaches_the_client(boolean stream) throws Exception {
        String[] evil = {
            "x-undercut-cost-usd: 0",
            "x-undercut-provider: evil",
            "x-undercut-cached: true",
            "Set-Cookie: undercut_session=evil",
            "Access-Control-Allow-Origin: *",
            "Location: http://evil.example/",
            "Connection: keep-alive, x-evil",
            "X-Evil: 1",
            "x-should-retry: true",
            "Retry-After: 99999",
            "Strict-Transport-Security: max-age=1",
        };
        world.alpha.answers(call -> {
            if (stream) {
                call.head(200, "text/event-stream", "Transfer-Encoding: chunked", evil);
                call.event(Answers.piece("x"));
                call.event(Answers.finish("stop"));
                call.done();
            } else {
                call.json(200, Answers.whole("x", 1, 1), evil);
            }
        });
        Wire.Answer answer =
                world.chat(stream ? World.askStream("mini", "x") : World.ask("mini", "x"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head().names()).isSubsetOf(OUR_HEADERS);
        assertThat(answer.header("x-undercut-provider")).isEqualTo("alpha");
        assertThat(answer.header("x-undercut-cost-usd")).isNotEqualTo("0");
    }

    @Test
    void forged_headers_of_ours_are_not_believed() throws Exception {
        Wire.Answer answer =
                world.chat(
                        World.ask("mini", "x"),
                        "x-undercut-request-id: forged",
                        "x-undercut-provider: gamma",
                        "x-undercut-cached: true",
                        "X-HTTP-Method-Override: DELETE",
                        "X-Forwarded-For: 127.0.0.1");
        assertThat(answer.header("x-undercut-request-id")).isNotEqualTo("forged");
        assertThat(answer.header("x-undercut-provider")).isEqualTo("alpha");
        assertThat(answer.header("x-undercut-cached")).isEmpty();
        assertThat(
                        Wire.get(
                                        world.port(),
                                        "/v1/models",
                                        "Host: evil.example",
                                        "X-Forwarded-Host: 127.0.0.1")
                                .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mini\\r\\nx-evil: 1",
                "mini\\nx-evil: 1\\n\\n<html>",
                "undercut/mini\\rx-evil: 1",
                "alpha/mini\\u000d\\u000ax-evil: 1",
                "\\u0000",
            })
    void a_line_end_in_a_name_begins_no_header(String name) throws Exception {
        Wire.Answer answer =
                world.chat(
                        "{\"model\":\""
                                + name
                                + "\",\"undercut\":{\"task\":\""
                                + name
                                + "\"},"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.head().names()).isSubsetOf(OUR_HEADERS).doesNotContain("x-evil");
        assertThat(answer.json().at("/error/message").asText()).isNotEmpty();
        Wire.Answer one = Wire.get(world.port(), "/v1/models/mini%0d%0ax-evil:%201");
        assertThat(one.status()).isEqualTo(404);
        assertThat(one.head().names()).doesNotContain("x-evil");
    }

    /** Where two readers would see two different requests, there is none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: 127.0.0.1\rx-evil: 1\r\n",
                "Host: 127.0.0.1\r\nx-a: b\r\n c: folded\r\n",
                "Host: 127.0.0.1\r\nx-a: b\r\n\tfolded\r\n",
                "Host: 127.0.0.1\r\nx-a: nul\u0000nul\r\n",
                "Host: 127.0.0.1\r\nContent-Length : 5\r\n",
                "Host : 127.0.0.1\r\n",
                "Host: 127.0.0.1\r\n: no name\r\n",
                "Host: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n",
                "Host: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                "Host: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n",
                "Host: 127.0.0.1\r\nTransfer-Encoding:\u000bchunked\r\n",
                "Host: 127.0.0.1\r\nTransfer-Encoding : chunked\r\n",
            })
    void a_head_that_can_be_read_in_two_ways_is_refused(String headers) throws Exception {
        String body = World.ask("mini", "x");
        try (Wire wire = new Wire(world.port())) {
            wire.send(
                    "POST "
                            + CHAT
                            + " HTTP/1.1\r\nContent-Type: application/json\r\n"
                            + headers
                            + "\r\n"
                            + body);
            refusedOrEnded(wire);
        }
        assertThat(world.alpha.calls()).isEmpty();
    }

    @Test
    void trailers_and_extensions_of_chunks_change_nothing() throws Exception {
        String body = World.ask("mini", "x");
        String size = Integer.toHexString(body.length());
        try (Wire wire = new Wire(world.port())) {
            wire.send(
                    "POST "
                            + CHAT
                            + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + size
                            + ";a=\"b\"\r\n"
                            + body
                            + "\r\n0\r\n\r\n");
            int status = wire.answer().status();
            assertThat(status).isIn(200, 400);
        }
        for (FakeProvider.Call call : world.alpha.calls()) {
            assertThat(call.bodyText())
                    .isEqualTo(
                            body.replace("\"mini\"", "\"up-mini\"")
                                    .replaceFirst("}$", ",\"max_tokens\":1000}"));
        }
        world.alpha.reset();
        try (Wire wire = new Wire(world.port())) {
            wire.send(
                    "POST "
                            + CHAT
                            + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + size
                            + ";"
                            + "x".repeat(2_000_000)
                            + "\r\n");
            refusedOrEnded(wire);
        } catch (IOException e) {
            // hung up on while it was still sending
        }
        assertThat(world.alpha.calls()).isEmpty();
    }

    private static void refusedOrEnded(Wire wire) throws IOException {
        Wire.Answer answer;
        try {
            answer = wire.answer();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return;
        }
        assertThat(answer.status()).isBetween(400, 499);
    }

    // 8. Requests and answers made to exhaust.

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "deflate, gzip", "x"})
    void a_compressed_request_is_refused(String coding) throws Exception {
        Wire.Answer answer = world.chat(World.ask("mini", "x"), "Content-Encoding: " + coding);
        assertThat(answer.status()).as(answer.text()).isEqualTo(415);
        assertThat(world.alpha.calls()).isEmpty();
    }

    /** A thousand times as large once inflated; we never inflate. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_answer_compressed_though_nobody_asked_is_no_answer(boolean stream) throws Exception {
        byte[] bomb = gzip(" ".repeat(20_000_000));
        world.beta.answers(call -> {
            if (stream) {
                call.stream(1, 1, "x");
            } else {
                call.json(200, Answers.whole("x", 1, 1));
            }
        });
        world.alpha.answers(call -> {
            call.head(
                    200,
                    stream ? "text/event-stream" : "application/json",
                    "Content-Length: " + bomb.length,
                    "Content-Encoding: gzip");
            call.raw(bomb);
        });
        Wire.Answer answer =
                world.chat(stream ? World.askStream("mini", "x") : World.ask("mini", "x"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("x-undercut-provider")).isEqualTo("beta");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/chat/completions", "/v1/responses", "/v1/messages", "/v1/embeddings"})
    void a_nested_request_is_refused_in_every_dialect(String path) throws Exception {
        String bomb = "[".repeat(DEEP) + "]".repeat(DEEP);
        for (String field : List.of("messages", "input", "tools", "metadata", "undercut", "x")) {
            String body = "{\"model\":\"mini\",\"max_tokens\":1,\"" + field + "\":" + bomb + "}";
            assertThat(Wire.post(world.port(), path, body).status()).as(field).isEqualTo(400);
        }
        assertThat(world.alpha.calls()).isEmpty();
    }

    @Test
    void a_nested_answer_is_no_answer() throws Exception {
        String bomb = "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP);
        world.alpha.answersJson(
                200, Answers.whole("x", 1, 1).replace("\"logprobs\":null", "\"logprobs\":" + bomb));
        for (String path : List.of(CHAT, "/v1/responses", "/v1/messages")) {
            Wire.Answer answer = Wire.post(world.port(), path, ask(path, false));
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.header("x-undercut-provider")).as(path).isEqualTo("beta");
        }
    }

    @Test
    void a_nested_event_ends_the_stream_or_passes_but_hurts_nobody() throws Exception {
        String bomb = "[".repeat(DEEP) + "]".repeat(DEEP);
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.piece("x"));
            call.event(Answers.piece("y").replace("\"content\":\"y\"", "\"content\":" + bomb));
            call.event(Answers.finish("stop"));
            call.done();
        });
        for (String path : List.of(CHAT, "/v1/responses", "/v1/messages")) {
            Wire.Answer answer = Wire.post(world.port(), path, ask(path, true));
            assertThat(answer.status()).isEqualTo(200);
            String id = answer.header("x-undercut-request-id");
            assertThat(world.entry(id).provider()).isEqualTo("alpha");
        }
    }

    /** A small request in the dialect of that path. */
    private static String ask(String path, boolean stream) {
        String rest = ",\"model\":\"mini\",\"stream\":" + stream + "}";
        return path.endsWith("responses")
                ? "{\"input\":\"x\"" + rest
                : "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]" + rest;
    }

    @Test
    void an_event_without_end_is_cut_and_not_kept() throws Exception {
        byte[] piece = "x".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.piece("x"));
            call.chunk("data: \"".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 70; i++) {
                call.chunk(piece);
            }
            call.silence();
        });
        Wire.Answer answer = world.chat(World.askStream("mini", "x"));
        assertThat(answer.text()).contains("\"error\"").doesNotContain("[DONE]");
        assertThat(answer.body().length).isLessThan(10_000);
        LedgerEntry entry = world.entry(answer.header("x-undercut-request-id"));
        assertThat(entry.errorCode()).isEqualTo("upstream_cut");
    }

    @Test
    void a_hundred_thousand_messages_are_counted_and_sent_or_refused() throws Exception {
        String one = "{\"role\":\"user\",\"content\":\"x\"}";
        String body = "{\"model\":\"own\",\"messages\":[" + one + ("," + one).repeat(99_999) + "]}";
        long started = System.nanoTime();
        assertThat(world.chat(body).status()).isEqualTo(200);
        assertThat(System.nanoTime() - started).isLessThan(10_000_000_000L);
        assertThat(world.gamma.onlyCall().body().length).isGreaterThan(body.length());
    }

    @ParameterizedTest
    @CsvSource({"5, 400", "128, 400", "129, 400", "0, 400", "-1, 400", "1e9, 400", "4, 200"})
    void more_answers_than_allowed_are_refused(String n, int status) throws Exception {
        Wire.Answer answer =
                world.chat(World.ask("mini", "x").replaceFirst("\\{", "{\"n\":" + n + ","));
        assertThat(answer.status()).isEqualTo(status);
        if (status == 400) {
            assertThat(answer.json().at("/error/param").asText()).isEqualTo("n");
            assertThat(world.alpha.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "1.5", "1e3", "99999999999999999999", "\"5\"", "[1]"})
    void an_absurd_output_limit_is_refused(String limit) throws Exception {
        Wire.Answer answer =
                world.chat(
                        World.ask("mini", "x")
                                .replaceFirst("\\{", "{\"max_tokens\":" + limit + ","));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/param").asText()).isEqualTo("max_tokens");
        assertThat(world.alpha.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807, 1000", "1001, 1000", "1000, 1000", "7, 7", "'', 1000"})
    void the_operators_output_limit_holds_for_everybody(String limit, String sent)
            throws Exception {
        String field = limit.isEmpty() ? "" : "\"max_tokens\":" + limit + ",";
        world.chat(World.ask("mini", "x").replaceFirst("\\{", "{" + field));
        assertThat(world.alpha.onlyCall().bodyText()).contains("\"max_tokens\":" + sent);
    }

    // 9. Providers and callers that lie about money.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt_tokens\":-1000,\"completion_tokens\":5,\"total_tokens\":-995}",
                "{\"prompt_tokens\":10,\"completion_tokens\":-5,\"total_tokens\":5}",
                "{\"prompt_tokens\":1e300,\"completion_tokens\":5,\"total_tokens\":5}",
                "{\"prompt_tokens\":9223372036854775807,\"completion_tokens\":9223372036854775807}",
                "{\"prompt_tokens\":\"NaN\",\"completion_tokens\":5,\"total_tokens\":5}",
                "{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":100000}}",
                "[]",
                "\"free\"",
                "",
            })
    void usage_that_makes_no_sense_is_estimated_and_says_so(String usage) throws Exception {
        world.alpha.answersJson(200, Answers.wholeWithUsage("x".repeat(400), usage));
        Wire.Answer whole = world.chat(World.ask("mini", "hello"));
        assertThat(whole.json().at("/undercut/usage_basis").asText()).isEqualTo("estimated");
        sane(world.newest());
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.piece("x".repeat(400)));
            call.event(Answers.finish("stop"));
            if (!usage.isEmpty()) {
                call.event(Answers.chunk("[],\"usage\":" + usage));
            }
            call.done();
        });
        Wire.Answer stream = world.chat(World.askStream("mini", "hello"));
        sane(world.entry(stream.header("x-undercut-request-id")));
    }

    private static void sane(LedgerEntry entry) {
        assertThat(entry.usageBasis()).isEqualTo(UsageBasis.ESTIMATED);
        assertThat(entry.usage().totalOutput()).isBetween(50L, 200L);
        assertThat(entry.cost()).isBetween(Usd.parse("0.0001"), Usd.parse("0.001"));
    }

    @Test
    void usage_said_twice_is_not_added_up() throws Exception {
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.piece("x"));
            call.event(Answers.usage(1000, 500));
            call.event(Answers.finish("stop"));
            call.event(Answers.usage(1000, 500));
            call.event(Answers.usage(1000, 500));
            call.done();
        });
        Wire.Answer answer = world.chat(World.askStream("mini", "hello"));
        LedgerEntry entry = world.entry(answer.header("x-undercut-request-id"));
        assertThat(entry.usage().totalOutput()).isEqualTo(500);
        assertThat(entry.cost()).isEqualTo(Usd.parse("0.002"));
    }

    @Test
    void the_price_is_that_of_the_offer_called_whatever_name_the_answer_bears() throws Exception {
        world.alpha.answersJson(
                200, Answers.whole("x", 1000, 500).replace("\"up-mini\"", "\"own\""));
        assertThat(world.chat(World.ask("mini", "x")).status()).isEqualTo(200);
        assertThat(world.newest().model()).isEqualTo("mini");
        assertThat(world.newest().cost()).isEqualTo(Usd.parse("0.002"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"model\":\"own\",\"model\":\"big\"",
                "\"model\":\"own\",\"\\u006dodel\":\"big\"",
                "\"model\":\"alpha/../gamma/big\"",
                "\"model\":\"undercut/undercut/auto\"",
                "\"model\":\"up-mini \"",
                "\"model\":[\"mini\"]",
                "\"model\":{\"id\":\"mini\"}",
                "\"model\":\"mini\",\"undercut\":{\"model\":\"own\"}",
                "\"model\":\"mini\",\"undercut\":{\"price\":0}",
                "\"model\":\"mini\",\"undercut\":{},\"undercut\":{\"max_usd\":1}",
            })
    void a_name_that_means_two_things_means_nothing(String fields) throws Exception {
        Wire.Answer answer =
                world.chat("{" + fields + ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        assertThat(answer.status()).isIn(400, 404);
        assertThat(world.alpha.calls()).isEmpty();
        assertThat(world.gamma.calls()).isEmpty();
    }
}

package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What providers and clients get is what was sent, but for the few changes that are promised. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class BytesTest {

    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world = new World(home, "");
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
    void only_the_model_and_our_own_field_change_in_a_body_however_it_is_written()
            throws Exception {
        String body =
                """
                \t{ "temperature" : 1.000e0,\r
                  "undercut" : {"task": "odd \\u0022 one", "session":"s"} ,
                  "messages":[ {"role":"user","content":"\\u00e9 é \\/ \\ud83d\\ude00 😀"},
                   {"content":[{"type":"text","text":"x"},{"type":"image_url",
                      "image_url":{"url":"data:image/png;base64,AA+/==" , "detail":"low"}}],"role":"user"}],
                  "model" : "mini", "unknown_key":{"a":[1,2,{"b":null}],"big":123456789012345678901234567890},
                  "seed":-0, "stop":["\\n"] }  \n\
                """;
        assertThat(world.chat(body).status()).isEqualTo(200);
        String expected =
                body.replace(
                                "\"undercut\" : {\"task\": \"odd \\u0022 one\", \"session\":\"s\"} ,",
                                "")
                        .replace("\"mini\"", "\"up-mini\"");
        assertThat(world.alpha.onlyCall().bodyText()).isEqualTo(expected);
        assertThat(world.newest().task()).isEqualTo("odd \" one");
    }

    @Test
    void a_stream_adds_the_request_for_usage_and_nothing_else() throws Exception {
        world.alpha.answers(call -> call.stream(3, 2, "x"));
        String body = World.askStream("mini", "hello");
        world.chat(body);
        assertThat(world.alpha.onlyCall().bodyText())
                .isEqualTo(
                        body.replace("\"mini\"", "\"up-mini\"")
                                .replaceFirst(
                                        "}$", ",\"stream_options\":{\"include_usage\":true}}"));
    }

    @Test
    void a_budget_lowers_the_output_limit_on_the_way() throws Exception {
        String body =
                "{\"model\":\"mini\",\"max_tokens\":9000,\"undercut\":{\"max_usd\":0.001},"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        assertThat(world.chat(body).status()).isEqualTo(200);
        assertThat(world.alpha.onlyCall().bodyText())
                .containsPattern("\"max_tokens\":[1-9]\\d{2},\"messages\"")
                .doesNotContain("undercut");
    }

    @Test
    void megabytes_pass_in_both_directions() throws Exception {
        String long_text = "0123456789abcdef".repeat(160 * 1024);
        world.alpha.answersJson(200, Answers.whole(long_text, 10, 5));
        Wire.Answer answer = world.chat(World.ask("mini", long_text));
        assertThat(answer.json().at("/choices/0/message/content").asText()).isEqualTo(long_text);
        assertThat(world.alpha.onlyCall().bodyText()).isEqualTo(World.ask("up-mini", long_text));
    }

    @Test
    void a_chunked_request_body_arrives_whole() throws Exception {
        String body = World.ask("mini", "in pieces");
        try (Wire wire = new Wire(world.port())) {
            wire.send(
                    wire.head(
                            "POST",
                            "/v1/chat/completions",
                            List.of(
                                    "Content-Type: application/json",
                                    "Transfer-Encoding: chunked")));
            for (int i = 0; i < body.length(); i += 7) {
                String piece = body.substring(i, Math.min(body.length(), i + 7));
                wire.send(Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
            }
            wire.send("0\r\n\r\n");
            assertThat(wire.answer().text()).contains("choices");
            assertThat(wire.sendGet("/health/live").answer().status()).isEqualTo(200);
        }
        assertThat(world.alpha.onlyCall().bodyText())
                .isEqualTo(body.replace("\"mini\"", "\"up-mini\""));
    }

    @Test
    void no_header_of_the_client_reaches_a_provider() throws Exception {
        world.chat(
                World.ask("mini", "hello"),
                "Authorization: Bearer uc-client-secret",
                "x-api-key: uc-client-secret",
                "api-key: other-secret",
                "x-goog-api-key: other-secret",
                "Cookie: undercut_session=other-secret; a=b",
                "Proxy-Authorization: Basic other-secret",
                "Connection: keep-alive, x-mine",
                "X-Mine: other-secret",
                "Keep-Alive: timeout=5",
                "TE: trailers",
                "X-Forwarded-For: 10.1.2.3",
                "OpenAI-Organization: org-of-the-client",
                "Idempotency-Key: other-secret",
                "Accept-Encoding: gzip, br",
                "User-Agent: the-client/1.0",
                "x-undercut-request-id: forged");
        Http11.Head head = world.alpha.onlyCall().head();
        assertThat(head.names())
                .containsOnly("authorization", "accept", "content-type", "content-length", "host");
        assertThat(head.first("authorization")).contains("Bearer " + World.ALPHA_KEY);
        assertThat(head.first("content-type").orElse("")).startsWith("application/json");
        assertThat(head.first("host")).contains("127.0.0.1:" + world.alpha.port());
        assertThat(head.firstLine()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
    }

    @Test
    void a_providers_key_and_headers_go_to_it_alone() throws Exception {
        world.alpha.answersJson(503, Answers.error("x"));
        world.beta.answersJson(503, Answers.error("x"));
        assertThat(world.chat(World.ask("mini", "hello")).status()).isEqualTo(200);
        assertThat(whole(world.alpha)).contains(World.ALPHA_KEY).doesNotContain("beta");
        assertThat(whole(world.beta))
                .contains(World.BETA_KEY, "x-beta-account=acme")
                .doesNotContain("alpha");
        assertThat(whole(world.gamma)).doesNotContain("alpha", "beta", "authorization");
    }

    private static String whole(FakeProvider provider) {
        StringBuilder text = new StringBuilder();
        provider.onlyCall()
                .head()
                .headers()
                .forEach(header ->
                        text.append(header[0].toLowerCase(java.util.Locale.ROOT))
                                .append('=')
                                .append(header[1])
                                .append('\n'));
        return text + provider.onlyCall().bodyText();
    }

    @Test
    void a_redirect_is_not_followed_with_the_key() throws Exception {
        world.alpha.answersJson(
                307, "{}", "Location: http://127.0.0.1:" + world.gamma.port() + "/v1/steal");
        assertThat(world.chat(World.ask("alone", "hello")).status()).isEqualTo(502);
        assertThat(world.gamma.calls()).isEmpty();
    }

    @Test
    void cookies_of_a_provider_are_neither_kept_nor_passed_on() throws Exception {
        world.alpha.answersJson(
                200, Answers.whole("x", 1, 1), "Set-Cookie: a=1", "x-request-id: theirs");
        Wire.Answer answer = world.chat(World.ask("mini", "hello"));
        assertThat(answer.head().names()).doesNotContain("set-cookie");
        world.chat(World.ask("mini", "hello"));
        assertThat(world.alpha.calls().getLast().head().names()).doesNotContain("cookie");
    }

    @Test
    void a_whole_answer_keeps_every_byte_and_gains_a_receipt() throws Exception {
        String original =
                "{ \"id\":\"a\",\n \"choices\" : [ {\"index\":0,\"message\":{\"role\":\"assistant\","
                        + "\"content\":\"\\u20ac € \\/\"},\"finish_reason\":\"stop\"}],\"odd\":1.50e+1 ,"
                        + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2} }\n";
        world.alpha.answersJson(200, original);
        Wire.Answer answer = world.chat(World.ask("mini", "hello"));
        int at = answer.text().indexOf(",\"undercut\":");
        assertThat(at).isPositive();
        String without = answer.text().substring(0, at) + "}\n";
        assertThat(without).isEqualTo(original);
        assertThat(answer.json().at("/undercut/provider").asText()).isEqualTo("alpha");
    }

    @Test
    void the_answers_headers_say_who_answered_and_at_what_cost() throws Exception {
        Wire.Answer answer = world.chat(World.ask("mini", "hello"));
        assertThat(answer.header("x-undercut-provider")).isEqualTo("alpha");
        assertThat(answer.header("x-undercut-model")).isEqualTo("mini");
        assertThat(answer.header("x-undercut-request-id"))
                .isEqualTo(world.newest().requestId())
                .isEqualTo(answer.json().at("/undercut/request_id").asText());
        assertThat(answer.header("x-undercut-overhead-us")).matches("\\d+");
        assertThat(answer.header("x-undercut-cost-usd")).isEqualTo("0.00002");
        assertThat(answer.header("x-undercut-saved-usd")).isEqualTo("0");
    }

    @Test
    void a_stream_keeps_every_byte_but_usage_that_was_not_asked_for() throws Exception {
        List<String> events =
                List.of(
                        "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}],\"usage\":null}\n\n",
                        ": a comment\n\n",
                        "data:{\"choices\":[{\"delta\":{\"content\":\"€ \\u20ac \"}}], \"odd\":[1.0]}\r\n\r\n",
                        "id: 7\nretry: 5\ndata: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\n");
        String finish = "data: " + Answers.finish("stop") + "\n\n";
        world.alpha.answers(call -> {
            call.beginStream();
            for (String event : events) {
                call.chunk(event.getBytes(StandardCharsets.UTF_8));
            }
            call.chunk(finish.getBytes(StandardCharsets.UTF_8));
            call.event(Answers.usage(5, 5));
            call.done();
        });
        String came = world.chat(World.askStream("mini", "hello")).text();
        assertThat(came)
                .startsWith(
                        "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n"
                                + events.get(1)
                                + events.get(2)
                                + events.get(3)
                                + finish.substring(0, finish.length() - 3)
                                + ",\"undercut\":{\"request_id\":\"req_")
                .endsWith("\"cached\":false}}\n\ndata: [DONE]\n\n")
                .doesNotContain("usage");
    }
}

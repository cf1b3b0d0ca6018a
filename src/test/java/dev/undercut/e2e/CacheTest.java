package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.money.Usd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
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

/** The response cache of a running gateway: what is given again, to whom, and what is not. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(30)
class CacheTest {
    private static final String CACHED_RECEIPT = "\"attempts\":[],\"cached\":true}";

    private World world;
    private final AtomicInteger topic = new AtomicInteger();

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world =
                new World(
                        home,
                        """
                          vectors:
                            base_url: http://127.0.0.1:%1$d/v1
                            models:
                              small: {price: {input: 0.02, output: 0}, features: [embeddings]}
                        cache: {enabled: true, max_entry_bytes: 20KiB}
                        resilience: {retries: 0, breaker: false, recovery: false}
                        """,
                        made -> made.alpha.port());
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
        world.alpha.answers(call -> {
            if (call.asksStream()) {
                call.stream(1000, 500, "hel", "lo ", "world");
            } else {
                call.json(200, Answers.whole("hello world", 1000, 500));
            }
        });
    }

    /** A request that no other test has made. */
    private String ask() {
        return World.ask("mini", "question " + topic.incrementAndGet());
    }

    private String askStream() {
        return World.askStream("mini", "question " + topic.incrementAndGet());
    }

    private static String streamed(String request) {
        return request.replaceFirst("\\{", "{\"stream\":true,");
    }

    private static String text(Wire.Answer answer) throws IOException {
        return answer.json().at("/choices/0/message/content").asText();
    }

    private int calls() {
        return world.alpha.calls().size();
    }

    @Test
    @Order(1)
    void the_same_request_again_costs_nothing_and_calls_nobody() throws Exception {
        String request = ask();
        Wire.Answer first = world.chat(request);
        LedgerEntry paid = world.newest();
        Wire.Answer second = world.chat(request);
        LedgerEntry free = world.newest();

        assertThat(calls()).isEqualTo(1);
        assertThat(first.json().at("/undercut/cached").asBoolean()).isFalse();
        assertThat(first.header("x-undercut-cached")).isEmpty();
        assertThat(second.text()).endsWith(CACHED_RECEIPT + "}");
        assertThat(second.text().replaceFirst(",\"undercut\".*", ""))
                .isEqualTo(first.text().replaceFirst(",\"undercut\".*", ""));
        JsonNode receipt = second.json().path("undercut");
        assertThat(receipt.path("cost_usd").asText()).isEqualTo("0");
        assertThat(receipt.path("saved_usd")).isEqualTo(receipt.path("baseline_usd"));
        assertThat(receipt.path("provider").asText()).isEqualTo("alpha");
        assertThat(receipt.path("reason").asText()).contains("from the cache");
        assertThat(receipt.path("request_id").asText()).isEqualTo(free.requestId());
        assertThat(second.header("x-undercut-cached")).isEqualTo("true");
        assertThat(second.header("x-undercut-cost-usd")).isEqualTo("0");
        assertThat(second.header("x-undercut-provider")).isEqualTo("alpha");
        assertThat(free.requestId()).isNotEqualTo(paid.requestId());
        assertThat(free.outcome()).isEqualTo(Outcome.OK);
        assertThat(free.usage()).isEqualTo(paid.usage());
        assertThat(free.usageBasis()).isEqualTo(UsageBasis.CACHED);
        assertThat(free.cost()).isEqualTo(Usd.ZERO);
        assertThat(free.costNote()).isEqualTo("from the cache");
        assertThat(free.saved()).isEqualTo(paid.baseline());
        assertThat(free.attempts()).isEmpty();
        assertThat(Wire.get(world.port(), "/metrics").text())
                .contains("undercut_cache_hits_total{model=\"mini\",provider=\"alpha\"} 1.0")
                .contains(
                        "undercut_tokens_total{kind=\"input\",model=\"mini\",provider=\"alpha\"} 1000.0");
    }

    @Test
    @Order(2)
    void what_is_written_otherwise_but_means_the_same_is_the_same() throws Exception {
        world.chat(
                "{\"model\":\"mini\",\"temperature\":1.0,\"messages\":[{\"role\":\"user\",\"content\":\"é\"}]}");
        Wire.Answer again =
                world.chat(
                        "{ \"messages\" : [{\"content\":\"\\u00e9\",\"role\":\"user\"}],\n"
                                + "\"undercut\":{\"task\":\"t\"},\"temperature\":1.0,\"model\":\"mini\"}");
        assertThat(again.json().at("/undercut/cached").asBoolean()).isTrue();
        assertThat(world.newest().task()).isEqualTo("t");
        assertThat(calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(
            strings = {
                "\"temperature\":1",
                "\"user\":\"another\"",
                "\"seed\":1",
                "\"max_tokens\":7",
                "\"undercut\":{\"cache\":\"off\"}",
                "\"undercut\":{\"max_usd\":0.001}",
                "\"undercut\":{\"providers\":{\"only\":[\"beta\"]}}",
            })
    void what_may_change_the_answer_is_another_request(String more) throws Exception {
        String request = ask();
        world.chat(request);
        Wire.Answer other = world.chat(request.replaceFirst("\\{", "{" + more + ","));
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.json().at("/undercut/cached").asBoolean()).isFalse();
        assertThat(calls() + world.beta.calls().size()).isEqualTo(2);
    }

    @Test
    @Order(2)
    void a_request_that_wants_no_cache_leaves_nothing_in_it() throws Exception {
        String request = ask();
        String past = request.replaceFirst("\\{", "{\"undercut\":{\"cache\":\"off\"},");
        world.chat(past);
        assertThat(world.chat(request).json().at("/undercut/cached").asBoolean()).isFalse();
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    @Order(2)
    void a_stream_is_played_again_event_by_event() throws Exception {
        String request = askStream();
        String first = world.chat(request).text();
        Wire.Answer second = world.chat(request);

        assertThat(calls()).isEqualTo(1);
        assertThat(second.header("content-type")).isEqualTo("text/event-stream");
        assertThat(second.header("x-undercut-cost-usd")).isEqualTo("0");
        assertThat(second.text()).contains(CACHED_RECEIPT).doesNotContain("\"usage\"");
        assertThat(second.text().replaceFirst(",\"undercut\":\\{.*}}\\n", "}\n"))
                .isEqualTo(first.replaceFirst(",\"undercut\":\\{.*}}\\n", "}\n"));
        assertThat(world.newest().stream()).isTrue();
    }

    @Test
    @Order(2)
    void usage_is_in_the_replay_if_this_client_asks_for_it() throws Exception {
        String request = askStream();
        assertThat(world.chat(request).text()).doesNotContain("\"usage\"");
        String asking =
                request.replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},");
        assertThat(world.chat(asking).text()).contains(CACHED_RECEIPT, "\"completion_tokens\":500");
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    @Order(2)
    void a_whole_answer_is_played_as_a_stream_to_who_asks_for_one() throws Exception {
        String request = ask();
        world.chat(request);
        Wire.Answer replay = world.chat(streamed(request));
        assertThat(calls()).isEqualTo(1);
        assertThat(replay.text())
                .contains("\"content\":\"hello world\"", "\"finish_reason\":\"stop\"")
                .contains(CACHED_RECEIPT)
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    @Order(2)
    void a_stream_is_given_whole_to_who_asks_for_it_whole() throws Exception {
        String request = ask();
        world.chat(streamed(request));
        Wire.Answer replay = world.chat(request);
        assertThat(calls()).isEqualTo(1);
        assertThat(text(replay)).isEqualTo("hello world");
        assertThat(replay.json().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(replay.json().at("/usage/completion_tokens").asInt()).isEqualTo(500);
        assertThat(replay.json().at("/undercut/cached").asBoolean()).isTrue();
    }

    @Test
    @Order(2)
    void a_form_that_would_lose_something_is_asked_for_anew() throws Exception {
        String request = ask().replaceFirst("\\{", "{\"logprobs\":true,");
        world.chat(request);
        world.chat(streamed(request));
        assertThat(calls()).isEqualTo(2);
        assertThat(world.chat(request).json().at("/undercut/cached").asBoolean()).isTrue();
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    @Order(2)
    void a_translated_answer_is_given_again_in_either_form() throws Exception {
        String request =
                "{\"model\":\"mini\",\"input\":\"translated %d\"}"
                        .formatted(topic.incrementAndGet());
        Wire.Answer first = Wire.post(world.port(), "/v1/responses", request);
        Wire.Answer second = Wire.post(world.port(), "/v1/responses", request);
        Wire.Answer third = Wire.post(world.port(), "/v1/responses", streamed(request));
        assertThat(calls()).isEqualTo(1);
        assertThat(first.json().at("/output/0/content/0/text").asText()).isEqualTo("hello world");
        assertThat(second.json().at("/output/0/content/0/text").asText()).isEqualTo("hello world");
        assertThat(second.json().at("/undercut/cached").asBoolean()).isTrue();
        assertThat(second.json().path("id")).isNotEqualTo(first.json().path("id"));
        assertThat(third.text())
                .contains("event: response.completed", "hello world", CACHED_RECEIPT);
    }

    @Test
    @Order(2)
    void a_header_that_goes_on_to_providers_is_part_of_the_request() throws Exception {
        String request =
                "{\"model\":\"mini\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"headers %d\"}]}".formatted(topic.incrementAndGet());
        for (String beta : new String[] {"a", "b", "a", "b"}) {
            Wire.Answer answer =
                    Wire.post(
                            world.port(),
                            "/v1/messages",
                            request,
                            "anthropic-version: 2023-06-01",
                            "anthropic-beta: " + beta);
            assertThat(answer.json().at("/content/0/text").asText()).isEqualTo("hello world");
        }
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    @Order(2)
    void vectors_are_kept_too() throws Exception {
        world.alpha.answersJson(
                200,
                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                        + "\"embedding\":[0.5]}],\"model\":\"small\","
                        + "\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}");
        String request = "{\"model\":\"small\",\"input\":\"a\",\"encoding_format\":\"float\"}";
        Wire.post(world.port(), "/v1/embeddings", request);
        Wire.Answer again = Wire.post(world.port(), "/v1/embeddings", request);
        assertThat(calls()).isEqualTo(1);
        assertThat(again.json().at("/data/0/embedding/0").asDouble()).isEqualTo(0.5);
        assertThat(again.json().at("/undercut/cached").asBoolean()).isTrue();
    }

    /** How an answer can go wrong, so that it must not be given again. */
    @SuppressWarnings("ImmutableEnumChecker") // scripts have no state
    enum Flaw {
        REFUSED(call -> call.json(400, Answers.error("no"))),
        FILTERED(
                call -> call.json(200, Answers.whole("x", 1, 1).replace("stop", "content_filter"))),
        FILTERED_STREAM(call -> {
            call.beginStream();
            call.event(Answers.piece("x"));
            call.event(Answers.finish("content_filter"));
            call.done();
        }),
        CUT(call -> {
            call.beginStream();
            call.event(Answers.piece("x"));
            call.cut();
        }),
        ERROR(call -> {
            call.beginStream();
            call.event(Answers.piece("x"));
            call.event(Answers.error("broken"));
            call.endStream();
        }),
        LARGE(call -> call.json(200, Answers.whole("x".repeat(30_000), 1, 1))),
        LARGE_STREAM(call -> call.stream(1, 1, "x".repeat(15_000), "y".repeat(15_000)));

        private final FakeProvider.Script script;

        Flaw(FakeProvider.Script script) {
            this.script = script;
        }

        boolean isStream() {
            return this == FILTERED_STREAM || this == CUT || this == ERROR || this == LARGE_STREAM;
        }
    }

    @ParameterizedTest
    @Order(2)
    @org.junit.jupiter.params.provider.EnumSource
    void an_answer_that_is_not_whole_and_good_is_never_given_again(Flaw flaw) throws Exception {
        String request = flaw.isStream() ? askStream() : ask();
        world.alpha.answers(flaw.script);
        world.chat(request);
        int before = calls();
        reset();
        assertThat(world.chat(request).text()).contains("hel").doesNotContain(CACHED_RECEIPT);
        assertThat(before).isEqualTo(1);
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    @Order(2)
    void several_answers_at_once_are_not_kept() throws Exception {
        String request = ask().replaceFirst("\\{", "{\"n\":2,");
        world.chat(request);
        world.chat(request);
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    @Order(2)
    void a_large_request_is_not_kept() throws Exception {
        String request = World.ask("mini", "x".repeat(25_000));
        world.chat(request);
        world.chat(request);
        assertThat(calls()).isEqualTo(2);
    }

    /** The market's first choice is what the name means now; an understudy's answer is not it. */
    @Test
    @Order(2)
    void the_answer_of_a_fallback_is_not_given_for_that_of_the_first_offer() throws Exception {
        String request = ask();
        world.alpha.answersJson(500, Answers.error("down"));
        assertThat(world.chat(request).json().at("/undercut/provider").asText()).isEqualTo("beta");
        reset();
        Wire.Answer next = world.chat(request);
        assertThat(next.json().at("/undercut/provider").asText()).isEqualTo("alpha");
        assertThat(next.json().at("/undercut/cached").asBoolean()).isFalse();
    }

    @Test
    @Order(3)
    void two_keys_never_share_an_answer() throws Exception {
        String mine = world.house.newKey("mine");
        String theirs = world.house.newKey("theirs");
        Patience.until("the keys to count", () -> isGuarded());
        String request = ask();
        assertThat(text(world.chat(request, "x-api-key: " + mine))).isEqualTo("hello world");
        world.alpha.answersJson(200, Answers.whole("for them", 1, 1));

        Wire.Answer other = world.chat(request, "x-api-key: " + theirs);
        assertThat(text(other)).isEqualTo("for them");
        assertThat(other.json().at("/undercut/cached").asBoolean()).isFalse();
        assertThat(text(world.chat(request, "x-api-key: " + mine))).isEqualTo("hello world");
        assertThat(world.newest().usageBasis()).isEqualTo(UsageBasis.CACHED);
        assertThat(text(world.chat(request, "x-api-key: " + theirs))).isEqualTo("for them");
        assertThat(calls()).isEqualTo(2);
        assertThat(world.chat(request).status()).isEqualTo(401);
        assertThat(world.chat(request, "x-api-key: uc-wrong").status()).isEqualTo(401);
    }

    private boolean isGuarded() {
        try {
            return Wire.get(world.port(), "/v1/models").status() == 401;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @Order(4)
    void nothing_is_kept_unless_it_is_switched_on(@TempDir Path home) throws Exception {
        try (World plain = new World(home, "")) {
            String request = ask();
            plain.chat(request);
            assertThat(plain.chat(request).json().at("/undercut/cached").asBoolean()).isFalse();
            assertThat(plain.alpha.calls()).hasSize(2);
        }
    }
}

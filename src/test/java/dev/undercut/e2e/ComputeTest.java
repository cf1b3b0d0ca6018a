package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.money.Usd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of test-time compute, seen from outside. */
@Timeout(60)
class ComputeTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir private static Path home;

    private static World world;

    @BeforeAll
    static void start() throws IOException {
        world =
                new World(
                        home,
                        "presets:\n  thorough: {model: mini, compute: vote-3}\n"
                                + "  checked: {model: mini, compute: '{\"strategy\":\"best\",\"n\":2}'}\n");
    }

    @AfterAll
    static void stop() throws IOException {
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
    }

    /** Answers of the cheapest provider, one after the other, the last one again and again. */
    private static void alphaSays(String... texts) {
        AtomicInteger next = new AtomicInteger();
        world.alpha.answers(call ->
                call.stream(10, 5, texts[Math.min(next.getAndIncrement(), texts.length - 1)]));
    }

    private static JsonNode json(Wire.Answer answer) throws IOException {
        return MAPPER.readTree(answer.body());
    }

    private static String with(String model, String more) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"6*7?\"}]%s}"
                .formatted(model, more);
    }

    private static String compute(String fields) {
        return with("mini", ",\"undercut\":{\"compute\":{" + fields + "}}");
    }

    private static List<JsonNode> chunks(Wire.Answer answer) throws IOException {
        List<JsonNode> chunks = new ArrayList<>();
        for (String line : answer.text().lines().toList()) {
            if (line.startsWith("data: {")) {
                chunks.add(MAPPER.readTree(line.substring(6)));
            }
        }
        return chunks;
    }

    @Test
    void a_suffix_makes_the_calls_and_answers_with_the_majority_and_one_bill() throws Exception {
        alphaSays("It is 41", "It is 42", "It is 42", "It is 42", "It is 42", "It is 42");
        Wire.Answer answer = world.chat(with("mini:vote-5", ""));
        assertThat(answer.status()).isEqualTo(200);
        JsonNode json = json(answer);
        assertThat(json.at("/choices/0/message/content").asText()).isEqualTo("It is 42");
        assertThat(json.path("model").asText()).isEqualTo("mini");
        JsonNode compute = json.at("/undercut/compute");
        assertThat(compute.path("strategy").asText()).isEqualTo("vote");
        int calls = compute.path("calls").asInt();
        assertThat(calls).isBetween(4, 5);
        assertThat(json.at("/usage/prompt_tokens").asInt())
                .isLessThanOrEqualTo(10 * calls)
                .isGreaterThan(20);
        assertThat(compute.at("/usage_winner/prompt_tokens").asInt()).isEqualTo(10);
        assertThat(compute.path("est_usd").isNumber()).isTrue();
        String id = answer.header("x-undercut-run");
        assertThat(id).isEqualTo(json.at("/undercut/request_id").asText());
        LedgerEntry run = world.entry(id);
        assertThat(run.requestedModel()).isEqualTo("mini:vote-5");
        assertThat(run.lineage().calls()).isEqualTo(calls);
        List<LedgerEntry> rows = world.house.ledger().callsOf(id);
        assertThat(rows).hasSize(calls);
        Usd sum = rows.stream().map(LedgerEntry::cost).reduce(Usd.ZERO, ComputeTest::plus);
        assertThat(run.cost()).isEqualTo(sum);
        // One call on the model named, whatever the run made of it.
        assertThat(run.baseline()).isNotNull();
        assertThat(run.saved()).isEqualTo(run.baseline().minus(sum));
        assertThat(answer.header("x-undercut-cost-usd")).isEqualTo(sum.plain());
    }

    private static Usd plus(Usd one, Usd other) {
        return one.plus(other);
    }

    @Test
    void the_sums_count_each_dollar_of_a_run_once() throws Exception {
        alphaSays("It is 42");
        var before = world.house.ledger().summary();
        Wire.Answer answer = world.chat(with("mini:vote-5", ""));
        LedgerEntry run = world.entry(answer.header("x-undercut-run"));
        var after = world.house.ledger().summary();
        assertThat(after.requests()).isEqualTo(before.requests() + 1);
        assertThat(after.cost().picos().subtract(before.cost().picos()).longValueExact())
                .isEqualTo(run.cost().picos());
        assertThat(world.newest().requestId()).isEqualTo(run.requestId());
    }

    @Test
    void header_body_and_preset_ask_for_a_run_too_and_the_nearest_wins() throws Exception {
        alphaSays("It is 42");
        JsonNode header = json(world.chat(with("mini", ""), "X-Undercut-Compute: vote-4@0.5"));
        assertThat(header.at("/undercut/compute/strategy").asText()).isEqualTo("vote");
        JsonNode preset = json(world.chat(with("undercut/thorough", "")));
        assertThat(preset.at("/undercut/compute/calls").asInt()).isBetween(2, 3);
        JsonNode body =
                json(
                        world.chat(
                                with(
                                        "thorough",
                                        ",\"undercut\":{\"compute\":{\"strategy\":\"cascade\","
                                                + "\"models\":[\"mini\",\"alone\"]}}")));
        assertThat(body.at("/undercut/compute/strategy").asText()).isEqualTo("cascade");
        assertThat(Wire.get(world.port(), "/v1/models").text()).contains("undercut/thorough");
        JsonNode suffixed = json(world.chat(with("undercut/checked:vote-3@0.5", "")));
        assertThat(suffixed.at("/undercut/compute/strategy").asText()).isEqualTo("vote");
        assertThat(suffixed.at("/undercut/compute/calls").asInt()).isBetween(2, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mini:vote-",
                "mini:vote-8@",
                "mini:vote-8@-1",
                "mini:vote-8@1e9",
                "mini:magic-8",
                "mini:vote-8:vote-8",
                "mini:VOTE-8",
                "undercut/thorough:vote-",
                "thorough:magic-8"
            })
    void a_suffix_that_is_none_is_refused_in_every_dialect(String model) throws Exception {
        JsonNode chat = refused(world.chat(with(model, "")));
        assertThat(chat.at("/error/param").asText()).isEqualTo("model");
        assertThat(chat.at("/error/type").asText()).isEqualTo("invalid_request_error");
        JsonNode messages =
                refused(
                        Wire.post(
                                world.port(),
                                "/v1/messages",
                                with(model, ",\"max_tokens\":50,\"stream\":true"),
                                "anthropic-version: 2023-06-01"));
        assertThat(messages.path("type").asText()).isEqualTo("error");
        refused(
                Wire.post(
                        world.port(),
                        "/v1/responses",
                        "{\"model\":\"" + model + "\",\"input\":\"6*7?\"}"));
        assertThat(world.alpha.calls()).isEmpty();
    }

    private static JsonNode refused(Wire.Answer answer) throws IOException {
        assertThat(answer.status()).isEqualTo(400);
        JsonNode json = json(answer);
        assertThat(json.at("/error/message").asText()).contains("is no strategy", "[-N][@USD]");
        return json;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"strategy\":\"magic\"|undercut.compute.strategy|no strategy 'magic'",
                "\"strategy\":\"vote\",\"n\":0|undercut.compute.n|1 to 5000",
                "\"strategy\":\"vote\",\"n\":10000|undercut.compute.n|1 to 5000",
                "\"strategy\":\"vote\",\"samples\":3|undercut.compute.samples|known are",
                "\"strategy\":\"vote\",\"budget\":{\"eur\":1}|undercut.compute.budget.eur|known are",
                "\"strategy\":\"vote\",\"budget\":{\"usd\":0}|undercut.compute.budget.usd|above 0",
                "\"strategy\":\"mix\",\"budget\":{\"calls\":2}|undercut.compute.budget.calls|at least",
                "\"strategy\":\"vote\",\"budget\":{\"usd\":0.000000001}|undercut.compute.budget.usd|does not pay",
                "\"strategy\":\"cascade\"|undercut.compute.models|two models",
                "\"strategy\":\"best\",\"verifier\":{\"type\":\"oracle\"}|undercut.compute.verifier.type|no verifier",
                "\"strategy\":\"best\",\"verifier\":{\"type\":\"regex\",\"pattern\":\"(\"}|undercut.compute.verifier.pattern|",
                "\"strategy\":\"best\",\"verifier\":{\"type\":\"http\",\"url\":\"http://127.0.0.1/\"}|undercut.compute.verifier.url|",
                "\"strategy\":\"mix\",\"verifier\":{\"type\":\"exact\",\"expected\":\"1\"}|undercut.compute.verifier|anew",
                "\"strategy\":\"vote\",\"models\":[\"nobody\"]|undercut.compute.models|does not exist",
                "\"strategy\":\"vote\",\"models\":[\"unpriced\"],\"budget\":{\"usd\":1}|undercut.compute.budget.usd|not known",
                "\"strategy\":\"vote\",\"extract\":\"soul\"|undercut.compute.extract|expected",
                "\"strategy\":\"vote\",\"wave\":3|undercut.compute.wave|does not use it",
                "\"strategy\":\"best\",\"stop\":\"cap\"|undercut.compute.stop|does not use it",
                "\"strategy\":\"mix\",\"judge\":\"big\"|undercut.compute.judge|does not use it",
                "\"strategy\":\"vote\",\"stop\":\"beta:2\"|undercut.compute.stop|above 0.5 and below 1",
                "\"strategy\":\"vote\",\"stop\":\"window:1\"|undercut.compute.stop|2 samples or more",
                "\"strategy\":\"judge\",\"comparisons\":2|undercut.compute.comparisons|odd",
                "\"strategy\":\"vote\",\"n\":\"8\"|undercut.compute.n|whole number",
                "\"strategy\":5|undercut.compute.strategy|a text",
                "\"strategy\":\"vote\",\"budget\":5|undercut.compute.budget|an object",
            })
    void what_cannot_be_run_is_refused_with_the_reason_and_nobody_is_called(
            String fields, String param, String reason) throws Exception {
        Wire.Answer answer = world.chat(compute(fields));
        assertThat(answer.status()).isEqualTo(400);
        JsonNode error = json(answer).path("error");
        assertThat(error.path("param").asText()).isEqualTo(param);
        assertThat(error.path("message").asText()).contains(reason == null ? "" : reason);
        assertThat(world.alpha.calls()).isEmpty();
    }

    @Test
    void two_limits_for_one_run_contradict_each_other() throws Exception {
        Wire.Answer answer =
                world.chat(
                        with(
                                "mini",
                                ",\"undercut\":{\"max_usd\":0.5,\"compute\":{\"strategy\":\"vote\","
                                        + "\"budget\":{\"usd\":0.2}}}"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).at("/error/message").asText()).contains("say one of them");
    }

    @Test
    void tools_are_kept_or_refused_and_never_lost() throws Exception {
        String tools =
                ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"add\","
                        + "\"parameters\":{\"type\":\"object\"}}}]";
        Wire.Answer refused = world.chat(with("mini:best-4", tools));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(json(refused).at("/error/message").asText()).contains("cannot keep");
        assertThat(world.alpha.calls()).isEmpty();
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.role());
            call.event(
                    Answers.chunk(
                            "[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
                                    + "\"id\":\"c1\",\"type\":\"function\",\"function\":"
                                    + "{\"name\":\"add\",\"arguments\":\"{\\\"a\\\": 6}\"}}]},"
                                    + "\"finish_reason\":null}]"));
            call.event(Answers.finish("tool_calls"));
            call.event(Answers.usage(10, 5));
            call.done();
        });
        JsonNode voted = json(world.chat(with("mini:vote-4", tools)));
        assertThat(voted.at("/choices/0/message/tool_calls/0/function/name").asText())
                .isEqualTo("add");
        assertThat(voted.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(voted.at("/undercut/compute/agreement").asDouble()).isEqualTo(1.0);
    }

    @Test
    void a_stream_begins_with_the_role_and_every_chunk_is_one_that_strict_clients_read()
            throws Exception {
        alphaSays("It is 42");
        Wire.Answer answer =
                world.chat(
                        with(
                                "mini:vote-4",
                                ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .doesNotContain("\n: ")
                .doesNotContain("event:")
                .endsWith("data: [DONE]\n\n");
        List<JsonNode> chunks = chunks(answer);
        assertThat(chunks.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        JsonNode usage = chunks.getLast();
        assertThat(usage.path("choices")).isEmpty();
        assertThat(usage.at("/usage/total_tokens").asInt()).isGreaterThanOrEqualTo(30);
        List<JsonNode> content = chunks.subList(0, chunks.size() - 1);
        assertThat(content)
                .allSatisfy(chunk -> {
                    assertThat(chunk.path("id").asText()).startsWith("chatcmpl-");
                    assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
                    assertThat(chunk.path("choices")).hasSize(1);
                });
        assertThat(content)
                .extracting(chunk -> chunk.at("/choices/0/delta/content").asText(""))
                .contains("It is 42");
        JsonNode progress =
                content.stream()
                        .filter(chunk -> chunk.at("/undercut/compute/done").isNumber())
                        .findFirst()
                        .orElseThrow();
        assertThat(progress.at("/choices/0/delta")).isEmpty();
        assertThat(progress.at("/choices/0/finish_reason").isNull()).isTrue();
        JsonNode last = content.getLast();
        assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(last.at("/undercut/compute/stop_reason").asText()).isIn("agreed", "certain");
    }

    @Test
    void the_client_may_have_the_best_few() throws Exception {
        alphaSays("It is 1", "It is 2", "It is 2");
        JsonNode json =
                json(
                        world.chat(
                                with(
                                        "mini",
                                        ",\"n\":2,\"undercut\":{\"compute\":{"
                                                + "\"strategy\":\"vote\",\"n\":3,\"stop\":\"cap\",\"slots\":1}}")));
        assertThat(json.path("choices")).hasSize(2);
        assertThat(json.at("/choices/0/message/content").asText()).isEqualTo("It is 2");
        assertThat(json.at("/choices/1/message/content").asText()).isEqualTo("It is 1");
    }

    @Test
    void a_checker_stops_the_run_and_the_sockets_of_the_others_are_closed() throws Exception {
        AtomicInteger number = new AtomicInteger();
        AtomicReference<FakeProvider.Call> right = new AtomicReference<>();
        world.alpha.answers(call -> {
            if (number.getAndIncrement() == 3) {
                right.set(call);
                call.stream(10, 5, "It is 42");
            } else {
                call.beginStream();
                call.event(Answers.piece("It"));
                call.silence();
            }
        });
        long before = System.nanoTime();
        JsonNode json =
                json(
                        world.chat(
                                compute(
                                        "\"strategy\":\"best\",\"n\":8,\"wave\":4,\"verifier\":"
                                                + "{\"type\":\"numeric\",\"expected\":42}")));
        assertThat(json.at("/choices/0/message/content").asText()).isEqualTo("It is 42");
        assertThat(json.at("/undercut/compute/stop_reason").asText()).isEqualTo("passed");
        assertThat(json.at("/undercut/compute/cancelled").asInt()).isEqualTo(3);
        assertThat(world.alpha.calls()).hasSize(4);
        for (FakeProvider.Call call : world.alpha.calls()) {
            if (!call.equals(right.get())) {
                call.awaitClosed(Duration.ofSeconds(1));
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        String id = json.at("/undercut/request_id").asText();
        assertThat(world.house.ledger().callsOf(id))
                .extracting(LedgerEntry::outcome)
                .containsOnly(Outcome.OK, Outcome.CLIENT_GONE)
                .hasSize(4);
    }

    @Test
    void a_dry_run_tells_the_price_and_calls_nobody() throws Exception {
        JsonNode json = json(world.chat(compute("\"strategy\":\"vote\",\"n\":8,\"dry_run\":true")));
        JsonNode estimate = json.at("/undercut/compute/estimate");
        assertThat(estimate.path("expected_usd").decimalValue())
                .isLessThanOrEqualTo(estimate.path("p90_usd").decimalValue());
        assertThat(estimate.path("p90_usd").decimalValue())
                .isLessThan(estimate.path("worst_usd").decimalValue());
        assertThat(estimate.path("expected_calls").asDouble()).isBetween(4.0, 8.0);
        assertThat(world.alpha.calls()).isEmpty();
    }

    @Test
    void when_its_seconds_are_over_a_run_answers_with_what_it_has_and_hangs_up() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        world.alpha.answers(call -> {
            if (asked.incrementAndGet() == 1) {
                call.stream(10, 5, "It is 42");
            } else {
                call.silence();
            }
        });
        Wire.Answer answer =
                world.chat(
                        compute(
                                "\"strategy\":\"vote\",\"n\":3,\"stop\":\"cap\","
                                        + "\"budget\":{\"seconds\":1}"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode json = json(answer);
        assertThat(json.at("/choices/0/message/content").asText()).isEqualTo("It is 42");
        assertThat(json.at("/undercut/compute/stop_reason").asText()).isEqualTo("budget_time");
        assertThat(json.at("/undercut/compute/wall_ms").asLong()).isBetween(900L, 5000L);
        Patience.until("silent calls to be closed", () -> openCalls() <= 1);
    }

    /** Connections of calls that are still open; one may be kept for the next request. */
    private static long openCalls() {
        return world.alpha.calls().stream().filter(FakeProvider.Call::isOpen).count();
    }

    @Test
    void progress_as_reasoning_is_told_in_lines_of_thought() throws Exception {
        alphaSays("It is 42");
        Wire.Answer answer =
                world.chat(
                        with(
                                "mini",
                                ",\"stream\":true,\"undercut\":{\"compute\":{\"strategy\":\"vote\","
                                        + "\"n\":5,\"progress\":\"reasoning\"}}"));
        StringBuilder thoughts = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (JsonNode chunk : chunks(answer)) {
            assertThat(chunk.path("choices")).hasSizeLessThanOrEqualTo(1);
            thoughts.append(chunk.at("/choices/0/delta/reasoning_content").asText(""));
            text.append(chunk.at("/choices/0/delta/content").asText(""));
        }
        assertThat(thoughts.toString()).isNotBlank().contains("42");
        assertThat(text.toString()).isEqualTo("It is 42");
    }

    @Test
    void when_every_call_fails_the_client_hears_why_and_is_billed_nothing() throws Exception {
        FakeProvider.Script down = call -> call.json(400, Answers.error("no such thing"));
        world.alpha.answers(down);
        Wire.Answer answer = world.chat(with("mini:vote-3", ""));
        assertThat(answer.status()).isEqualTo(502);
        assertThat(json(answer).at("/error/message").asText()).contains("No call of the run");
        assertThat(world.newest().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(world.newest().cost()).isEqualTo(Usd.ZERO);
    }

    @Test
    void messages_and_responses_have_runs_too() throws Exception {
        alphaSays("It is 42");
        Wire.Answer messages =
                Wire.post(
                        world.port(),
                        "/v1/messages",
                        with("mini:vote-3", ",\"max_tokens\":50,\"stream\":true"),
                        "anthropic-version: 2023-06-01");
        assertThat(messages.text())
                .contains("event: message_start", "It is 42", "\"compute\"", "event: message_stop");
        Wire.Answer responses =
                Wire.post(
                        world.port(),
                        "/v1/responses",
                        "{\"model\":\"mini:vote-3\",\"input\":\"6*7?\",\"stream\":true}");
        assertThat(responses.text())
                .contains("response.created", "It is 42", "response.completed", "\"compute\"")
                .doesNotContain("\n: ");
    }

    @Test
    void the_tree_of_a_run_is_json_and_a_picture_without_any_text_of_it() throws Exception {
        alphaSays("secret-marker 42");
        String id = world.chat(with("mini:vote-4", "")).header("x-undercut-run");
        Wire.Answer tree = Wire.get(world.port(), "/v1/runs/" + id);
        JsonNode json = json(tree);
        assertThat(json.path("state").asText()).isIn("agreed", "certain");
        assertThat(json.path("nodes").size()).isBetween(2, 4);
        assertThat(json.at("/nodes/0/calls/0/request_id").asText()).startsWith("req_");
        assertThat(json.at("/nodes/0/parent").isNull()).isTrue();
        assertThat(tree.text()).doesNotContain("secret-marker");
        Wire.Answer picture = Wire.get(world.port(), "/v1/runs/" + id + ".svg");
        assertThat(picture.header("content-type")).isEqualTo("image/svg+xml");
        assertThat(picture.text()).startsWith("<svg").contains("class=\"ring\"");
        assertThat(Wire.get(world.port(), "/v1/runs/req_none").status()).isEqualTo(404);
    }
}

package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sixteen faults of the public Failover Bench (github.com/failoverbench/failoverbench,
 * methodology 0.1) and its checks, required and advisory, with its waits shortened: the fault is
 * chosen by the model's name, and the caller names one fallback. Written from its catalogue; none
 * of its code is used.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class FailoverBenchTest {
    private static final String CANONICAL =
            "A gateway earns trust slowly and loses it in one bad minute because callers never see"
                    + " the provider they only see silence or half a sentence so the honest gateway"
                    + " waits when told tries again when it helps moves on when it does not never"
                    + " repeats itself never hides a failure and always says plainly in the end who"
                    + " answered and what it cost";
    private static final String[] WORDS = CANONICAL.split(" ");
    private static final int CUT = 40;

    private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    private final Map<String, List<Long>> times = new ConcurrentHashMap<>();
    private World world;
    private volatile boolean down;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        StringBuilder models = new StringBuilder();
        for (int i = 1; i <= 16; i++) {
            models.append("      s%02d: {price: {input: 1, output: 2}, ci: 40}%n".formatted(i));
        }
        world =
                new World(
                        home,
                        """
                          wall:
                            base_url: http://127.0.0.1:%%d/v1
                            models:
                        %s
                              ok: {price: {input: 1, output: 2}, ci: 40}
                              noprefill: {price: {input: 1, output: 2}, ci: 40}
                        limits: {first_byte: 1500ms, idle: 800ms}
                        resilience: {first_token: 1s}
                        """
                                .formatted(models.toString().stripTrailing()),
                        w -> w.alpha.port());
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
        attempts.clear();
        times.clear();
        world.alpha.answers(this::wall);
    }

    @Test
    void s01_429_with_retry_after_is_honoured() throws Exception {
        rescued("s01", "ok");
        assertThat(attempts("s01")).isEqualTo(2);
        assertThat(times.get("s01").get(1) - times.get("s01").get(0))
                .isGreaterThanOrEqualTo(Duration.ofMillis(900).toNanos());
    }

    @Test
    void s02_429_that_lasts_is_not_hammered() throws Exception {
        rescued("s02", "ok");
        assertThat(attempts("s02")).isBetween(1, 4);
    }

    @Test
    void s03_500_once_is_tried_again_at_the_same_provider() throws Exception {
        rescued("s03", "ok");
        assertThat(attempts("s03")).isEqualTo(2);
        assertThat(attempts("ok")).isZero();
    }

    @Test
    void s04_503_that_lasts_fails_over_within_the_budget() throws Exception {
        rescued("s04", "ok");
        assertThat(attempts("s04")).isLessThanOrEqualTo(6);
    }

    @Test
    void s05_a_reset_before_headers_is_answered() throws Exception {
        rescued("s05", "ok");
    }

    @Test
    void s06_a_silent_route_is_not_tried_again() throws Exception {
        rescued("s06", "ok");
        assertThat(attempts("s06")).isEqualTo(1);
    }

    @Test
    void s07_a_slow_first_token_fails_over() throws Exception {
        rescued("s07", "ok");
        assertThat(world.newest().millis()).isLessThan(2500);
    }

    @Test
    void s08_a_stream_cut_in_mid_answer_is_delivered_whole() throws Exception {
        rescued("s08", "ok");
    }

    @Test
    void s09_a_stall_is_noticed_and_rescued() throws Exception {
        rescued("s09", "ok");
        alive();
    }

    @Test
    void s10_a_malformed_chunk_leaks_nothing() throws Exception {
        rescued("s10", "ok");
        alive();
    }

    @Test
    void s11_a_missing_end_mark_is_not_waited_for() throws Exception {
        Wire.Answer answer = rescued("s11", "ok");
        assertThat(answer.text()).contains("\"completion_tokens\":" + WORDS.length);
        assertThat(attempts("s11")).isEqualTo(1);
        assertThat(attempts("ok")).isZero();
    }

    @Test
    void s12_a_prompt_too_long_goes_to_another_model_at_once() throws Exception {
        rescued("s12", "ok");
        assertThat(attempts("s12")).isEqualTo(1);
    }

    @Test
    void s13_a_rejection_of_content_is_told_with_its_reason() throws Exception {
        Wire.Answer answer = world.chat(ask("s13", "ok"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("content_policy_violation");
        assertThat(attempts("s13")).isEqualTo(1);
        assertThat(attempts("ok")).isZero();
    }

    @Test
    void s14_a_fallback_that_rejects_prefill_hides_nothing() throws Exception {
        rescued("s14", "noprefill");
    }

    @Test
    void s15_a_flapping_primary_is_left_alone_probed_and_used_again() throws Exception {
        down = true;
        for (int i = 0; i < 6; i++) {
            rescued("s15", "ok");
        }
        assertThat(attempts("s15")).as("left alone").isLessThanOrEqualTo(4);
        down = false;
        long recovered = System.nanoTime();
        int before = attempts("s15");
        while (attempts("s15") == before) {
            rescued("s15", "ok");
            assertThat(System.nanoTime() - recovered)
                    .as("within thirty seconds")
                    .isLessThan(Duration.ofSeconds(30).toNanos());
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
        }
        int ok = attempts("ok");
        rescued("s15", "ok");
        assertThat(attempts("ok")).as("the primary answers again").isEqualTo(ok);
    }

    @Test
    void s16_the_fallback_is_named_and_the_failed_attempts_are_free() throws Exception {
        Wire.Answer answer = rescued("s16", "ok");
        assertThat(answer.text()).contains("\"model\":\"ok\"", "\"usage\":{");
        assertThat(answer.header("x-undercut-model")).isEqualTo("ok");
        assertThat(world.newest().cost().plain())
                .isEqualTo("0.000%d".formatted(10 + 2 * WORDS.length));
        assertThat(attempts("s16")).isLessThanOrEqualTo(6);
    }

    private Wire.Answer rescued(String model, String fallback) throws Exception {
        Wire.Answer answer = world.chat(ask(model, fallback));
        assertThat(answer.status()).isEqualTo(200);
        StringBuilder text = new StringBuilder();
        for (String line : answer.text().split("\n", -1)) {
            if (line.startsWith("data: {")) {
                JsonNode chunk = Json.tree(line.substring(6).getBytes(StandardCharsets.UTF_8));
                assertThat(chunk).as("no garbage: " + line).isNotNull();
                assertThat(chunk.has("error")).as(line).isFalse();
                text.append(chunk.at("/choices/0/delta/content").asText(""));
            }
        }
        assertThat(text.toString()).isEqualTo(CANONICAL);
        return answer;
    }

    private void alive() throws Exception {
        rescued("ok", "noprefill");
    }

    private static String ask(String model, String fallback) {
        return "{\"model\":\"%s\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"undercut\":{\"fallbacks\":[\"%s\"]},\"messages\":[{\"role\":\"user\",\"content\":\"why?\"}]}"
                .formatted(model, fallback);
    }

    private int attempts(String model) {
        return attempts.getOrDefault(model, new AtomicInteger()).get();
    }

    private void wall(FakeProvider.Call call) throws Exception {
        JsonNode body = Json.tree(call.body());
        String model = body.path("model").asText();
        int attempt = attempts.computeIfAbsent(model, m -> new AtomicInteger()).incrementAndGet();
        times.computeIfAbsent(model, m -> new CopyOnWriteArrayList<>()).add(System.nanoTime());
        boolean first = attempt == 1;
        switch (model) {
            case "s01" -> {
                if (first) {
                    call.json(429, error("rate_limit_exceeded"), "Retry-After: 1");
                } else {
                    stream(call, model, WORDS.length, null);
                }
            }
            case "s02" -> call.json(429, error("rate_limit_exceeded"));
            case "s03" -> {
                if (first) {
                    call.json(500, error("oops"));
                } else {
                    stream(call, model, WORDS.length, null);
                }
            }
            case "s04", "s16" -> call.json(503, error("overloaded"));
            case "s05" -> {
                if (first) {
                    call.reset();
                } else {
                    stream(call, model, WORDS.length, null);
                }
            }
            case "s06" -> call.silence();
            case "s07" -> {
                call.beginStream();
                call.silence();
            }
            case "s08", "s14" -> stream(call, model, CUT, "cut");
            case "s09" -> stream(call, model, 20, "stall");
            case "s10" -> stream(call, model, WORDS.length, "malformed");
            case "s11" -> stream(call, model, WORDS.length, "no done");
            case "s12" -> call.json(400, error("context_length_exceeded"));
            case "s13" -> call.json(400, error("content_policy_violation"));
            case "s15" -> {
                if (down) {
                    call.json(503, error("overloaded"));
                } else {
                    stream(call, model, WORDS.length, null);
                }
            }
            default -> {
                JsonNode messages = body.path("messages");
                String last = messages.path(messages.size() - 1).path("role").asText();
                if (model.equals("noprefill") && last.equals("assistant")) {
                    call.json(400, error("invalid_prefill"));
                } else {
                    stream(call, model, WORDS.length, null);
                }
            }
        }
    }

    private static void stream(
            FakeProvider.Call call, String model, int words, @Nullable String fault)
            throws Exception {
        call.beginStream();
        call.event(chunk(model, "\"role\":\"assistant\",\"content\":\"\"", "null"));
        for (int i = 0; i < words; i++) {
            if ("malformed".equals(fault) && i == 10) {
                call.event("{\"id\": \"c\", \"choices\": [{\"delta\": {\"content\": ");
            }
            String word = i == 0 ? WORDS[i] : " " + WORDS[i];
            call.event(chunk(model, "\"content\":\"" + word + "\"", "null"));
        }
        if ("cut".equals(fault)) {
            call.cut();
            return;
        }
        if ("stall".equals(fault)) {
            call.silence();
            return;
        }
        call.event(chunk(model, "", "\"stop\""));
        call.event(Answers.usage(10, WORDS.length));
        if (!"no done".equals(fault)) {
            call.event("[DONE]");
        }
        call.endStream();
    }

    private static String chunk(String model, String delta, String finish) {
        return "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"%s\",\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}"
                .formatted(model, delta, finish);
    }

    private static String error(String code) {
        return "{\"error\":{\"message\":\"no\",\"type\":\"t\",\"param\":null,\"code\":\""
                + code
                + "\"}}";
    }
}

package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.money.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps answers coming when providers do not; each with its feature on and off. */
@Timeout(60)
class ResilienceTest {

    @TempDir Path home;

    private World world(String resilience) throws Exception {
        return new World(home, "resilience: {" + resilience + "}");
    }

    @Test
    void a_short_wish_to_wait_is_kept_before_a_model_that_was_not_asked_for() throws Exception {
        try (World world = world("")) {
            AtomicInteger calls = new AtomicInteger();
            List<Long> at = new ArrayList<>();
            world.alpha.answers(call -> {
                at.add(System.nanoTime());
                if (calls.incrementAndGet() == 1) {
                    call.json(429, Answers.error("slow down"), "Retry-After: 1");
                } else {
                    call.json(200, Answers.whole("hello", 10, 5));
                }
            });
            Wire.Answer answer = world.chat(askWithFallback("alone", "big"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("x-undercut-provider")).isEqualTo("alpha");
            assertThat(at.get(1) - at.get(0)).isGreaterThan(Duration.ofMillis(990).toNanos());
            assertThat(codes(world)).containsExactly("rate_limited", "ok");
            assertThat(world.gamma.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retry-after-ms: 700",
                "Retry-After: 0.7",
                "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\nDate: Fri, 31 Dec 1999 23:59:58 GMT"
            })
    void a_wish_to_wait_is_understood_in_every_spelling(String header) throws Exception {
        try (World world = world("longest_wait: 200ms")) {
            world.alpha.answersJson(429, Answers.error("slow down"), header);
            Wire.Answer answer = world.chat(World.ask("alone", "x"));
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("retry-after")).isEqualTo("1");
        }
    }

    @Test
    void an_error_in_passing_is_tried_again_before_a_model_that_was_not_asked_for()
            throws Exception {
        try (World world = world("")) {
            AtomicInteger calls = new AtomicInteger();
            world.alpha.answers(call -> {
                if (calls.incrementAndGet() == 1) {
                    call.json(500, Answers.error("oops"));
                } else {
                    call.json(200, Answers.whole("hello", 10, 5));
                }
            });
            assertThat(world.chat(askWithFallback("alone", "big")).header("x-undercut-provider"))
                    .isEqualTo("alpha");
            assertThat(codes(world)).containsExactly("overloaded", "ok");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_offer_that_keeps_failing_is_left_alone(boolean on) throws Exception {
        try (World world = world("retries: 0, breaker: " + on)) {
            world.alpha.answersJson(500, Answers.error("down"));
            for (int i = 0; i < 8; i++) {
                assertThat(world.chat(World.ask("mini", "x")).header("x-undercut-provider"))
                        .isEqualTo("beta");
            }
            assertThat(world.alpha.calls()).hasSize(on ? 3 : 8);
            if (on) {
                assertThat(Wire.get(world.port(), "/metrics").text())
                        .contains("undercut_offer_state{")
                        .contains("provider=\"alpha\",state=\"open\"} 1");
                String explained =
                        Wire.post(world.port(), "/v1/route/explain", World.ask("mini", "x")).text();
                assertThat(explained).contains("\"state\":\"open\"", "\"state\":\"ready\"");
            }
        }
    }

    @Test
    void with_nobody_else_left_even_who_keeps_failing_is_asked() throws Exception {
        try (World world = world("retries: 0")) {
            world.alpha.answersJson(500, Answers.error("down"));
            for (int i = 0; i < 5; i++) {
                world.chat(World.ask("alone", "x"));
            }
            world.alpha.answersJson(200, Answers.whole("back", 1, 1));
            assertThat(world.chat(World.ask("alone", "x")).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_offer_much_slower_than_its_peers_is_asked_last(boolean on) throws Exception {
        try (World world = world("sticky: false, slow_calls: 2, eject_slow: " + on)) {
            world.alpha.answers(call -> {
                pause(call, 500);
                call.stream(10, 5, "late");
            });
            world.beta.answers(call -> call.stream(10, 5, "soon"));
            for (int i = 0; i < 3; i++) {
                world.chat(World.askStream("beta/mini", "x"));
                world.chat(World.askStream("alpha/mini", "x"));
            }
            Patience.until("both are measured", () -> true);
            String text = world.chat(World.askStream("mini", "x")).text();
            assertThat(text).contains(on ? "soon" : "late");
            if (on) {
                assertThat(text).contains("left alone for being slow");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_provider_that_shows_its_limit_is_not_asked_beyond_it(boolean on) throws Exception {
        try (World world = world("retries: 0, breaker: false, limit_concurrency: " + on)) {
            AtomicInteger under = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            world.alpha.answers(call -> {
                int now = under.incrementAndGet();
                most.accumulateAndGet(now, Math::max);
                try {
                    if (now > 4) {
                        call.json(429, Answers.error("too many"));
                    } else {
                        pause(call, 300);
                        call.json(200, Answers.whole("hello", 10, 5));
                    }
                } finally {
                    under.decrementAndGet();
                }
            });
            for (int round = 0; round < 4; round++) {
                together(world, 8);
            }
            most.set(0);
            world.alpha.calls().clear();
            together(world, 8);
            if (on) {
                assertThat(most.get()).isLessThanOrEqualTo(5);
                assertThat(world.alpha.calls().size()).isLessThan(8);
            } else {
                assertThat(world.alpha.calls()).hasSize(8);
            }
        }
    }

    private static void together(World world, int requests) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    world.chat(World.ask("mini", "x"));
                                } catch (java.io.IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void several_keys_share_the_load_and_a_rejected_one_is_taken_out() throws Exception {
        try (World world =
                new World(
                        home,
                        """
                          keyed:
                            base_url: http://127.0.0.1:%d/v1
                            api_key: sk-first-0123456789abcdef
                            api_keys: [sk-second-0123456789abcdef, sk-third-0123456789abcdef]
                            models:
                              keyed: {price: {input: 1, output: 2}, ci: 40}
                        """,
                        w -> w.gamma.port())) {
            Set<String> seen = ConcurrentHashMap.newKeySet();
            world.gamma.answers(call -> {
                String key = call.head().first("authorization").orElse("");
                seen.add(key);
                if (key.contains("second")) {
                    call.json(401, Answers.error("Incorrect API key provided: " + key));
                } else {
                    call.json(200, Answers.whole("hello", 10, 5));
                }
            });
            for (int i = 0; i < 9; i++) {
                Wire.Answer answer = world.chat(World.ask("keyed", "x"));
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).doesNotContain("sk-");
            }
            assertThat(seen).hasSize(3);
            assertThat(
                            world.gamma.calls().stream()
                                    .filter(call ->
                                            call.head()
                                                    .first("authorization")
                                                    .orElse("")
                                                    .contains("second")))
                    .hasSize(1);
            assertThat(Wire.get(world.port(), "/metrics").text())
                    .contains("provider=\"keyed\",state=\"key_rejected\"} 1")
                    .doesNotContain("sk-");
        }
    }

    @Test
    void when_every_key_is_rejected_it_is_the_operators_fault_not_the_clients() throws Exception {
        try (World world = world("")) {
            world.alpha.answersJson(401, Answers.error("bad key " + World.ALPHA_KEY));
            for (int i = 0; i < 2; i++) {
                Wire.Answer answer = world.chat(World.ask("alone", "x"));
                assertThat(answer.status()).isEqualTo(502);
                assertThat(answer.errorCode()).isEqualTo("provider_key_rejected");
                assertThat(answer.text()).contains("operator").doesNotContain("sk-");
            }
            assertThat(world.alpha.calls()).as("not asked again").hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_second_offer_is_asked_when_the_first_token_is_late(boolean on) throws Exception {
        try (World world = world("sticky: false, eject_slow: false, hedge: " + on)) {
            world.alpha.answers(call -> call.stream(10, 5, "soon"));
            for (int i = 0; i < 4; i++) {
                world.chat(World.askStream("mini", "x"));
            }
            world.alpha.calls().clear();
            world.alpha.answers(call -> {
                pause(call, 1500);
                call.stream(10, 5, "late");
            });
            world.beta.answers(call -> call.stream(10, 5, "from beta"));
            String text = world.chat(World.askStream("mini", "x")).text();
            assertThat(text).contains(on ? "from beta" : "late");
            if (on) {
                world.alpha.onlyCall().awaitClosed(Duration.ofSeconds(1));
                LedgerEntry entry = world.newest();
                assertThat(entry.attempts())
                        .extracting(Attempt::code)
                        .containsExactly("hedge_lost", "ok");
                Attempt lost = entry.attempts().getFirst();
                assertThat(lost.spent().cost()).isGreaterThan(Usd.ZERO);
                assertThat(entry.cost())
                        .isEqualTo(
                                Usd.parse("0.00002")
                                        .plus(Usd.parse("0.00002"))
                                        .plus(lost.spent().cost()));
                assertThat(text).contains("\"outcome\":\"hedge_lost\"");
            }
        }
    }

    @Test
    void a_second_offer_that_may_cost_too_much_is_not_asked() throws Exception {
        try (World world =
                world("sticky: false, eject_slow: false, hedge: true, hedge_max_usd: 0.000001")) {
            world.alpha.answers(call -> call.stream(10, 5, "soon"));
            for (int i = 0; i < 4; i++) {
                world.chat(World.askStream("mini", "x"));
            }
            world.alpha.answers(call -> {
                pause(call, 700);
                call.stream(10, 5, "late");
            });
            assertThat(world.chat(World.askStream("mini", "x")).text()).contains("late");
            assertThat(world.beta.calls()).isEmpty();
        }
    }

    @Test
    void a_client_that_leaves_before_the_answer_is_noted_as_such() throws Exception {
        try (World world = world("")) {
            world.alpha.answers(FakeProvider.Call::silence);
            try (Wire wire = new Wire(world.port())) {
                wire.sendPost("/v1/chat/completions", World.ask("alone", "x"));
                Patience.until("a call", () -> !world.alpha.calls().isEmpty());
            }
            world.alpha.onlyCall().awaitClosed(Duration.ofSeconds(1));
            Patience.until("an entry", () -> !world.house.ledger().newest(1).isEmpty());
            LedgerEntry entry = world.newest();
            assertThat(entry.outcome()).isEqualTo(Outcome.CLIENT_GONE);
            assertThat(entry.attempts()).extracting(Attempt::code).containsExactly("client_gone");
        }
    }

    @Test
    void a_first_token_has_its_own_limit() throws Exception {
        try (World world = world("first_token: 300ms")) {
            world.alpha.answers(call -> {
                call.beginStream();
                call.silence();
            });
            world.beta.answers(call -> call.stream(10, 5, "from beta"));
            assertThat(world.chat(World.askStream("mini", "x")).text()).contains("from beta");
            assertThat(codes(world)).containsExactly("timed_out", "ok");
            world.alpha.onlyCall().awaitClosed(Duration.ofSeconds(1));
        }
    }

    @Test
    void the_whole_request_has_its_limit() throws Exception {
        try (World world = world("total: 500ms")) {
            world.alpha.answers(FakeProvider.Call::silence);
            world.beta.answers(FakeProvider.Call::silence);
            Wire.Answer answer = world.chat(World.ask("mini", "x"));
            assertThat(answer.status()).isEqualTo(504);
            assertThat(world.newest().millis()).isLessThan(2000);
        }
    }

    @Test
    void a_silent_stream_is_kept_alive() throws Exception {
        try (World world = world("ping: 150ms")) {
            world.alpha.answers(call -> {
                call.beginStream();
                call.event(Answers.piece("one"));
                pause(call, 800);
                call.event(Answers.piece("two"));
                call.event(Answers.finish("stop"));
                call.done();
            });
            String text = world.chat(World.askStream("mini", "x")).text();
            assertThat(text).contains("one", "two").endsWith("data: [DONE]\n\n");
            assertThat(text.substring(text.indexOf("one"), text.indexOf("two")).lines().count())
                    .as("lines between the pieces")
                    .isGreaterThan(5);
        }
    }

    @Test
    void measured_speed_orders_and_limits_and_survives_a_restart() throws Exception {
        try (World world = world("sticky: false, eject_slow: false")) {
            world.alpha.answers(call -> {
                pause(call, 300);
                call.stream(10, 50, "late");
            });
            world.beta.answers(call -> call.stream(10, 50, "soon"));
            String limit =
                    "{\"model\":\"mini\",\"stream\":true,\"undercut\":{\"max_ttft_ms\":150},"
                            + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
            assertThat(world.chat(limit).text()).contains("late", "its speed is not measured yet");
            for (int i = 0; i < 3; i++) {
                world.chat(World.askStream("alpha/mini", "x"));
                world.chat(World.askStream("beta/mini", "x"));
            }
            assertThat(world.chat(limit).text()).contains("soon");
            assertThat(Wire.get(world.port(), "/metrics").text())
                    .contains("undercut_offer_first_token_seconds{");
            String explained =
                    Wire.post(world.port(), "/v1/route/explain", World.ask("mini", "x")).text();
            assertThat(explained)
                    .containsPattern("\"ttft_ms\":(2|3)\\d\\d\\.")
                    .contains("\"ttft_ms\":null");
        }
        try (World again = world("sticky: false, eject_slow: false")) {
            String explained =
                    Wire.post(again.port(), "/v1/route/explain", World.ask("mini", "x")).text();
            assertThat(explained).containsPattern("\"ttft_ms\":(2|3)\\d\\d\\.");
        }
    }

    private static String askWithFallback(String model, String fallback) {
        return "{\"model\":\"%s\",\"undercut\":{\"fallbacks\":[\"%s\"]},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
                .formatted(model, fallback);
    }

    private static List<String> codes(World world) {
        return world.newest().attempts().stream().map(Attempt::code).toList();
    }

    private static void pause(FakeProvider.Call call, long millis) throws InterruptedException {
        try {
            call.awaitClosed(Duration.ofMillis(millis));
        } catch (AssertionError | java.util.concurrent.ExecutionException e) {
            // the other side is patient
        }
    }
}

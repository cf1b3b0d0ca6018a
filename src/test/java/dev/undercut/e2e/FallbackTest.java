package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.money.Usd;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** When an offer fails before its first event, the next one of the plan answers. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class FallbackTest {

    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        int refusing;
        try (ServerSocket taken = new ServerSocket(0)) {
            refusing = taken.getLocalPort();
        }
        world =
                new World(
                        home,
                        """
                          nobody:
                            base_url: http://127.0.0.1:%d/v1
                            models:
                              pair: {price: {input: 1, output: 1}}
                          somebody:
                            base_url: http://127.0.0.1:%%d/v1
                            timeouts: {idle: 300ms}
                            models:
                              pair: {price: {input: 2, output: 2}}
                        limits: {first_byte: 400ms, idle: 5s}
                        resilience: {retries: 0, breaker: false, limit_concurrency: false, recovery: false}
                        """
                                .formatted(refusing),
                        provider -> provider.beta.port());
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
    }

    /** Every way in which a provider does not answer. */
    @SuppressWarnings("ImmutableEnumChecker") // scripts hold nothing
    enum Trouble {
        RESET("unreachable", FakeProvider.Call::reset),
        CLOSED("unreachable", FakeProvider.Call::cut),
        SILENT("timed_out", FakeProvider.Call::silence),
        NO_HTTP(
                "unreachable",
                call -> {
                    call.raw("SSH-2.0-OpenSSH_9.9\r\n".getBytes(StandardCharsets.UTF_8));
                    call.cut();
                }),
        HTML_502("overloaded", call -> call.whole(502, "text/html", "<html>Bad gateway</html>")),
        EMPTY_200("broken_answer", call -> call.json(200, "")),
        TRUNCATED_JSON("broken_answer", call -> call.json(200, "{\"choices\":[{\"index\":0,")),
        CUT_JSON(
                "unreachable",
                call -> {
                    call.head(200, "application/json", "Content-Length: 5000");
                    call.raw("{\"choices\":[".getBytes(StandardCharsets.UTF_8));
                    call.cut();
                }),
        JSON_WITHOUT_CHOICES("broken_answer", call -> call.json(200, "{\"ok\":true}")),
        ERROR_WITH_200("broken_answer", call -> call.json(200, Answers.error("no"))),
        WRONG_TYPE("broken_answer", call -> call.whole(200, "text/html", "<html>hello</html>"));

        private final String code;
        private final FakeProvider.Script script;

        Trouble(String code, FakeProvider.Script script) {
            this.code = code;
            this.script = script;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_whole_answer_comes_from_the_next_offer(Trouble trouble) throws Exception {
        world.alpha.answers(trouble.script);
        Wire.Answer answer = world.chat(World.ask("mini", "hello"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-undercut-provider")).isEqualTo("beta");
        assertThat(answer.json().at("/undercut/attempts/0/provider").asText()).isEqualTo("alpha");
        assertThat(answer.json().at("/undercut/attempts/0/outcome").asText())
                .isEqualTo(trouble.code);
        assertThat(answer.json().at("/undercut/attempts/1/status").asInt()).isEqualTo(200);
        booked(trouble.code);
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_comes_from_the_next_offer(Trouble trouble) throws Exception {
        world.alpha.answers(trouble.script);
        world.beta.answers(call -> call.stream(10, 5, "from beta"));
        Wire.Answer answer = world.chat(World.askStream("mini", "hello"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("from beta", "\"outcome\":\"" + trouble.code + "\"");
        booked(trouble.code);
    }

    @ParameterizedTest
    @CsvSource({
        "429, rate_limited",
        "500, overloaded",
        "503, overloaded",
        "529, overloaded",
        "401, provider_key_rejected",
        "403, provider_key_rejected",
        "402, out_of_credit",
        "404, not_served",
        "408, timed_out",
    })
    void a_refusal_that_is_not_about_the_request_leads_to_the_next_offer(int status, String code)
            throws Exception {
        world.alpha.answersJson(status, Answers.error("not today"));
        Wire.Answer answer = world.chat(World.ask("mini", "hello"));
        assertThat(answer.header("x-undercut-provider")).isEqualTo("beta");
        booked(code);
    }

    private void booked(String code) {
        LedgerEntry entry = world.newest();
        assertThat(entry.outcome()).isEqualTo(Outcome.OK);
        assertThat(entry.provider()).isEqualTo("beta");
        assertThat(entry.attempts()).extracting(Attempt::provider).containsExactly("alpha", "beta");
        assertThat(entry.attempts()).extracting(Attempt::code).containsExactly(code, "ok");
        assertThat(world.alpha.calls()).hasSize(1);
        assertThat(world.beta.calls()).hasSize(1);
        assertThat(world.gamma.calls()).isEmpty();
    }

    /** Every way in which a stream is none. */
    @SuppressWarnings("ImmutableEnumChecker") // scripts hold nothing
    enum EmptyStream {
        NOTHING(call -> {}),
        ONLY_COMMENTS(call -> call.chunk(": x\n\n".getBytes(StandardCharsets.UTF_8))),
        ONLY_DONE(call -> call.event("[DONE]")),
        ERROR_FIRST(call -> call.event(Answers.error("overloaded"))),
        NAMED_ERROR_FIRST(call ->
                call.chunk(
                        ("event: error\ndata: " + Answers.error("x") + "\n\n")
                                .getBytes(StandardCharsets.UTF_8))),
        NOT_JSON(call -> call.event("hello there"));

        private final FakeProvider.Script script;

        EmptyStream(FakeProvider.Script script) {
            this.script = script;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_without_content_is_no_answer(EmptyStream kind) throws Exception {
        world.alpha.answers(call -> {
            call.beginStream();
            kind.script.answer(call);
            call.endStream();
        });
        world.beta.answers(call -> call.stream(10, 5, "from beta"));
        assertThat(world.chat(World.askStream("mini", "x")).text()).contains("from beta");
        booked("broken_answer");
    }

    @Test
    void a_refused_connection_leads_to_the_next_offer() throws Exception {
        Wire.Answer answer = world.chat(World.ask("pair", "hello"));
        assertThat(answer.header("x-undercut-provider")).isEqualTo("somebody");
        assertThat(world.newest().attempts().getFirst().code()).isEqualTo("unreachable");
    }

    @ParameterizedTest
    @CsvSource({"400", "422"})
    void a_refused_request_is_passed_on_as_it_is_and_ends_the_walk(int status) throws Exception {
        String error = "{ \"error\":{\"message\":\"too hot\", \"param\":\"temperature\"}}";
        world.alpha.answersJson(status, error);
        Wire.Answer answer = world.chat(World.ask("mini", "hello"));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo(error);
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(world.beta.calls()).isEmpty();
        assertThat(world.newest().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(world.newest().cost().plain()).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "429, 429, rate_limit_exceeded",
        "500, 502, overloaded",
        "401, 502, provider_key_rejected",
        "402, 502, out_of_credit",
        "404, 502, not_served",
    })
    void when_all_fail_the_client_is_told_so_once(int theirs, int ours, String code)
            throws Exception {
        String message = "Incorrect API key provided: " + World.ALPHA_KEY;
        world.alpha.answersJson(theirs, Answers.error(message));
        world.beta.answersJson(theirs, Answers.error(message));
        world.gamma.answersJson(theirs, Answers.error(message));
        for (String request : new String[] {World.ask("mini", "x"), World.askStream("mini", "x")}) {
            world.house.reconfigure();
            Wire.Answer answer = world.chat(request);
            assertThat(answer.status()).isEqualTo(ours);
            assertThat(answer.errorCode()).isEqualTo(code);
            assertThat(answer.json().path("error").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("message", "type", "param", "code");
            assertThat(answer.text()).contains("alpha", "beta", "gamma").doesNotContain("sk-");
            assertThat(answer.header("x-should-retry")).isEqualTo("false");
            LedgerEntry entry = world.newest();
            assertThat(entry.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(entry.status()).isEqualTo(ours);
            assertThat(entry.attempts()).hasSize(3);
            assertThat(entry.cost().plain()).isEqualTo("0");
        }
        assertThat(world.alpha.calls()).hasSize(2);
    }

    @Test
    void when_the_last_one_is_too_slow_it_is_a_gateway_timeout() throws Exception {
        world.alpha.answers(FakeProvider.Call::silence);
        Wire.Answer answer = world.chat(World.ask("alone", "x"));
        assertThat(answer.status()).isEqualTo(504);
        assertThat(world.alpha.calls()).hasSize(1);
        assertThat(world.newest().cost()).isGreaterThan(Usd.ZERO);
    }

    @Test
    void what_a_silent_offer_read_is_booked_beside_the_answer() throws Exception {
        world.alpha.answers(FakeProvider.Call::silence);
        world.beta.answersJson(200, Answers.whole("from beta", 10, 5));
        world.chat(World.ask("mini", "hello"));

        LedgerEntry entry = world.newest();
        Attempt.Spending read = entry.attempts().getFirst().spent();
        assertThat(read).isNotNull();
        assertThat(read.cost()).isGreaterThan(Usd.ZERO);
        assertThat(entry.usage().input()).isEqualTo(10);
        assertThat(entry.cost()).isEqualTo(Usd.parse("0.00004").plus(read.cost()));
        assertThat(entry.costNote()).isEqualTo("other attempts included");
    }

    @Test
    void an_offer_that_gave_up_itself_charges_nothing() throws Exception {
        world.alpha.answersJson(408, Answers.error("took too long"));
        world.chat(World.ask("mini", "hello"));
        assertThat(world.newest().attempts().getFirst().spent()).isNull();
    }

    @Test
    void a_providers_wish_to_wait_is_passed_on() throws Exception {
        world.beta.answersJson(429, Answers.error("slow down"), "Retry-After: 7");
        assertThat(world.chat(World.ask("fee", "x")).header("retry-after")).isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource({"reset", "cut", "error", "garbage"})
    void an_answer_that_breaks_off_ends_in_an_error_and_never_switches(String how)
            throws Exception {
        world.alpha.answers(call -> breakOff(call, how));
        Wire.Answer answer = world.chat(World.askStream("mini", "x"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .contains("half", "data: {\"error\":{\"message\":")
                .endsWith("}}\n\n")
                .doesNotContain("[DONE]");
        LedgerEntry entry = world.newest();
        assertThat(entry.outcome()).isEqualTo(Outcome.CUT);
        assertThat(entry.usage().output()).isPositive();
        assertThat(entry.cost().picos()).isPositive();
        assertThat(world.beta.calls()).isEmpty();
    }

    private static void breakOff(FakeProvider.Call call, String how) throws IOException {
        call.beginStream();
        call.event(Answers.piece("half"));
        switch (how) {
            case "reset" -> call.reset();
            case "cut" -> call.endStream();
            case "error" -> call.event(Answers.error("my key is " + World.ALPHA_KEY));
            default -> call.event("what?");
        }
    }

    @Test
    void words_of_a_provider_about_its_key_do_not_reach_a_client_in_mid_answer() throws Exception {
        world.alpha.answers(call -> breakOff(call, "error"));
        assertThat(world.chat(World.askStream("mini", "x")).text()).doesNotContain("sk-");
    }

    /** The first byte has its own limit, and it is not that of a pause in mid-answer. */
    @Test
    void a_pause_in_mid_answer_may_be_longer_than_the_wait_for_the_first_byte() throws Exception {
        AtomicInteger left = new AtomicInteger();
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.piece("one"));
            if (call.isOpen()) {
                pause(call, 900);
            }
            left.set(call.isOpen() ? 1 : 2);
            call.event(Answers.piece("two"));
            call.event(Answers.finish("stop"));
            call.done();
        });
        String text = world.chat(World.askStream("mini", "x")).text();
        assertThat(text).contains("two").endsWith("[DONE]\n\n");
        assertThat(left.get()).isEqualTo(1);
    }

    @Test
    void a_silence_in_mid_answer_has_its_limit() throws Exception {
        world.beta.answers(call -> {
            call.beginStream();
            call.event(Answers.piece("half"));
            call.silence();
        });
        assertThat(world.chat(World.askStream("somebody/pair", "x")).text())
                .contains("half", "fell silent")
                .doesNotContain("[DONE]");
        assertThat(world.newest().errorCode()).isEqualTo("upstream_timeout");
        world.beta.onlyCall().awaitClosed(java.time.Duration.ofSeconds(1));
    }

    private static void pause(FakeProvider.Call call, long millis) throws InterruptedException {
        try {
            call.awaitClosed(java.time.Duration.ofMillis(millis));
        } catch (AssertionError | java.util.concurrent.ExecutionException e) {
            // the other side is patient, as it should be
        }
    }
}

package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.UsageBasis;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an upstream can do to a stream when nobody can take its place: what the client, the upstream
 * and the books must see of each.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class FaultsTest {
    private static final byte[] SMILE = "\ud83d\ude00".getBytes(StandardCharsets.UTF_8);

    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world =
                new World(
                        home,
                        """
                        limits: {first_byte: 400ms, idle: 400ms}
                        resilience: {retries: 0, breaker: false, limit_concurrency: false, \
                        longest_wait: 50ms}
                        """);
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    /** What the client hears, the attempt is called and the row says. */
    private record Seen(
            int status, @Nullable String code, String attempt, String outcome, String heard) {}

    private static Seen refused(int status, String code, String attempt) {
        return new Seen(status, code, attempt, "failed", "error");
    }

    private static Seen cut(String code) {
        return new Seen(200, code, "ok", "cut", "half");
    }

    private static Seen fine(String heard) {
        return new Seen(200, null, "ok", "ok", heard);
    }

    @SuppressWarnings("ImmutableEnumChecker") // scripts hold nothing
    enum Fault {
        RATE_LIMITED_WITH_RETRY_AFTER(
                refused(429, "rate_limit_exceeded", "rate_limited"),
                call -> call.json(429, Answers.error("slow"), "Retry-After: 1")),
        RATE_LIMITED(
                refused(429, "rate_limit_exceeded", "rate_limited"),
                call -> call.json(429, Answers.error("slow"))),
        INTERNAL_ERROR(
                refused(502, "overloaded", "overloaded"),
                call -> call.json(500, Answers.error("oops"))),
        UNAVAILABLE(
                refused(502, "overloaded", "overloaded"),
                call -> call.json(503, Answers.error("busy"))),
        OVERLOADED(
                refused(502, "overloaded", "overloaded"),
                call -> call.json(529, Answers.error("busy"))),
        KEY_REJECTED(
                refused(502, "provider_key_rejected", "provider_key_rejected"),
                call -> call.json(401, Answers.error("bad key"))),
        SPENT(
                refused(502, "out_of_credit", "out_of_credit"),
                call -> call.json(402, Answers.error("no money"))),
        NOT_SERVED(
                refused(502, "not_served", "not_served"),
                call -> call.json(404, Answers.error("no such model"))),
        SLOW_FIRST_BYTE(refused(504, "timed_out", "timed_out"), FakeProvider.Call::silence),
        CUT_BEFORE_THE_STREAM(
                refused(502, "unreachable", "unreachable"),
                call -> {
                    call.beginStream();
                    call.cut();
                }),
        STALL(
                cut("upstream_timeout"),
                call -> {
                    half(call);
                    call.silence();
                }),
        CUT_INSIDE_THE_STREAM(
                cut("upstream_cut"),
                call -> {
                    half(call);
                    call.cut();
                }),
        CUT_INSIDE_AN_EVENT(
                cut("upstream_cut"),
                call -> {
                    half(call);
                    call.chunk("data: {\"id\":\"c\",\"cho".getBytes(StandardCharsets.UTF_8));
                    call.cut();
                }),
        ENDS_BEFORE_ITS_FINISH(
                cut("upstream_cut"),
                call -> {
                    half(call);
                    call.endStream();
                }),
        ERROR_EVENT(
                cut("upstream_error"),
                call -> {
                    half(call);
                    call.event(Answers.error("overloaded"));
                }),
        CHUNK_CUT_SHORT(
                cut("upstream_error"),
                call -> {
                    half(call);
                    call.event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo");
                }),
        ENDS_WITHOUT_DONE(
                fine("whole"),
                call -> {
                    call.beginStream();
                    call.event(Answers.piece("whole"));
                    call.event(Answers.finish("stop"));
                    call.endStream();
                }),
        HTML_502(
                refused(502, "overloaded", "overloaded"),
                call -> call.whole(502, "text/html", "<html>Bad gateway</html>")),
        EMPTY_200(refused(502, "broken_answer", "broken_answer"), call -> call.json(200, "")),
        TRUNCATED_JSON(
                refused(502, "broken_answer", "broken_answer"),
                call -> call.json(200, "{\"choices\":[{")),
        WRONG_TYPE(
                refused(502, "broken_answer", "broken_answer"),
                call -> call.whole(200, "text/html", "<html>hello</html>")),
        HUGE_FRAME(
                fine("x".repeat(1000)),
                call -> {
                    call.beginStream();
                    call.event(Answers.piece("x".repeat(3_000_000)));
                    call.event(Answers.finish("stop"));
                    call.done();
                }),
        SPLIT_UTF_8(
                fine("\ud83d\ude00"),
                call -> {
                    call.beginStream();
                    byte[] event =
                            ("data: " + Answers.piece("\ud83d\ude00") + "\n\n")
                                    .getBytes(StandardCharsets.UTF_8);
                    int middle = indexOf(event, SMILE) + 2;
                    call.chunk(java.util.Arrays.copyOf(event, middle));
                    call.chunk(java.util.Arrays.copyOfRange(event, middle, event.length));
                    call.event(Answers.finish("stop"));
                    call.done();
                }),
        DUPLICATE_USAGE(
                fine("whole"),
                call -> {
                    call.beginStream();
                    call.event(Answers.piece("whole"));
                    call.event(Answers.finish("stop"));
                    call.event(Answers.usage(10, 5));
                    call.event(Answers.usage(10, 5));
                    call.done();
                }),
        NEGATIVE_USAGE(
                fine("whole"),
                call -> {
                    call.beginStream();
                    call.event(Answers.piece("whole"));
                    call.event(Answers.finish("stop"));
                    call.event(Answers.usage(-10, -5));
                    call.done();
                });

        private final Seen seen;
        private final FakeProvider.Script script;

        Fault(Seen seen, FakeProvider.Script script) {
            this.seen = seen;
            this.script = script;
        }

        private static void half(FakeProvider.Call call) throws Exception {
            call.beginStream();
            call.event(Answers.piece("half"));
        }

        private static int indexOf(byte[] all, byte[] part) {
            for (int at = 0; ; at++) {
                if (java.util.Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                    return at;
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_fault_is_told_closed_and_booked(Fault fault) throws Exception {
        // A wish to wait is kept between requests, so each fault has a world to itself in time.
        Patience.until("alpha may be called", this::isReady);
        world.reset();
        world.alpha.answers(fault.script);
        Wire.Answer answer = world.chat(World.askStream("alone", "x"));
        Seen seen = fault.seen;
        assertThat(answer.status()).isEqualTo(seen.status());
        assertThat(answer.text()).contains(seen.heard());
        if (seen.outcome().equals("ok")) {
            assertThat(answer.text()).endsWith("data: [DONE]\n\n");
        } else {
            assertThat(answer.text()).contains("\"code\":\"" + seen.code() + "\"");
            assertThat(answer.text()).doesNotContain("[DONE]", "bad key");
        }
        assertThat(world.alpha.calls()).as("the upstream saw it once").hasSize(1);
        if (seen.outcome().equals("cut") && fault != Fault.ENDS_BEFORE_ITS_FINISH) {
            world.alpha.onlyCall().awaitClosed(Duration.ofSeconds(1));
        }
        LedgerEntry entry = world.newest();
        assertThat(entry.outcome().code()).isEqualTo(seen.outcome());
        assertThat(entry.errorCode()).isEqualTo(seen.code());
        assertThat(entry.attempts()).hasSize(1);
        assertThat(entry.attempts().getFirst().code()).isEqualTo(seen.attempt());
        if (seen.outcome().equals("failed") && !seen.attempt().equals("timed_out")) {
            assertThat(entry.cost().plain()).isEqualTo("0");
        } else {
            assertThat(entry.cost().isNegative()).isFalse();
            assertThat(entry.cost().picos()).isPositive();
        }
    }

    private boolean isReady() {
        try {
            return Wire.post(world.port(), "/v1/route/explain", World.ask("alone", "x"))
                            .text()
                            .contains("\"state\":\"ready\"")
                    || !Wire.post(world.port(), "/v1/route/explain", World.ask("alone", "x"))
                            .text()
                            .contains("asked_to_wait");
        } catch (java.io.IOException e) {
            return false;
        }
    }

    @Test
    void usage_said_twice_counts_once_and_nonsense_is_estimated() throws Exception {
        Patience.until("alpha may be called", this::isReady);
        world.reset();
        world.alpha.answers(Fault.DUPLICATE_USAGE.script);
        world.chat(World.askStream("alone", "x"));
        assertThat(world.newest().usage().totalOutput()).isEqualTo(5);
        world.alpha.answers(Fault.NEGATIVE_USAGE.script);
        world.chat(World.askStream("alone", "x"));
        assertThat(world.newest().usageBasis()).isEqualTo(UsageBasis.ESTIMATED);
        assertThat(world.newest().usage().totalOutput()).isPositive();
    }

    @Test
    void an_upstream_that_breaks_off_while_the_client_reads_slowly_is_told_in_the_end()
            throws Exception {
        Patience.until("alpha may be called", this::isReady);
        world.reset();
        world.alpha.answers(call -> {
            call.beginStream();
            for (int i = 0; i < 200; i++) {
                call.event(Answers.piece("y".repeat(20_000)));
            }
            call.cut();
        });
        try (Wire wire = new Wire(world.port())) {
            wire.sendPost("/v1/chat/completions", World.askStream("alone", "x"));
            Patience.until("a call", () -> !world.alpha.calls().isEmpty());
            java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            String text = wire.answer().text();
            assertThat(text).endsWith("}}\n\n").contains("upstream_cut").doesNotContain("[DONE]");
            assertThat(text.split("y{20000}", -1)).hasSize(201);
        }
        assertThat(world.newest().outcome().code()).isEqualTo("cut");
    }
}

package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams are passed on as they come; only the end may wait, for the books. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class StreamingTest {

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

    /** The provider goes on only after the client has said that it has the last event. */
    @Test
    void every_event_reaches_the_client_before_the_next_one_is_sent() throws Exception {
        Semaphore arrived = new Semaphore(0);
        world.alpha.answers(call -> {
            call.beginStream();
            for (int i = 0; i < 20; i++) {
                call.event(Answers.piece("event-" + i));
                await(arrived);
            }
            call.event(Answers.finish("stop"));
            call.event(Answers.usage(10, 20));
            call.done();
        });
        try (Wire client = new Wire(world.port())) {
            client.sendPost("/v1/chat/completions", World.askStream("mini", "hello"));
            assertThat(client.readHead().status()).isEqualTo(200);
            for (int i = 0; i < 20; i++) {
                assertThat(client.chunk()).contains("event-" + i + "\"").endsWith("\n\n");
                arrived.release();
            }
            assertThat(client.rest()).endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void half_an_event_is_held_back_and_the_whole_ones_before_it_are_not() throws Exception {
        Semaphore arrived = new Semaphore(0);
        byte[] second =
                ("data: " + Answers.piece("zwei €") + "\n\n").getBytes(StandardCharsets.UTF_8);
        int inTheEuro = indexOf(second, (byte) 0xE2) + 1;
        world.alpha.answers(call -> {
            call.beginStream();
            byte[] first =
                    ("data: " + Answers.piece("one") + "\n\n").getBytes(StandardCharsets.UTF_8);
            call.chunk(concat(first, Arrays.copyOf(second, inTheEuro)));
            await(arrived);
            call.chunk(Arrays.copyOfRange(second, inTheEuro, second.length - 1));
            call.chunk((byte) '\n');
            await(arrived);
            call.event(Answers.finish("stop"));
            call.done();
        });
        try (Wire client = new Wire(world.port())) {
            client.sendPost("/v1/chat/completions", World.askStream("mini", "hello"));
            client.readHead();
            assertThat(client.chunk()).contains("\"one\"").doesNotContain("zwei");
            arrived.release();
            assertThat(client.chunk()).isEqualTo(new String(second, StandardCharsets.UTF_8));
            arrived.release();
            assertThat(client.rest()).endsWith("[DONE]\n\n");
        }
    }

    @Test
    void a_stream_cut_into_single_bytes_comes_out_whole() throws Exception {
        world.alpha.answers(call -> {
            call.beginStream();
            String all =
                    "data: "
                            + Answers.piece("ä€😀")
                            + "\r\n\r\ndata: "
                            + Answers.finish("stop")
                            + "\r\n\r\ndata: [DONE]\r\n\r\n";
            for (byte b : all.getBytes(StandardCharsets.UTF_8)) {
                call.chunk(b);
            }
            call.endStream();
        });
        Wire.Answer answer = world.chat(World.askStream("mini", "hello"));
        assertThat(answer.text()).contains("ä€😀").endsWith("data: [DONE]\n\n");
        assertThat(world.newest().outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void the_status_line_waits_for_the_first_real_event() throws Exception {
        CountDownLatch commented = new CountDownLatch(1);
        world.alpha.answers(call -> {
            call.beginStream();
            call.chunk(": PROCESSING\n\n".getBytes(StandardCharsets.UTF_8));
            call.chunk("\n".getBytes(StandardCharsets.UTF_8));
            commented.countDown();
            call.event(Answers.error("no capacity"));
            call.silence();
        });
        world.beta.answers(call -> {
            assertThat(commented.getCount()).isZero();
            call.stream(10, 5, "from beta");
        });
        Wire.Answer answer = world.chat(World.askStream("mini", "hello"));
        assertThat(answer.header("x-undercut-provider")).isEqualTo("beta");
        assertThat(answer.text()).contains("from beta").doesNotContain("PROCESSING", "capacity");
    }

    @Test
    void comments_in_mid_answer_keep_the_client_company() throws Exception {
        Semaphore arrived = new Semaphore(0);
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.piece("one"));
            await(arrived);
            call.chunk(": still here\n\n".getBytes(StandardCharsets.UTF_8));
            await(arrived);
            call.event(Answers.finish("stop"));
            call.done();
        });
        try (Wire client = new Wire(world.port())) {
            client.sendPost("/v1/chat/completions", World.askStream("mini", "hello"));
            client.readHead();
            client.chunk();
            arrived.release();
            assertThat(client.chunk()).isEqualTo(": still here\n\n");
            arrived.release();
            assertThat(client.rest()).endsWith("[DONE]\n\n");
        }
    }

    @Test
    void the_row_is_there_when_the_client_sees_the_end() throws Exception {
        world.alpha.answers(call -> call.stream(10, 5, "a", "b"));
        for (int i = 0; i < 50; i++) {
            try (Wire client = new Wire(world.port())) {
                client.sendPost("/v1/chat/completions", World.askStream("mini", "hello"));
                String id = client.readHead().first("x-undercut-request-id").orElseThrow();
                String chunk = client.chunk();
                while (!chunk.contains("finish_reason\":\"stop") && !chunk.contains("[DONE]")) {
                    chunk = client.chunk();
                }
                LedgerEntry entry = world.house.ledger().find(id).orElseThrow();
                assertThat(entry.outcome()).isEqualTo(Outcome.OK);
                assertThat(entry.usage().totalInput()).isEqualTo(10);
            }
        }
    }

    @Test
    void the_receipt_rides_on_the_finish_chunk_and_usage_comes_after_it() throws Exception {
        world.alpha.answers(call -> call.stream(10, 5, "a"));
        String body =
                World.askStream("mini", "x")
                        .replaceFirst("}$", ",\"stream_options\":{\"include_usage\":true}}");
        String[] events = world.chat(body).text().split("\n\n");
        assertThat(events).hasSize(5);
        assertThat(events[2]).contains("\"finish_reason\":\"stop\"", "\"undercut\":{");
        assertThat(events[3]).contains("\"choices\":[]", "\"prompt_tokens\":10");
        assertThat(events[4]).isEqualTo("data: [DONE]");
    }

    @Test
    void usage_on_the_finish_chunk_counts_once_and_stays_hidden() throws Exception {
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.piece("a"));
            call.event(
                    Answers.finish("stop").replaceFirst("}$", "")
                            + ",\"usage\":"
                            + Answers.usageObject(7, 3)
                            + "}");
            call.done();
        });
        Wire.Answer answer = world.chat(World.askStream("mini", "x"));
        assertThat(answer.text()).doesNotContain("prompt_tokens").contains("\"undercut\":{");
        assertThat(world.newest().usage().totalInput()).isEqualTo(7);
        assertThat(world.newest().cost().plain()).isEqualTo("0.000013");
    }

    @Test
    void a_provider_that_never_says_done_but_finishes_has_answered() throws Exception {
        world.alpha.answers(call -> {
            call.beginStream();
            call.event(Answers.piece("a"));
            call.event(Answers.finish("length"));
            call.endStream();
        });
        assertThat(world.chat(World.askStream("mini", "x")).text()).endsWith("[DONE]\n\n");
        assertThat(world.newest().outcome()).isEqualTo(Outcome.OK);
        assertThat(world.newest().costNote()).contains("estimated");
    }

    @Test
    void after_the_end_mark_the_upstream_connection_serves_the_next_request() throws Exception {
        world.alpha.answers(call -> call.stream(10, 5, "a"));
        world.chat(World.askStream("mini", "x"));
        Patience.until("the answer to be read to its end", () -> true);
        for (int i = 0; i < 10; i++) {
            world.chat(World.askStream("mini", "x"));
        }
        assertThat(world.alpha.calls()).filteredOn(FakeProvider.Call::isOpen).isNotEmpty();
    }

    private static void await(Semaphore arrived) throws InterruptedException {
        if (!arrived.tryAcquire(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the client did not get the last event");
        }
    }

    private static int indexOf(byte[] bytes, byte wanted) {
        int at = 0;
        while (bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}

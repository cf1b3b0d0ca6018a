package dev.undercut.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.provider.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacingTest {

    private static Provider.Call call(String model, boolean stream, Duration firstByte) {
        ObjectNode ask = Sandbox.ask(model, "What is 17*23?").put("stream", stream).put("seed", 42);
        byte[] body = ask.toString().getBytes(StandardCharsets.UTF_8);
        return new Provider.Call("/chat/completions", Map.of(), body, stream, firstByte);
    }

    /** Waits for nothing and writes down what was waited for. */
    private static final class Recorded implements Pacing.Pace {
        final List<Duration> dues = new ArrayList<>();
        boolean ended;

        @Override
        public boolean reach(Duration due, Duration limit) {
            dues.add(due);
            return due.compareTo(limit) <= 0;
        }

        @Override
        public void end() {
            ended = true;
        }
    }

    @Test
    void a_stream_begins_and_runs_as_fast_as_stated() throws IOException {
        Recorded pace = new Recorded();
        SandboxProvider provider = new SandboxProvider(1, Sandbox.CLOCK, () -> pace);
        SandboxModel large = SandboxModels.family().get(4);
        try (Provider.Answer answer =
                provider.post(call(large.id(), true, Duration.ofSeconds(9)))) {
            assertThat(pace.dues).containsExactly(large.firstToken());
            assertThat(answer.body().readAllBytes()).isNotEmpty();
        }

        assertThat(pace.ended).isTrue();
        assertThat(pace.dues).isSorted();
        // "17*23 = 17*20 + 17*3 = 340 + 51 = 391\nAnswer: 391" is 13 tokens, 10 ms each.
        assertThat(pace.dues.getLast()).isEqualTo(large.firstToken().plusMillis(130));
    }

    @Test
    void a_reader_gets_an_event_as_soon_as_it_is_due_and_not_later_ones() throws IOException {
        AtomicLong now = new AtomicLong();
        // Nothing moves this clock but the second read, so an early wait would never end.
        SandboxProvider provider =
                new SandboxProvider(
                        1, Sandbox.CLOCK, Pacing.realBy(() -> now.getAndAdd(300_000_000)));
        try (Provider.Answer answer =
                provider.post(call("sandbox-large", true, Duration.ofSeconds(9)))) {
            InputStream body = answer.body();
            byte[] much = new byte[100_000];
            String first = new String(much, 0, body.read(much), StandardCharsets.UTF_8);

            assertThat(first).startsWith("data: {").endsWith("\n\n").containsOnlyOnce("data: ");
            assertThat(body.available()).isZero();
        }
    }

    @Test
    void a_head_that_comes_too_late_is_a_time_out() {
        SandboxProvider provider = new SandboxProvider(1, Sandbox.CLOCK, Pacing.real());

        assertThatThrownBy(() -> provider.post(call("sandbox-large", true, Duration.ofMillis(1))))
                .isInstanceOf(SocketTimeoutException.class);
    }

    /** By a clock that stands still everything is in the future: reads wait for ever. */
    @Test
    void close_ends_a_waiting_read_at_once() throws Exception {
        AtomicLong now = new AtomicLong();
        Pacing stuck = Pacing.realBy(now::get);
        PacedBody body =
                new PacedBody(
                        () -> new PacedBody.Event(Duration.ofDays(1), new byte[1]), stuck.begin());
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> failed.complete(thrownByRead(body)));
        while (reader.getState() == Thread.State.NEW
                || reader.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        long before = System.nanoTime();
        body.close();

        assertThat(failed.get(5, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
        assertThatThrownBy(body::read).isInstanceOf(IOException.class);
    }

    @Test
    void an_interrupt_ends_a_waiting_read() throws InterruptedException, ExecutionException {
        PacedBody body =
                new PacedBody(
                        () -> new PacedBody.Event(Duration.ofDays(1), new byte[1]),
                        Pacing.realBy(() -> 0).begin());
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> failed.complete(thrownByRead(body)));
        reader.interrupt();

        assertThat(failed.get()).isInstanceOf(InterruptedIOException.class);
    }

    private static Throwable thrownByRead(InputStream body) {
        try {
            return new AssertionError("read " + body.read());
        } catch (IOException e) {
            return e;
        }
    }
}

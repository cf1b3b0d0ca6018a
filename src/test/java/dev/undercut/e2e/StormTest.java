package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Usage;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.ledger.UsageBasis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A storm of mixed requests and faults: none hangs, none is mixed up, every upstream call ends with
 * its client, and what is billed is what the providers reported. {@code -Dstorm.requests=N} sets
 * its size.
 */
@Timeout(300)
class StormTest {

    private static final int REQUESTS = Integer.getInteger("storm.requests", 10_000);
    private static final int AT_ONCE = 48;
    private static final Duration AT_MOST = Duration.ofSeconds(1);

    /** Held, so that its handler is not lost with it. */
    private final Logger library = Logger.getLogger("io.helidon");

    private final StormProviders providers = new StormProviders();
    private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger goneOn = new AtomicInteger();

    @Test
    void none_hangs_none_is_mixed_up_and_the_books_are_what_the_providers_reported(
            @TempDir Path home) throws Exception {
        Handler complaints = complaints();
        library.addHandler(complaints);
        try (FakeProvider claude = new FakeProvider();
                FakeProvider resold = new FakeProvider();
                World world = new World(home, more(claude, resold), w -> w.alpha.port())) {
            world.alpha.answers(providers.faulty(false));
            claude.answers(providers.faulty(true));
            world.beta.answers(providers.sound());
            world.gamma.answers(providers.sound());
            resold.answers(providers.sound());
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                clients.add(Thread.ofVirtual().start(() -> work(world)));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(wrong).isEmpty();
            Patience.until("all answers to end", () -> providers.underWay() == 0);
            Patience.until("all rows", () -> world.house.ledger().summary().requests() >= REQUESTS);
            assertThat(world.house.ledger().summary().requests()).isEqualTo(REQUESTS);
            assertThat(world.house.ledger().summary().unknownCosts()).isZero();
        } finally {
            library.removeHandler(complaints);
        }
        assertThat(wrong).isEmpty();
        for (Gust.Fault fault : Gust.Fault.values()) {
            assertThat(providers.happened(fault)).as("%s", fault).isPositive();
        }
        assertThat(goneOn).as("streams that broke off and went on elsewhere").hasPositiveValue();
    }

    /**
     * Offers of the storm's other models: of each one that fails and a dearer one that does not. A
     * breaker would keep most requests from those that fail.
     */
    private static String more(FakeProvider claude, FakeProvider resold) {
        return """
          claude:
            dialect: anthropic
            base_url: http://127.0.0.1:CLAUDE/v1
            models:
              claude: {price: {input: 3, output: 15}, context: 200000, max_output: 64000, ci: 60}
          resold:
            base_url: http://127.0.0.1:RESOLD/v1
            models:
              claude: {price: {input: 4, output: 20}, context: 200000, max_output: 64000, ci: 60}
              small: {price: {input: 0.03, output: 0}, context: 8191, features: [embeddings]}
          vectors:
            base_url: http://127.0.0.1:%1$d/v1
            models:
              small: {price: {input: 0.02, output: 0}, context: 8191, features: [embeddings]}
        resilience: {breaker: false, limit_concurrency: false}
        """
                .replace("CLAUDE", String.valueOf(claude.port()))
                .replace("RESOLD", String.valueOf(resold.port()));
    }

    /** The server library has nothing to complain of, whoever leaves. */
    private Handler complaints() {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                    wrong.add(new AssertionError(record.getMessage(), record.getThrown()));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    /** A client: asks, reads to the end, asks again. */
    private void work(World world) {
        Wire wire = null;
        try {
            for (int number = next.getAndIncrement();
                    number < REQUESTS && wrong.isEmpty();
                    number = next.getAndIncrement()) {
                if (wire == null) {
                    wire = new Wire(world.port());
                }
                Gust gust = Gust.of(number);
                try {
                    if (!ask(world, wire, gust)) {
                        wire.close();
                        wire = null;
                    }
                } catch (Exception | AssertionError e) {
                    throw new AssertionError(gust.toString(), e);
                }
            }
        } catch (Exception | AssertionError e) {
            wrong.add(e);
        } finally {
            close(wire);
        }
    }

    /** Whether the connection can be used again. */
    private boolean ask(World world, Wire wire, Gust gust) throws Exception {
        wire.sendPost(gust.path(), gust.body());
        if (gust.fault() == Gust.Fault.CLIENT_GONE) {
            leave(wire, gust);
            return false;
        }
        Wire.Answer answer = wire.answer();
        String id = answer.header("x-undercut-request-id");
        LedgerEntry entry = world.entry(id);
        assertThat(answer.status()).as("%s", answer.text()).isEqualTo(200);
        if (answer.text().contains("\"recovered\":true")) {
            goneOn.incrementAndGet();
        }
        String expected =
                gust.kind() == Gust.Kind.EMBEDDINGS
                        ? gust.vector()
                        : String.join("", gust.pieces());
        assertThat(gust.text(answer)).isEqualTo(expected);
        assertThat(!gust.stream() || gust.isEnded(answer)).isTrue();
        assertThat(providers.answered(gust.number())).isEqualTo(1);
        assertThat(entry.outcome()).isEqualTo(Outcome.OK);
        assertThat(entry.usageBasis()).isEqualTo(UsageBasis.PROVIDER);
        assertThat(entry.usage()).isEqualTo(Usage.of(gust.promptTokens(), gust.completionTokens()));
        return true;
    }

    private void leave(Wire wire, Gust gust) throws Exception {
        FakeProvider.Call call = providers.call(gust.number());
        if (gust.stream()) {
            wire.readHead();
            wire.chunk();
        }
        wire.hangUp();
        call.awaitClosed(AT_MOST);
        assertThat(providers.answered(gust.number())).isZero();
    }

    private static void close(@org.jspecify.annotations.Nullable Wire wire) {
        if (wire != null) {
            try {
                wire.close();
            } catch (IOException e) {
                // the storm is over
            }
        }
    }
}

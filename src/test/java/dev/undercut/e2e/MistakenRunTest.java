package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.chat.ChatRequest;
import dev.undercut.compute.run.RunLog;
import dev.undercut.compute.verify.Callback;
import dev.undercut.compute.verify.Tools;
import dev.undercut.compute.verify.confined.Confinement;
import dev.undercut.compute.verify.confined.Limits;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.Reading;
import dev.undercut.dialect.anthropic.Anthropic;
import dev.undercut.dialect.openai.OpenAi;
import dev.undercut.dispatch.Job;
import dev.undercut.dispatch.run.RunDoor;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.runs.RunHead;
import dev.undercut.runs.RunStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client and the books see of a run in which we make a mistake. */
@Timeout(60)
class MistakenRunTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir private static Path home;

    private static World world;

    private final Heard client = new Heard();

    @BeforeAll
    static void start() throws IOException {
        world = new World(home, "resilience: {breaker: false}");
    }

    @AfterAll
    static void stop() throws IOException {
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
    }

    /** Throws at that event of a run's log, at its beginning, or at its end. */
    static final class BrokenStore implements RunStore {
        private final int brokenAt;
        private final AtomicInteger events = new AtomicInteger();
        private final List<String> trees = new CopyOnWriteArrayList<>();

        BrokenStore(int brokenAt) {
            this.brokenAt = brokenAt;
        }

        @Override
        public RunLog begin(RunHead head, Question question) {
            if (brokenAt == 0) {
                throw new IllegalStateException("marker-of-a-mistake");
            }
            return event -> {
                if (events.incrementAndGet() == brokenAt) {
                    throw new IllegalStateException("marker-of-a-mistake");
                }
            };
        }

        @Override
        public RunLog goOn(Kept kept) {
            return RunLog.NONE;
        }

        @Override
        public void end(String id, String tree) {
            trees.add(tree);
        }

        @Override
        public Optional<Kept> find(String id) {
            return Optional.empty();
        }

        @Override
        public List<Kept> interrupted() {
            return List.of();
        }
    }

    /** Nobody is to be called back. */
    private static final class Unreachable implements Callback {
        @Override
        public void check(URI url) throws IOException {
            throw new IOException("unreachable");
        }

        @Override
        public byte[] post(URI url, byte[] json, Duration patience) throws IOException {
            throw new IOException("unreachable");
        }
    }

    /** What verifiers need, for runs that have none. */
    static Tools tools() {
        return new Tools(
                new Unreachable(),
                new Confinement(Limits.usual(), 1, System::nanoTime, () -> "word"));
    }

    private LedgerEntry run(ClientDialect dialect, BrokenStore store, boolean stream) {
        RunDoor door =
                new RunDoor(
                        world.house.calls(),
                        new RunDoor.Rooms(
                                world.house.ledger(),
                                store,
                                tools(),
                                System::nanoTime,
                                new Random(1)));
        byte[] body =
                ("{\"model\":\"mini:vote-5\",\"max_tokens\":50,\"stream\":"
                                + stream
                                + ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                        .getBytes(StandardCharsets.UTF_8);
        ChatRequest request = ((Reading.Read) dialect.read(body)).request();
        Job job = world.house.calls().admit(dialect, null, client);
        assertThat(door.answers(job, request, body)).isTrue();
        assertThat(client.text()).doesNotContain("marker-of-a-mistake").doesNotContain("\tat ");
        assertThat(store.trees).singleElement().asString().contains("\"state\":\"failed\"");
        return world.entry(job.requestId());
    }

    /** One call answers, the others are under way when it is told. */
    private static void oneAnswers() {
        AtomicInteger next = new AtomicInteger();
        world.alpha.answers(call -> {
            if (next.getAndIncrement() == 0) {
                Patience.until("the others", () -> next.get() == 3);
                call.stream(10, 5, "It is 42");
            } else {
                call.silence();
            }
        });
    }

    @Test
    void in_its_midst_it_is_an_error_and_a_settled_row_and_nothing_stays_under_way()
            throws Exception {
        oneAnswers();
        // Asked, three started, and then the first telling.
        LedgerEntry row = run(new OpenAi(), new BrokenStore(5), false);
        JsonNode error = MAPPER.readTree(client.text()).path("error");
        assertThat(client.status()).isEqualTo(500);
        assertThat(error.path("code").asText()).isEqualTo("internal_error");
        assertThat(row.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(row.status()).isEqualTo(500);
        assertThat(row.lineage().calls()).isEqualTo(3);
        // The connection of the one that answered may be kept for the next request.
        Patience.until(
                "the others to be closed",
                () -> world.alpha.calls().stream().filter(FakeProvider.Call::isOpen).count() <= 1);
    }

    @Test
    void in_a_stream_it_is_an_error_event_of_the_dialect() {
        oneAnswers();
        LedgerEntry row = run(new Anthropic(), new BrokenStore(5), true);
        assertThat(client.text())
                .startsWith("event: message_start")
                .contains("event: error", "\"api_error\"")
                .doesNotContain("message_stop");
        assertThat(row.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void before_anybody_is_called_nothing_was_spent() {
        LedgerEntry row = run(new Anthropic(), new BrokenStore(0), false);
        assertThat(client.status()).isEqualTo(500);
        assertThat(client.text()).contains("\"type\":\"error\"", "\"api_error\"");
        assertThat(row.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(world.alpha.calls()).isEmpty();
    }
}

package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.anthropic.Anthropic;
import dev.undercut.dialect.openai.OpenAi;
import dev.undercut.dispatch.ChatCalls;
import dev.undercut.dispatch.Job;
import dev.undercut.dispatch.Serving;
import dev.undercut.dispatch.Upstream;
import dev.undercut.dispatch.Upstreams;
import dev.undercut.dispatch.run.RunDoor;
import dev.undercut.dispatch.walk.Sessions;
import dev.undercut.health.Health;
import dev.undercut.health.HealthSettings;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.ledger.RequestIds;
import dev.undercut.market.data.MarketFacts;
import dev.undercut.money.Usd;
import dev.undercut.provider.Provider;
import dev.undercut.route.Router;
import dev.undercut.telemetry.Telemetry;
import dev.undercut.tokens.TokenCounter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client and the books see of a request in which we make a mistake. */
@Timeout(60)
class MistakenCallTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String MARKER = "marker-of-a-mistake";

    @TempDir private static Path home;

    private static World world;

    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private final Heard client = new Heard();
    private final Map<String, Script> scripts = new HashMap<>();
    private final Health health =
            new Health(
                    HealthSettings.STANDARD,
                    Clock.systemUTC(),
                    System::nanoTime,
                    new Random(1),
                    (provider, key, rejected) -> {});
    private final ChatCalls calls =
            new ChatCalls(
                    this::serving,
                    new Router(new TokenCounter(), MarketFacts.outputExpectations(), health),
                    new ChatCalls.Records(
                            world.house.ledger(),
                            new RequestIds(Clock.systemUTC(), new Random()),
                            new Telemetry()),
                    new ChatCalls.Evidence(
                            health, new Sessions(Duration.ofMinutes(1)), new Random(1)),
                    new ChatCalls.Time(Clock.systemUTC(), System::nanoTime, ticker),
                    door ->
                            new RunDoor(
                                    door,
                                    new RunDoor.Rooms(
                                            world.house.ledger(),
                                            new MistakenRunTest.BrokenStore(-1),
                                            MistakenRunTest.tools(),
                                            System::nanoTime,
                                            new Random(1))));

    @BeforeAll
    static void start() throws IOException {
        world = new World(home, "resilience: {hedge: true, sticky: false}");
    }

    @AfterAll
    static void stop() throws IOException {
        world.close();
    }

    @AfterEach
    void close() {
        assertThat(client.text()).doesNotContain(MARKER).doesNotContain("\tat ");
        Patience.until("every permit to be given back", () -> underWay() == 0);
        calls.close();
        ticker.shutdownNow();
    }

    private int underWay() {
        return health.reports().stream()
                .flatMap(report -> report.lines().stream())
                .mapToInt(line -> line.inFlight())
                .sum();
    }

    /** What a provider does when it is called. */
    private interface Script {
        Provider.Answer answer() throws IOException;
    }

    private record Scripted(String id, Script script) implements Provider {
        @Override
        public String dialect() {
            return "openai";
        }

        @Override
        public Answer post(Call call) throws IOException {
            return script.answer();
        }
    }

    private record Body(String type, InputStream body) implements Provider.Answer {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public @Nullable String header(String name) {
            return name.equalsIgnoreCase("content-type") ? type : null;
        }

        @Override
        public void close() {}
    }

    /** The house's own, but with scripted providers; one without a script is not there. */
    private Serving serving() {
        Serving now = world.house.calls().serving();
        Map<String, Upstream> upstreams = new HashMap<>();
        scripts.forEach((id, script) -> {
            Upstream real = now.upstreams().byId().get(id);
            upstreams.put(
                    id,
                    new Upstream(
                            new Scripted(id, script),
                            real.dialect(),
                            real.quirks(),
                            real.firstByte()));
        });
        return new Serving(
                now.listing(),
                now.settings(),
                new Upstreams(upstreams),
                now.patience(),
                now.sticky(),
                now.limits(),
                now.cache(),
                now.presets());
    }

    private static Provider.Answer mistake() {
        throw new IllegalStateException(MARKER);
    }

    private static Provider.Answer streamed() {
        return new Body(
                "text/event-stream",
                bytes(
                        event(Answers.piece("It is 42"))
                                + event(Answers.finish("stop"))
                                + event(Answers.usage(10, 5))
                                + event("[DONE]")));
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Fails in a way that no stream may. */
    private static InputStream broken() {
        return new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException(MARKER);
            }

            @Override
            public int read(byte[] into, int from, int length) {
                throw new IllegalStateException(MARKER);
            }
        };
    }

    private LedgerEntry ask(ClientDialect dialect, String model, boolean stream) {
        Job job = calls.admit(dialect, null, client);
        String ask = stream ? World.askStream(model, "x") : World.ask(model, "x");
        String limited = ask.replaceFirst("\\{", "{\"max_tokens\":50,");
        calls.chat(job, limited.getBytes(StandardCharsets.UTF_8));
        return world.entry(job.requestId());
    }

    private static void assertLost(LedgerEntry row, Outcome outcome) {
        assertThat(row.outcome()).isEqualTo(outcome);
        assertThat(row.errorCode()).isEqualTo("internal_error");
        assertThat(row.cost()).isNull();
        assertThat(row.costNote()).isEqualTo("not known: the gateway made a mistake");
    }

    @Test
    void in_a_call_it_is_an_error_of_the_dialect_and_a_row_of_unknown_cost() throws Exception {
        scripts.put("alpha", MistakenCallTest::mistake);

        LedgerEntry row = ask(new OpenAi(), "alone", false);

        JsonNode error = MAPPER.readTree(client.text()).path("error");
        assertThat(client.status()).isEqualTo(500);
        assertThat(error.path("code").asText()).isEqualTo("internal_error");
        assertLost(row, Outcome.FAILED);
        assertThat(row.status()).isEqualTo(500);
    }

    @Test
    void in_another_dialect_it_is_an_error_of_that_one() {
        scripts.put("alpha", () -> new Body("application/json", broken()));

        LedgerEntry row = ask(new Anthropic(), "alone", false);

        assertThat(client.status()).isEqualTo(500);
        assertThat(client.text()).contains("\"type\":\"error\"", "\"api_error\"");
        assertLost(row, Outcome.FAILED);
    }

    @Test
    void before_anybody_is_called_nothing_was_spent() {
        LedgerEntry row = ask(new OpenAi(), "alone", true);

        assertThat(client.status()).isEqualTo(500);
        assertThat(row.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(row.cost()).isEqualTo(Usd.ZERO);
    }

    @Test
    void within_a_stream_it_is_an_error_event_after_what_came() {
        for (ClientDialect dialect : List.of(new OpenAi(), new Anthropic())) {
            client.forget();
            scripts.put(
                    "alpha",
                    () ->
                            new Body(
                                    "text/event-stream",
                                    new SequenceInputStream(
                                            bytes(event(Answers.piece("half"))), broken())));

            LedgerEntry row = ask(dialect, "alone", true);

            assertThat(client.text())
                    .contains("half", "The gateway made a mistake")
                    .doesNotContain("[DONE]")
                    .doesNotContain("message_stop");
            assertLost(row, Outcome.CUT);
            assertThat(row.status()).isEqualTo(200);
        }
    }

    @Test
    void in_a_call_that_is_raced_it_is_not_taken_for_a_slow_provider() {
        scripts.put("beta", MistakenCallTest::streamed);
        scripts.put("gamma", MistakenCallTest::streamed);
        scripts.put("alpha", MistakenCallTest::streamed);
        for (int i = 0; i < 4; i++) {
            assertThat(ask(new OpenAi(), "mini", true).outcome()).isEqualTo(Outcome.OK);
        }
        scripts.put("alpha", MistakenCallTest::mistake);

        LedgerEntry row = ask(new OpenAi(), "mini", true);

        assertThat(client.status()).isEqualTo(500);
        assertLost(row, Outcome.FAILED);
    }

    @Test
    void one_call_of_a_run_fails_with_a_row_of_its_own_and_the_others_answer() {
        AtomicInteger next = new AtomicInteger();
        scripts.put("alpha", () -> next.getAndIncrement() == 1 ? mistake() : streamed());

        LedgerEntry run = ask(new OpenAi(), "alone:vote-3", false);

        assertThat(client.status()).isEqualTo(200);
        assertThat(run.outcome()).isEqualTo(Outcome.OK);
        assertThat(run.cost()).isNull();
        assertThat(world.house.ledger().callsOf(run.requestId()))
                .hasSize((int) (long) run.lineage().calls())
                .filteredOn(row -> row.outcome() == Outcome.FAILED)
                .singleElement()
                .satisfies(row -> assertLost(row, Outcome.FAILED));
    }
}

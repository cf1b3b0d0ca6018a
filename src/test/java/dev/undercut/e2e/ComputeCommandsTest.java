package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.Golden;
import dev.undercut.app.House;
import dev.undercut.chat.Usage;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.run.Amount;
import dev.undercut.compute.run.CallNote;
import dev.undercut.compute.run.Models;
import dev.undercut.compute.run.RunEvent;
import dev.undercut.compute.run.RunLog;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Lineage;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.money.Usd;
import dev.undercut.runs.RunHead;
import dev.undercut.runs.RunStore;
import dev.undercut.store.sqlite.Durability;
import dev.undercut.store.sqlite.SqliteDatabase;
import dev.undercut.store.sqlite.SqliteLedger;
import dev.undercut.store.sqlite.SqliteRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of test-time compute, with simulated models. */
@Timeout(120)
class ComputeCommandsTest {
    private static final String BEGIN = "<!-- demo:begin -->\n";
    private static final String END = "<!-- demo:end -->\n";

    @TempDir private Path home;

    private String config = "";

    @BeforeEach
    void configure() throws IOException {
        Path file = home.resolve("undercut.yaml");
        Files.writeString(file, "data_dir: " + home.resolve("data") + "\nprobe_ollama: false\n");
        config = file.toString();
    }

    @Test
    void a_run_answers_and_says_what_it_took() {
        House.Ran ran =
                House.run(
                        "compute",
                        "run",
                        "--config",
                        config,
                        "-m",
                        "sandbox-large:vote-5",
                        "What",
                        "is",
                        "6*7?");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("42");
        assertThat(ran.err()).contains("vote: ", "calls", "cost $", "expected $");
    }

    @Test
    void an_estimate_calls_nobody_and_a_bad_wish_is_refused() throws Exception {
        House.Ran ran =
                House.run(
                        "compute",
                        "estimate",
                        "--json",
                        "--config",
                        config,
                        "-m",
                        "sandbox-mini",
                        "-c",
                        "best-16",
                        "hello");
        JsonNode costs = new JsonMapper().readTree(ran.out()).at("/undercut/compute/estimate");
        assertThat(costs.path("expected_usd").decimalValue())
                .isLessThan(costs.path("worst_usd").decimalValue());
        House.Ran wrong =
                House.run(
                        "compute",
                        "run",
                        "--config",
                        config,
                        "-m",
                        "sandbox-mini",
                        "-c",
                        "{\"strategy\":\"vote\",\"n\":0}",
                        "hello");
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err()).contains("undercut.compute.n");
    }

    /** The log of a process that died after two of five samples, with one under way. */
    private void interrupted(String id) throws Exception {
        Path data = home.resolve("data");
        Lineage run = Lineage.run(0);
        try (SqliteDatabase database = SqliteDatabase.open(data, Durability.NORMAL);
                SqliteLedger ledger = SqliteLedger.open(database, Duration.ofSeconds(5));
                SqliteRuns runs = new SqliteRuns(database)) {
            RunLog log =
                    runs.begin(
                            new RunHead(
                                    id,
                                    Instant.parse("2026-11-21T10:00:00Z"),
                                    null,
                                    "sandbox-large:vote-5",
                                    List.of("sandbox-large"),
                                    "vote",
                                    "{\"strategy\":\"vote\",\"n\":5,\"stop\":\"cap\",\"seed\":1,"
                                            + "\"models\":[\"sandbox-large\"],"
                                            + "\"budget\":{\"usd\":0.1}}"),
                            new RunStore.Question(
                                    "/v1/chat/completions",
                                    "{\"model\":\"sandbox-large:vote-5\",\"messages\":"
                                            + "[{\"role\":\"user\",\"content\":\"What is 6*7?\"}]}"));
            Amount worst = new Amount(Usd.parse("0.01"), 100, 1);
            log.append(new RunEvent.Asked(3));
            for (int trial = 0; trial < 3; trial++) {
                log.append(new RunEvent.Started(trial, 1, worst));
            }
            for (int trial = 0; trial < 2; trial++) {
                CallNote note =
                        new CallNote(
                                "c" + trial,
                                Models.Purpose.TRIAL,
                                "sandbox",
                                "sandbox-large",
                                Usage.of(10, 10),
                                Usd.parse("0.02"),
                                false,
                                5,
                                "ok");
                log.append(
                        new RunEvent.Told(
                                trial,
                                2,
                                Outcome.Answered.plain("It is 42.", "42"),
                                List.of(note)));
            }
            ledger.settle(interruptedEntry(id).with(run));
        }
    }

    /** As the next start books a run whose process was found dead. */
    private static LedgerEntry interruptedEntry(String id) {
        return new LedgerEntry(
                id,
                Instant.parse("2026-11-21T10:00:00Z"),
                0,
                null,
                null,
                "unknown",
                "sandbox-large:vote-5",
                "sandbox",
                "sandbox-large",
                null,
                false,
                dev.undercut.ledger.Outcome.INTERRUPTED,
                0,
                "interrupted",
                null,
                null,
                UsageBasis.NONE,
                null,
                null,
                "process died",
                null,
                null,
                null,
                List.of(),
                null,
                null,
                Lineage.PLAIN);
    }

    @Test
    void a_run_whose_process_died_goes_on_where_its_log_ends() throws Exception {
        interrupted("req_dead");
        House.Ran list = House.run("compute", "resume", "--config", config);
        assertThat(list.out()).contains("req_dead", "sandbox-large:vote-5");
        House.Ran ran = House.run("compute", "resume", "--config", config, "req_dead");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("42");
        // Two were told before, one is asked again, two are new; of one nothing is known.
        assertThat(ran.err()).contains("req_dead").contains("vote: ");
        House.Ran again = House.run("compute", "resume", "--config", config, "req_dead");
        assertThat(again.exit()).isEqualTo(1);
        try (SqliteDatabase database =
                        SqliteDatabase.open(home.resolve("data"), Durability.NORMAL);
                SqliteRuns runs = new SqliteRuns(database)) {
            RunStore.Kept kept = runs.find("req_dead").orElseThrow();
            assertThat(kept.question()).isNull();
            assertThat(kept.events()).isEmpty();
            JsonNode tree = new JsonMapper().readTree(kept.tree());
            assertThat(tree.path("nodes").size()).isBetween(3, 5);
            assertThat(tree.at("/nodes/0/cost_usd").decimalValue()).isEqualByComparingTo("0.02");
        }
    }

    @Test
    void the_page_shows_what_the_demo_measures() throws Exception {
        House.Ran ran = House.run("compute", "demo", "--config", config);
        assertThat(ran.exit()).isZero();
        String page = Files.readString(Path.of("docs/COMPUTE.md"));
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        String table = "```\n" + ran.out() + "```\n";
        Golden.assertMatches(
                "docs/COMPUTE.md", page.substring(0, from) + table + page.substring(to));
    }
}

package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.app.House;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.money.Usd;
import dev.undercut.store.sqlite.Durability;
import dev.undercut.store.sqlite.SqliteDatabase;
import dev.undercut.store.sqlite.SqliteRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server is killed in the middle of a run; then the run goes on where it was. */
@Timeout(60)
class KilledRunTest {
    private static final int SAMPLES = 8;
    private static final int BEFORE = 3;
    private static final int UNDER_WAY = 2;

    @TempDir Path home;

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch killed = new CountDownLatch(1);

    @Test
    void what_was_answered_is_not_asked_again_and_every_dollar_is_booked_once() throws Exception {
        String run;
        try (FakeProvider provider = new FakeProvider()) {
            provider.answers(this::answer);
            run = killedRun(provider.port());
            assertThat(provider.calls()).hasSize(BEFORE + UNDER_WAY);
            killed.countDown();

            House.Ran ran = House.run("compute", "resume", "--config", config(), run);

            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("The answer is");
            assertThat(provider.calls()).hasSize(SAMPLES + UNDER_WAY);
            assertThat(answeredNodes(run)).isEqualTo(SAMPLES);
        }
        booked(run);
    }

    /** Each answer is another one, so that the vote needs all of them. */
    private void answer(FakeProvider.Call call) throws Exception {
        int number = asked.incrementAndGet();
        if (number > BEFORE && killed.getCount() > 0) {
            killed.await();
            call.cut();
        } else {
            call.stream(10, 5, "The answer is " + number);
        }
    }

    private String killedRun(int provider) throws Exception {
        try (ServerProcess server = ServerProcess.start(home, provider)) {
            Thread.ofVirtual().start(() -> ask(server.port()));
            Patience.until(
                    "calls under way",
                    () ->
                            asked.get() == BEFORE + UNDER_WAY
                                    && onDisk("run_events WHERE event LIKE '{\"told\"%'") == BEFORE
                                    && onDisk("openings WHERE parent IS NOT NULL") == UNDER_WAY);
            server.kill();
        }
        House.Ran list = House.run("compute", "resume", "--config", config());
        assertThat(list.out()).contains("mini", "vote");
        return list.out().substring(0, list.out().indexOf(' '));
    }

    private static void ask(int port) {
        try {
            Wire.chat(
                    port,
                    "{\"model\":\"mini\",\"undercut\":{\"compute\":{\"strategy\":\"vote\",\"n\":"
                            + SAMPLES
                            + ",\"stop\":\"cap\",\"slots\":"
                            + UNDER_WAY
                            + "}},\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        } catch (IOException e) {
            // the server is dead
        }
    }

    /** Rows on disk, where another process may read them. */
    private long onDisk(String rows) {
        String file = home.resolve("data").resolve(SqliteDatabase.FILE).toString();
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement count = database.createStatement();
                ResultSet found = count.executeQuery("SELECT count(*) FROM " + rows)) {
            return found.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private long answeredNodes(String run) throws Exception {
        try (SqliteDatabase database =
                        SqliteDatabase.open(home.resolve("data"), Durability.NORMAL);
                SqliteRuns runs = new SqliteRuns(database)) {
            String tree = runs.find(run).orElseThrow().tree();
            long answered = 0;
            for (JsonNode node : new JsonMapper().readTree(tree).path("nodes")) {
                answered += node.path("outcome").asText().equals("answered") ? 1 : 0;
            }
            return answered;
        }
    }

    private void booked(String run) throws Exception {
        try (House.Books books = House.books(home.resolve("data"))) {
            Usd each = Usd.parse("0.00002");
            assertThat(books.ledger().summary().cost().plain())
                    .isEqualTo(new Usd(each.picos() * SAMPLES).plain());
            assertThat(books.ledger().callsOf(run))
                    .extracting(LedgerEntry::outcome)
                    .as("of calls under way nobody knows what they cost")
                    .filteredOn(Outcome.INTERRUPTED::equals)
                    .hasSize(UNDER_WAY);
        }
    }

    private String config() {
        return home.resolve("undercut.yaml").toString();
    }
}

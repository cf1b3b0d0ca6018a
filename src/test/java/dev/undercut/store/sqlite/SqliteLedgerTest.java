package dev.undercut.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercut.ledger.Entries;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.LedgerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteLedgerTest extends LedgerContract {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir private Path home;
    private SqliteDatabase database;
    private SqliteLedger ledger;

    @BeforeEach
    void open() throws IOException {
        // A name that is no plain URL, since data directories are the user's to name.
        database = SqliteDatabase.open(home.resolve("a b?c=d%20é#"), Durability.NORMAL);
        ledger = SqliteLedger.open(database, LIMIT);
    }

    @AfterEach
    void close() {
        ledger.close();
        database.close();
    }

    @Override
    protected Ledger ledger() {
        return ledger;
    }

    @Override
    protected Ledger reopened() {
        try {
            Path directory = database.directory();
            close();
            database = SqliteDatabase.open(directory, Durability.FULL);
            ledger = SqliteLedger.open(database, LIMIT);
            return ledger;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void only_its_owner_can_read_the_books() throws Exception {
        ledger.settle(Entries.answered("r1"));
        Path directory = database.directory();
        assertThat(rights(directory)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allMatch(file -> rights(file).equals("rw-------"));
        }
    }

    private static String rights(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE entries SET cost_picos = 0",
                "DELETE FROM entries",
            })
    void the_database_itself_refuses_to_change_an_entry(String tampering) throws Exception {
        ledger.settle(Entries.answered("r1"));
        assertThatThrownBy(() -> run(tampering)).hasMessageContaining("append-only");
        assertThat(ledger.newest(10)).containsExactly(Entries.answered("r1"));
    }

    @Test
    void a_request_settled_at_once_leaves_no_trace_of_its_opening() throws Exception {
        ledger.open(Entries.opening("quick"));
        ledger.settle(Entries.answered("quick"));
        ledger.open(Entries.opening("slow"));
        ledger.awaitOpened("slow");
        assertThat(openings()).isEqualTo(1);
        ledger.settle(Entries.answered("slow"));
        assertThat(openings()).isZero();
    }

    @Test
    void an_opening_waits_for_its_entry_while_others_are_committed() throws Exception {
        ledger.close();
        Duration moment = Duration.ofMillis(1);
        var patient = new LedgerWriter.Pace(moment, Duration.ofMinutes(1), moment);
        ledger = SqliteLedger.open(database, LIMIT, database::writer, patient);
        ledger.open(Entries.opening("slow"));
        ledger.settle(Entries.answered("quick"));
        assertThat(openings()).isZero();
        ledger.awaitOpened("slow");
        assertThat(openings()).isEqualTo(1);
    }

    @Test
    void two_ledgers_in_one_process_leave_each_others_openings_alone() throws Exception {
        ledger.open(Entries.opening("r1"));
        ledger.awaitOpened("r1");
        try (SqliteLedger other = SqliteLedger.open(database, LIMIT)) {
            other.settle(Entries.answered("r2"));
        }
        ledger.settle(Entries.answered("r1"));
        assertThat(reopened().newest(10))
                .containsExactly(Entries.answered("r1"), Entries.answered("r2"));
    }

    @Test
    void ledgers_that_start_at_once_in_an_empty_directory_all_work() throws Exception {
        Path fresh = home.resolve("fresh");
        int starters = 6;
        try (ExecutorService pool = Executors.newFixedThreadPool(starters)) {
            List<Future<Void>> all =
                    IntStream.range(0, starters)
                            .mapToObj(i -> pool.submit(() -> settleOne(fresh, "r" + i)))
                            .toList();
            for (Future<Void> one : all) {
                one.get();
            }
        }
        try (SqliteDatabase db = SqliteDatabase.open(fresh, Durability.NORMAL);
                SqliteLedger last = SqliteLedger.open(db, LIMIT)) {
            assertThat(last.newest(10)).hasSize(starters);
        }
    }

    private static Void settleOne(Path directory, String id) throws Exception {
        try (SqliteDatabase db = SqliteDatabase.open(directory, Durability.NORMAL);
                SqliteLedger ledger = SqliteLedger.open(db, LIMIT)) {
            ledger.settle(Entries.answered(id));
        }
        return null;
    }

    @Test
    void a_database_of_a_newer_version_is_refused_with_advice() throws Exception {
        run("PRAGMA user_version = 99");
        assertThatThrownBy(() -> SqliteDatabase.open(database.directory(), Durability.NORMAL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("newer version")
                .hasMessageContaining("upgrade")
                .hasMessageContaining(SqliteDatabase.FILE);
    }

    @Test
    void a_file_that_is_not_ours_is_refused_and_left_alone() throws Exception {
        Path directory = Files.createDirectory(home.resolve("other"));
        Path file = directory.resolve(SqliteDatabase.FILE);
        Files.writeString(file, "dear diary, this is no database");
        assertThatThrownBy(() -> SqliteDatabase.open(directory, Durability.NORMAL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a database");
        assertThat(file).hasContent("dear diary, this is no database");
    }

    private void run(String statement) throws SQLException {
        try (Connection db = database.writer();
                Statement sql = db.createStatement()) {
            sql.executeUpdate(statement);
        }
    }

    private long openings() throws SQLException {
        return database.read(db -> {
            try (Statement sql = db.createStatement();
                    var rows = sql.executeQuery("SELECT count(*) FROM openings")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }
}

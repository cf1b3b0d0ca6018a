package dev.undercut.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.ledger.Entries;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.money.Usd;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients were told against what the books hold, after SIGKILL in the middle of the work. */
class KilledProcessTest {

    private static final int LINES_BEFORE_THE_KILL = 400;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir private Path home;

    @Test
    @Timeout(60)
    void after_sigkill_under_load_every_settled_request_is_there_once_and_no_opening_is_forgotten()
            throws Exception {
        Process doomed = start();
        List<String> said = new ArrayList<>();
        try (BufferedReader out = doomed.inputReader()) {
            read(out, LINES_BEFORE_THE_KILL, said);
            settleBesideTheLivingProcess();
            read(out, LINES_BEFORE_THE_KILL, said);
            // By its handle: the process itself would close the stream that is still to be read.
            doomed.toHandle().destroyForcibly();
            read(out, Integer.MAX_VALUE, said);
        }
        assertThat(doomed.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(doomed.exitValue()).isNotEqualTo(3);
        compare(ids(said, "settled "), ids(said, "open "));
    }

    /** Two processes write at once, and the newcomer takes the other's openings for no orphans. */
    private void settleBesideTheLivingProcess() throws Exception {
        try (SqliteDatabase database = SqliteDatabase.open(home, Durability.NORMAL);
                SqliteLedger ledger = SqliteLedger.open(database, LIMIT)) {
            for (int i = 0; i < 20; i++) {
                ledger.settle(Entries.answered("beside" + i));
            }
            assertThat(ledger.newest(Integer.MAX_VALUE))
                    .allMatch(entry -> entry.outcome() == Outcome.OK)
                    .filteredOn(entry -> entry.requestId().startsWith("beside"))
                    .hasSize(20);
        }
    }

    private void compare(List<String> settled, List<String> open) throws Exception {
        assertThat(settled).hasSizeGreaterThan(LINES_BEFORE_THE_KILL);
        assertThat(open).hasSize(5);
        try (SqliteDatabase database = SqliteDatabase.open(home, Durability.NORMAL);
                SqliteLedger ledger = SqliteLedger.open(database, LIMIT)) {
            // Throws where an id stands twice.
            Map<String, LedgerEntry> books =
                    ledger.newest(Integer.MAX_VALUE).stream()
                            .collect(Collectors.toMap(LedgerEntry::requestId, Function.identity()));
            assertThat(books).containsKeys(settled.toArray(String[]::new));
            assertThat(settled).allMatch(id -> Entries.answered(id).equals(books.get(id)));
            assertThat(open).allMatch(id -> isInterrupted(books.get(id)));
            compareRuns(ledger, books);
            assertThat(integrity(database)).isEqualTo("ok");
            assertThat(ledger.isWritable()).isTrue();
        }
    }

    /** Nothing of a run that broke off is lost, and nothing of it counts twice. */
    private static void compareRuns(SqliteLedger ledger, Map<String, LedgerEntry> books) {
        Usd call = Objects.requireNonNull(Entries.answered("any").cost());
        LedgerEntry whole = Objects.requireNonNull(books.get("whole"));
        assertThat(isInterrupted(whole)).isTrue();
        assertThat(whole.lineage().calls()).isEqualTo(2);
        assertThat(whole.cost()).isEqualTo(call.plus(call));
        LedgerEntry broken = Objects.requireNonNull(books.get("broken"));
        assertThat(broken.lineage().calls()).isEqualTo(3);
        assertThat(broken.cost()).isNull();
        assertThat(ledger.callsOf("broken"))
                .extracting(LedgerEntry::outcome)
                .containsExactlyInAnyOrder(Outcome.OK, Outcome.OK, Outcome.INTERRUPTED);
        BigInteger sum =
                Stream.concat(
                                books.values().stream().filter(e -> !e.lineage().isRun()),
                                Stream.of("whole", "broken")
                                        .flatMap(r -> ledger.callsOf(r).stream()))
                        .map(LedgerEntry::cost)
                        .filter(Objects::nonNull)
                        .map(cost -> BigInteger.valueOf(cost.picos()))
                        .reduce(BigInteger.ZERO, BigInteger::add);
        assertThat(ledger.summary().cost().picos()).isEqualTo(sum);
    }

    private static boolean isInterrupted(@Nullable LedgerEntry entry) {
        return entry != null && entry.outcome() == Outcome.INTERRUPTED;
    }

    private static String integrity(SqliteDatabase database) throws SQLException {
        return database.read(db -> {
            try (Statement sql = db.createStatement();
                    var rows = sql.executeQuery("PRAGMA integrity_check")) {
                rows.next();
                return rows.getString(1);
            }
        });
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedProcess.class.getName(),
                        home.toString(),
                        Durability.NORMAL.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void read(BufferedReader out, int lines, List<String> said) throws IOException {
        for (int i = 0; i < lines; i++) {
            String line = out.readLine();
            if (line == null) {
                return;
            }
            said.add(line);
        }
    }

    private static List<String> ids(List<String> said, String word) {
        return said.stream()
                // A last line torn by the kill lacks its end, and is no promise.
                .filter(line -> line.startsWith(word) && line.endsWith(DoomedProcess.END))
                .map(line -> line.substring(word.length(), line.length() - 1))
                .toList();
    }
}

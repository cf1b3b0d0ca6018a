package dev.undercut.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercut.ledger.Entries;
import dev.undercut.ledger.Ledger.LedgerUnavailable;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Opening;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that may grow to so many pages and no more fails just like one on a full disk. */
class FullDiskTest {

    private static final int ROOM_FOR_LITTLE = 16;
    private static final int ROOM_FOR_ALL = 1_000_000;

    @TempDir private Path home;
    private SqliteDatabase database;
    private SqliteLedger ledger;
    private volatile int pages = ROOM_FOR_LITTLE;
    private final AtomicBoolean loseAnswer = new AtomicBoolean();
    private volatile @Nullable Connection current;

    @BeforeEach
    void open() throws IOException {
        database = SqliteDatabase.open(home, Durability.NORMAL);
        ledger =
                SqliteLedger.open(
                        database,
                        Duration.ofMillis(300),
                        this::connect,
                        new LedgerWriter.Pace(
                                Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(20)));
    }

    @AfterEach
    void close() {
        ledger.close();
        database.close();
    }

    private Connection connect() throws SQLException {
        Connection db = database.writer();
        current = db;
        limitPages(pages);
        return loseAnswer.getAndSet(false) ? commitsWithoutSaying(db) : db;
    }

    private void limitPages(int limit) throws SQLException {
        try (Statement sql = Objects.requireNonNull(current).createStatement()) {
            sql.executeUpdate("PRAGMA max_page_count = " + limit);
        }
    }

    /** The commit takes place, and then looks as if it had failed. */
    private static Connection commitsWithoutSaying(Connection db) {
        return (Connection)
                Proxy.newProxyInstance(
                        FullDiskTest.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> {
                            try {
                                Object result = method.invoke(db, arguments);
                                if (method.getName().equals("commit")) {
                                    throw new SQLException("disk I/O error, outcome unknown");
                                }
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    @Test
    void a_full_disk_stops_spending_and_loses_nothing() throws Exception {
        List<String> settled = new ArrayList<>();
        LedgerUnavailable refusal = fill(settled);
        assertThat(refusal).hasMessageContaining("SQLITE_FULL");
        assertThat(ledger.isWritable()).isFalse();
        long before = System.nanoTime();
        assertThatThrownBy(() -> ledger.open(Entries.opening("later")))
                .isInstanceOf(LedgerUnavailable.class)
                .hasMessageContaining("nothing may be spent");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(100));

        pages = ROOM_FOR_ALL;
        ledger.settle(Entries.answered("after"));
        assertThat(ledger.isWritable()).isTrue();
        settled.add("after");
        // The entry that was refused came in on its own, and a second try of it counts once.
        String refused = settled.get(settled.size() - 2);
        ledger.settle(Entries.answered(refused));
        assertThat(ledger.newest(1_000).reversed())
                .extracting(LedgerEntry::requestId)
                .containsExactlyElementsOf(settled);
        assertThat(ledger.summary().requests()).isEqualTo(settled.size());
    }

    @Test
    void an_opening_that_cannot_be_written_is_said_before_the_first_byte() throws Exception {
        pages = ROOM_FOR_ALL;
        ledger.settle(Entries.answered("r1"));
        pages = ROOM_FOR_LITTLE;
        limitPages(ROOM_FOR_LITTLE);
        ledger.open(bigOpening("r2"));
        assertThatThrownBy(() -> ledger.awaitOpened("r2"))
                .isInstanceOf(LedgerUnavailable.class)
                .hasMessageContaining("not on disk");
        ledger.settle(Entries.answered("r2"));
        assertThat(ledger.isWritable()).isTrue();
        assertThat(ledger.newest(10)).hasSize(2);
    }

    private static Opening bigOpening(String id) {
        Opening plain = Entries.opening(id);
        return new Opening(
                id,
                plain.at(),
                plain.keyId(),
                "x".repeat(200_000),
                plain.provider(),
                plain.model(),
                plain.stream(),
                plain.worstCost(),
                plain.lineage());
    }

    /** Settles entries until one is refused; that one is the last of the list. */
    private LedgerUnavailable fill(List<String> settled) {
        for (int i = 0; i < 1_000; i++) {
            String id = "r" + i;
            settled.add(id);
            try {
                ledger.settle(Entries.answered(id));
            } catch (LedgerUnavailable e) {
                return e;
            }
        }
        throw new AssertionError("the disk never filled");
    }

    @Test
    void a_commit_whose_answer_was_lost_is_repeated_and_counts_once() throws Exception {
        pages = ROOM_FOR_ALL;
        loseAnswer.set(true);
        ledger.settle(Entries.answered("r1"));
        assertThat(ledger.newest(10)).containsExactly(Entries.answered("r1"));
        assertThat(ledger.isWritable()).isTrue();
    }

    @Test
    void an_opening_written_in_doubt_goes_with_its_entry() throws Exception {
        pages = ROOM_FOR_ALL;
        loseAnswer.set(true);
        ledger.open(Entries.opening("r1"));
        ledger.awaitOpened("r1");
        ledger.settle(Entries.answered("r1"));
        close();
        open();
        assertThat(ledger.newest(10)).containsExactly(Entries.answered("r1"));
    }
}

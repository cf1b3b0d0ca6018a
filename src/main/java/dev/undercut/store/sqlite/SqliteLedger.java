package dev.undercut.store.sqlite;

import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Opening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The books in SQLite. One thread commits for everybody; what is waiting shares one transaction.
 * Readers have connections of their own and wait for nobody.
 *
 * <p>Instants are kept to the microsecond. Failures to read come as {@link UncheckedIOException}.
 */
public final class SqliteLedger implements Ledger {

    /** How many times within its limit a wait looks at the time. */
    private static final int REMINDERS = 20;

    private final SqliteDatabase database;
    private final Owner owner;
    private final LedgerWriter writer;
    private final Duration limit;
    private final ConcurrentMap<String, Slip.ToOpen> underWay = new ConcurrentHashMap<>();
    private volatile Sums sums = Sums.NONE;
    private volatile boolean closed;

    private SqliteLedger(
            SqliteDatabase database, Owner owner, LedgerWriter writer, Duration limit) {
        this.database = database;
        this.owner = owner;
        this.writer = writer;
        this.limit = limit;
    }

    /**
     * Opens the books, after booking what dead processes left open. The database stays the caller's
     * to close, after the ledger.
     *
     * @param limit how long {@link #settle} and {@link #awaitOpened} wait for the disk, and {@link
     *     #close} for a disk that refuses
     * @throws IOException when they cannot be written now
     */
    public static SqliteLedger open(SqliteDatabase database, Duration limit) throws IOException {
        return open(database, limit, database::writer, LedgerWriter.Pace.USUAL);
    }

    static SqliteLedger open(
            SqliteDatabase database,
            Duration limit,
            BatchWriter.Source source,
            LedgerWriter.Pace pace)
            throws IOException {
        Owner owner = Owner.announce(database.directory());
        try (Connection db = database.writer()) {
            int booked = Recovery.run(db, database.directory());
            if (booked > 0) {
                System.getLogger(SqliteLedger.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "{0} requests were under way when their process died",
                                booked);
            }
        } catch (IOException | SQLException e) {
            SqliteDatabase.closeQuietly(owner);
            throw new IOException("cannot write the ledger: " + e.getMessage(), e);
        }
        LedgerWriter writer = new LedgerWriter(new BatchWriter(source, owner.name()), pace);
        writer.start(limit.dividedBy(REMINDERS));
        return new SqliteLedger(database, owner, writer, limit);
    }

    @Override
    public void open(Opening opening) throws LedgerUnavailable {
        Throwable trouble = writer.trouble();
        if (closed || trouble != null) {
            throw unavailable("nothing may be spent: the ledger cannot be written", trouble);
        }
        Slip.ToOpen slip = new Slip.ToOpen(opening);
        underWay.put(opening.requestId(), slip);
        writer.submit(slip);
    }

    /**
     * @throws IllegalStateException when that request was never opened, or is settled
     */
    @Override
    public void awaitOpened(String requestId) throws LedgerUnavailable {
        Slip.ToOpen slip = underWay.get(requestId);
        if (slip == null) {
            throw new IllegalStateException("not open: " + requestId);
        }
        if (slip.receipt().isSigned()) {
            return;
        }
        writer.hurry(slip);
        if (!slip.receipt().await(limit)) {
            throw unavailable("the opening of " + requestId + " is not on disk", writer.trouble());
        }
    }

    @Override
    public void settle(LedgerEntry entry) throws LedgerUnavailable {
        Slip.ToOpen opening = underWay.remove(entry.requestId());
        Slip.ToSettle slip = Slip.ToSettle.of(entry, opening);
        if (closed) {
            throw unavailable("the ledger is closed", null);
        }
        if (opening != null) {
            opening.supersede();
        }
        writer.submitUrgently(slip);
        if (!slip.receipt().await(limit)) {
            throw unavailable(
                    "the entry of " + entry.requestId() + " is kept until it can be written",
                    writer.trouble());
        }
    }

    @Override
    public boolean isWritable() {
        return !closed && writer.trouble() == null;
    }

    @Override
    public List<LedgerEntry> newest(int count) {
        return read(db -> {
            try (PreparedStatement select =
                    db.prepareStatement(
                            EntryRows.SELECT + "WHERE parent IS NULL ORDER BY seq DESC LIMIT ?")) {
                select.setInt(1, Math.max(count, 0));
                return entries(select);
            }
        });
    }

    @Override
    public Optional<LedgerEntry> find(String requestId) {
        return read(db -> {
            try (PreparedStatement select =
                    db.prepareStatement(EntryRows.SELECT + "WHERE request_id = ?")) {
                select.setString(1, requestId);
                return entries(select).stream().findFirst();
            }
        });
    }

    @Override
    public List<LedgerEntry> callsOf(String run) {
        return read(db -> {
            try (PreparedStatement select =
                    db.prepareStatement(EntryRows.SELECT + "WHERE parent = ? ORDER BY seq")) {
                select.setString(1, run);
                return entries(select);
            }
        });
    }

    @Override
    public Summary summary() {
        return read(db -> extendedSums(db)).summary();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        writer.stop(limit);
        SqliteDatabase.closeQuietly(owner);
    }

    private Sums extendedSums(Connection db) throws SQLException {
        Sums extended = sums.extended(db);
        // Of two that read at the same time either may stay: it saves the next one some reading.
        sums = extended;
        return extended;
    }

    private static List<LedgerEntry> entries(PreparedStatement select) throws SQLException {
        List<LedgerEntry> found = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(EntryRows.read(rows));
            }
        }
        return found;
    }

    private <T> T read(SqliteDatabase.Query<T> query) {
        try {
            return database.read(query);
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("cannot read the ledger", e));
        }
    }

    private static LedgerUnavailable unavailable(String message, @Nullable Throwable cause) {
        return cause == null
                ? new LedgerUnavailable(message)
                : new LedgerUnavailable(message + ": " + cause.getMessage(), cause);
    }
}

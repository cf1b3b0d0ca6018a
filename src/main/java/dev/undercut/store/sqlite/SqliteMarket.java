package dev.undercut.store.sqlite;

import dev.undercut.market.PriceFact;
import dev.undercut.market.intake.HeldPrice;
import dev.undercut.market.intake.Intake;
import dev.undercut.store.sqlite.text.Micros;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The market journal in the same file as the books. Failures of the database come as {@link
 * UncheckedIOException}; then nothing was written.
 */
public final class SqliteMarket implements Intake {
    private static final String HELD =
            "SELECT id, source, day, provider, model, upstream_id, tier, stated, reasons, fact FROM"
                    + " held_prices WHERE id NOT IN (SELECT id FROM verdicts)";

    private final SqliteDatabase database;
    private final ImportLock lock;

    public SqliteMarket(SqliteDatabase database) {
        this.database = database;
        this.lock = new ImportLock(database.directory());
    }

    @Override
    public Optional<Closeable> begin() throws IOException {
        return lock.tryTake();
    }

    @Override
    public List<PriceFact> facts() {
        return read(db -> Listings.read(db, null).facts());
    }

    @Override
    public List<PriceFact> listed(String source) {
        return read(db -> Listings.read(db, source).listed());
    }

    @Override
    public long version() {
        return read(db -> {
            try (Statement sql = db.createStatement();
                    ResultSet rows =
                            sql.executeQuery(
                                    "SELECT coalesce((SELECT max(seq) FROM readings), 0)"
                                            + " + coalesce((SELECT max(seq) FROM price_facts), 0)"
                                            + " + coalesce((SELECT max(seq) FROM score_facts), 0)"
                                            + " + (SELECT count(*) FROM verdicts)")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    @Override
    public List<Snapshot> snapshots() {
        return read(db -> {
            List<Snapshot> snapshots = new ArrayList<>();
            try (Statement sql = db.createStatement();
                    ResultSet rows =
                            sql.executeQuery(
                                    "SELECT source, day FROM readings WHERE scores = 0"
                                            + " ORDER BY seq")) {
                while (rows.next()) {
                    snapshots.add(
                            new Snapshot(rows.getString(1), LocalDate.parse(rows.getString(2))));
                }
            }
            return snapshots;
        });
    }

    @Override
    public Map<String, Instant> lastReadings() {
        return read(db -> {
            Map<String, Instant> last = new LinkedHashMap<>();
            try (Statement sql = db.createStatement();
                    ResultSet rows =
                            sql.executeQuery(
                                    "SELECT source, max(at_micros) FROM readings GROUP BY source"
                                            + " ORDER BY source")) {
                while (rows.next()) {
                    last.put(rows.getString(1), Micros.instant(rows.getLong(2)));
                }
            }
            return last;
        });
    }

    @Override
    public void append(Snapshot snapshot, List<PriceFact> facts) {
        append(
                snapshot,
                snapshot.day().atStartOfDay(ZoneOffset.UTC).toInstant(),
                new Content(facts, List.of(), Set.of()));
    }

    @Override
    public void append(Snapshot snapshot, Instant at, Content content) {
        content.facts().stream()
                .filter(fact -> !FactRows.source(fact).equals(snapshot.source()))
                .findFirst()
                .ifPresent(fact -> {
                    throw new IllegalArgumentException(
                            "a reading of " + snapshot.source() + " cannot hold " + fact);
                });
        write(db -> {
            new ReadingWriter(db, snapshot).write(at, content);
            for (String id : content.settled()) {
                verdict(db, id, true, snapshot.day());
            }
        });
    }

    @Override
    public List<HeldPrice> quarantine() {
        return read(db -> held(db, HELD + " ORDER BY seq", null));
    }

    @Override
    public Set<String> rejected() {
        return read(db -> {
            Set<String> ids = new HashSet<>();
            try (Statement sql = db.createStatement();
                    ResultSet rows =
                            sql.executeQuery("SELECT id FROM verdicts WHERE accepted = 0")) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return ids;
        });
    }

    @Override
    public PriceFact accept(String id, LocalDate day) {
        List<PriceFact> accepted = new ArrayList<>();
        write(db -> {
            HeldPrice price = waiting(db, id);
            PriceFact fact = price.fact();
            if (fact == null) {
                throw new IllegalArgumentException(
                        id + " can be no price (" + String.join("; ", price.reasons()) + ")");
            }
            accepted.add(ReadingWriter.accept(db, price.source(), fact.seen(day, day)));
            verdict(db, id, true, day);
        });
        return accepted.getFirst();
    }

    @Override
    public HeldPrice reject(String id, LocalDate day) {
        List<HeldPrice> rejected = new ArrayList<>();
        write(db -> {
            rejected.add(waiting(db, id));
            verdict(db, id, false, day);
        });
        return rejected.getFirst();
    }

    private static void verdict(Connection db, String id, boolean accepted, LocalDate day)
            throws SQLException {
        try (PreparedStatement sql =
                db.prepareStatement("INSERT INTO verdicts (id, accepted, day) VALUES (?, ?, ?)")) {
            new Params(sql).add(id).add(accepted).add(day.toString());
            sql.executeUpdate();
        }
    }

    private static HeldPrice waiting(Connection db, String id) throws SQLException {
        return held(db, HELD + " AND id = ?", id).stream()
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no price with the id " + id + " waits"));
    }

    private static List<HeldPrice> held(Connection db, String query, @Nullable String id)
            throws SQLException {
        List<HeldPrice> held = new ArrayList<>();
        try (PreparedStatement sql = db.prepareStatement(query)) {
            if (id != null) {
                new Params(sql).add(id);
            }
            try (ResultSet rows = sql.executeQuery()) {
                while (rows.next()) {
                    Columns columns = new Columns(rows);
                    held.add(
                            new HeldPrice(
                                    columns.text(),
                                    columns.text(),
                                    LocalDate.parse(columns.text()),
                                    columns.text(),
                                    columns.text(),
                                    columns.text(),
                                    columns.text(),
                                    columns.text(),
                                    FactRows.list(columns.text()),
                                    FactRows.fact(columns.maybeText())));
                }
            }
        }
        return held;
    }

    private <T> T read(SqliteDatabase.Query<T> query) {
        try {
            return database.read(query);
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("cannot read the market journal", e));
        }
    }

    private void write(SqliteDatabase.Work work) {
        database.write(work);
    }
}

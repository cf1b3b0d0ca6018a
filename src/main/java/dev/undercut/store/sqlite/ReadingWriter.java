package dev.undercut.store.sqlite;

import dev.undercut.market.Journal.Snapshot;
import dev.undercut.market.PriceFact;
import dev.undercut.market.intake.HeldPrice;
import dev.undercut.market.intake.Intake;
import dev.undercut.store.sqlite.text.Micros;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one complete reading of prices: what is new in it, and what turned over. */
final class ReadingWriter {
    private final Connection db;
    private final Snapshot snapshot;
    private final List<PriceFact> fresh = new ArrayList<>();
    private final List<Long> back = new ArrayList<>();
    private final List<Listings.Row> gone = new ArrayList<>();

    ReadingWriter(Connection db, Snapshot snapshot) {
        this.db = db;
        this.snapshot = snapshot;
    }

    void write(Instant at, Intake.Content content) throws SQLException {
        List<HeldPrice> held = content.held();
        compare(content.facts());
        String day = snapshot.day().toString();
        boolean nothing = fresh.isEmpty() && back.isEmpty() && gone.isEmpty() && held.isEmpty();
        if (nothing && day.equals(lastDay(db, snapshot.source()))) {
            return;
        }
        long reading = addReading(db, snapshot, at, false);
        insert(db, reading, fresh);
        for (Long seq : back) {
            turn(reading, seq, true, day);
        }
        for (Listings.Row row : gone) {
            turn(reading, row.seq(), false, row.fact().seenOn().toString());
        }
        hold(held);
    }

    /** Writes an accepted fact as one that the newest reading of its source lists. */
    static PriceFact accept(Connection db, String source, PriceFact fact) throws SQLException {
        try (Statement sql = db.createStatement();
                ResultSet rows =
                        sql.executeQuery("SELECT max(seq) FROM readings WHERE scores = 0")) {
            rows.next();
            insert(db, rows.getLong(1), List.of(fact));
        }
        return fact;
    }

    private void compare(List<PriceFact> facts) throws SQLException {
        Listings before = Listings.read(db, snapshot.source());
        Map<PriceFact, Listings.Row> known = before.byContent();
        Set<Long> seen = new HashSet<>();
        for (PriceFact fact : facts) {
            Listings.Row row = known.get(Listings.content(fact));
            if (row == null) {
                fresh.add(fact.seen(snapshot.day(), snapshot.day()));
            } else if (seen.add(row.seq()) && !row.listed()) {
                back.add(row.seq());
            }
        }
        for (Listings.Row row : before.all()) {
            if (row.listed() && !seen.contains(row.seq())) {
                gone.add(row);
            }
        }
    }

    private static void insert(Connection db, long reading, List<PriceFact> facts)
            throws SQLException {
        try (PreparedStatement sql =
                db.prepareStatement(
                        "INSERT INTO price_facts (reading, "
                                + FactRows.COLUMNS
                                + ") VALUES (?, "
                                + FactRows.MARKS
                                + ")")) {
            for (PriceFact fact : facts) {
                Params params = new Params(sql).add(reading);
                FactRows.write(fact, params);
                sql.executeUpdate();
            }
        }
    }

    private void turn(long reading, long fact, boolean listed, String day) throws SQLException {
        try (PreparedStatement sql =
                db.prepareStatement(
                        "INSERT INTO price_listings (reading, fact, listed, day)"
                                + " VALUES (?, ?, ?, ?)")) {
            new Params(sql).add(reading).add(fact).add(listed).add(day);
            sql.executeUpdate();
        }
    }

    private void hold(List<HeldPrice> held) throws SQLException {
        for (HeldPrice price : held) {
            try (PreparedStatement sql =
                    db.prepareStatement(
                            "INSERT INTO held_prices (id, source, day, provider, model,"
                                    + " upstream_id, tier, stated, reasons, fact)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
                new Params(sql)
                        .add(price.id())
                        .add(price.source())
                        .add(price.day().toString())
                        .add(price.provider())
                        .add(price.model())
                        .add(price.upstreamId())
                        .add(price.tier())
                        .add(price.stated())
                        .add(FactRows.list(price.reasons()))
                        .add(FactRows.fact(price.fact()));
                sql.executeUpdate();
            }
        }
    }

    /** The day of the newest reading of a source, or null. */
    static @Nullable String lastDay(Connection db, String source) throws SQLException {
        try (PreparedStatement sql =
                db.prepareStatement(
                        "SELECT day FROM readings WHERE source = ? ORDER BY seq DESC LIMIT 1")) {
            new Params(sql).add(source);
            try (ResultSet rows = sql.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    /** Adds one; its number. */
    static long addReading(Connection db, Snapshot snapshot, Instant at, boolean scores)
            throws SQLException {
        try (PreparedStatement sql =
                db.prepareStatement(
                        "INSERT INTO readings (source, day, at_micros, scores)"
                                + " VALUES (?, ?, ?, ?) RETURNING seq")) {
            new Params(sql)
                    .add(snapshot.source())
                    .add(snapshot.day().toString())
                    .add(Micros.of(at))
                    .add(scores);
            try (ResultSet rows = sql.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}

package dev.undercut.store.sqlite;

import dev.undercut.market.Journal.Snapshot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rows of complete readings. */
final class Readings {
    private Readings() {}

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
    static long add(Connection db, Snapshot snapshot, Instant at, boolean scores)
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

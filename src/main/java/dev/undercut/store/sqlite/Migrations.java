package dev.undercut.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings a database file to the newest schema: numbered SQL files, each applied once, their count
 * kept in {@code PRAGMA user_version}.
 *
 * <p>Not Flyway: it doubled the time to open a file in a cold JVM (about 0.8 s instead of 0.4 s),
 * which every {@code undercut ask} would pay.
 */
final class Migrations {

    /** In order; a file that was ever released is never edited. */
    private static final List<String> FILES =
            List.of(
                    "/db/sqlite/V1__ledger_and_keys.sql",
                    "/db/sqlite/V2__market.sql",
                    "/db/sqlite/V3__speeds.sql",
                    "/db/sqlite/V4__runs.sql");

    private Migrations() {}

    /**
     * Applies what is missing; safe while other processes do the same.
     *
     * @param db not in a transaction, auto-commit on
     * @throws IOException when the file is not ours or was written by a newer version
     */
    static void apply(Connection db) throws IOException, SQLException {
        if (checkedVersion(db) == FILES.size()) {
            return;
        }
        try (Statement sql = db.createStatement()) {
            sql.executeUpdate("BEGIN IMMEDIATE");
            try {
                // Read again: another process may have been faster to the lock.
                for (int next = checkedVersion(db); next < FILES.size(); next++) {
                    sql.executeUpdate(text(FILES.get(next)));
                }
                sql.executeUpdate("PRAGMA user_version = " + FILES.size());
                sql.executeUpdate("COMMIT");
            } catch (IOException | SQLException e) {
                sql.executeUpdate("ROLLBACK");
                throw e;
            }
        }
    }

    private static int checkedVersion(Connection db) throws IOException, SQLException {
        int version = number(db, "PRAGMA user_version");
        if (version > FILES.size()) {
            throw new IOException(
                    "written by a newer version of Undercut (schema %d, this version knows %d):"
                                    .formatted(version, FILES.size())
                            + " upgrade Undercut, or use another data directory");
        }
        if (version == 0 && number(db, "SELECT count(*) FROM sqlite_schema") > 0) {
            throw new IOException("a database of some other program");
        }
        return version;
    }

    private static int number(Connection db, String query) throws SQLException {
        try (Statement sql = db.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static String text(String file) throws IOException {
        try (InputStream in = Migrations.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("missing in this build: " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

package dev.undercut.store.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** All of a piece of work or nothing, on a connection of its own. */
final class Transaction {
    private Transaction() {}

    /** What is written. */
    interface Work {
        void run(Connection db) throws SQLException;
    }

    /**
     * Runs it.
     *
     * @throws UncheckedIOException when it could not be written; then nothing was
     */
    static void run(SqliteDatabase database, Work work) {
        try (Connection db = database.writer();
                Statement sql = db.createStatement()) {
            sql.executeUpdate("BEGIN IMMEDIATE");
            boolean done = false;
            try {
                work.run(db);
                sql.executeUpdate("COMMIT");
                done = true;
            } finally {
                if (!done) {
                    sql.executeUpdate("ROLLBACK");
                }
            }
        } catch (SQLException e) {
            String message = "cannot write the market journal: " + e.getMessage();
            throw new UncheckedIOException(message, new IOException(message, e));
        }
    }
}

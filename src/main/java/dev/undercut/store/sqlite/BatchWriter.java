package dev.undercut.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes slips, all of a batch in one transaction. Used by one thread.
 *
 * <p>After a failure the connection is given up and the next batch opens a new one: a statement
 * that failed is of no more use to the driver, and a new connection also gets over a file system
 * that went away and came back.
 */
final class BatchWriter implements AutoCloseable {

    private final Source source;
    private final String owner;
    private @Nullable Session session;

    /** Where connections come from. */
    interface Source {
        Connection connect() throws SQLException;
    }

    /**
     * @param owner names this process in its openings
     */
    BatchWriter(Source source, String owner) {
        this.source = source;
        this.owner = owner;
    }

    /**
     * Puts all of them on disk, or none. It may be called again with the same slips when it failed,
     * even after a commit whose outcome is in doubt.
     */
    void write(List<Slip> slips) throws SQLException {
        try {
            Session current = session;
            if (current == null) {
                current = new Session(source.connect());
                session = current;
            }
            current.write(slips, owner);
        } catch (SQLException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        SqliteDatabase.closeQuietly(session);
        session = null;
    }

    /** A connection and its prepared statements. */
    private static final class Session implements AutoCloseable {
        private final Connection db;
        private final PreparedStatement insertOpening;
        private final PreparedStatement insertEntry;
        private final PreparedStatement deleteOpening;

        Session(Connection db) throws SQLException {
            this.db = db;
            try {
                db.setAutoCommit(false);
                insertOpening = db.prepareStatement(OpeningRows.INSERT);
                insertEntry = db.prepareStatement(EntryRows.INSERT);
                deleteOpening = db.prepareStatement(OpeningRows.DELETE);
            } catch (SQLException e) {
                SqliteDatabase.closeQuietly(db);
                throw e;
            }
        }

        void write(List<Slip> slips, String owner) throws SQLException {
            int opened = 0;
            int settled = 0;
            int closed = 0;
            for (Slip slip : slips) {
                switch (slip) {
                    case Slip.ToOpen opening -> {
                        if (!opening.isSuperseded()) {
                            opening.markAttempted();
                            OpeningRows.bind(opening, owner, insertOpening);
                            insertOpening.addBatch();
                            opened++;
                        }
                    }
                    case Slip.ToSettle entry -> {
                        EntryRows.bind(entry, insertEntry);
                        insertEntry.addBatch();
                        settled++;
                        if (entry.opening() != null && entry.opening().mayBeOnDisk()) {
                            deleteOpening.setString(1, entry.entry().requestId());
                            deleteOpening.addBatch();
                            closed++;
                        }
                    }
                }
            }
            run(insertOpening, opened);
            run(insertEntry, settled);
            run(deleteOpening, closed);
            if (opened + settled > 0) {
                db.commit();
            }
        }

        private static void run(PreparedStatement statement, int rows) throws SQLException {
            if (rows > 0) {
                statement.executeBatch();
            }
        }

        /** Rolls back what is not committed. */
        @Override
        public void close() throws SQLException {
            db.close();
        }
    }
}

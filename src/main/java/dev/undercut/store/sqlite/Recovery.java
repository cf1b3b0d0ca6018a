package dev.undercut.store.sqlite;

import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Opening;
import dev.undercut.ledger.Outcome;
import dev.undercut.ledger.UsageBasis;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Books what dead processes left open. */
final class Recovery {

    /** The code of an entry, and of its only attempt, whose request died with the process. */
    static final String CODE = "interrupted";

    private Recovery() {}

    /**
     * Turns the openings of dead processes into entries; leaves those of living ones alone.
     *
     * @param db not in a transaction, auto-commit on
     * @return how many
     */
    static int run(Connection db, Path dataDirectory) throws IOException, SQLException {
        int booked = 0;
        List<Owner> dead = Owner.dead(dataDirectory);
        try {
            for (String owner : ownersOfOpenings(db)) {
                boolean held = dead.stream().anyMatch(claimed -> claimed.name().equals(owner));
                if (held || !Owner.exists(dataDirectory, owner)) {
                    booked += inTransaction(db, owner);
                }
            }
        } finally {
            dead.forEach(SqliteDatabase::closeQuietly);
        }
        return booked;
    }

    private static List<String> ownersOfOpenings(Connection db) throws SQLException {
        List<String> owners = new ArrayList<>();
        try (Statement sql = db.createStatement();
                ResultSet rows = sql.executeQuery("SELECT DISTINCT owner FROM openings")) {
            while (rows.next()) {
                owners.add(rows.getString(1));
            }
        }
        return owners;
    }

    private static int inTransaction(Connection db, String owner) throws SQLException {
        try (Statement sql = db.createStatement()) {
            // Locked before the first read: SQLite refuses a reader that turns writer late, when
            // another process has written meanwhile.
            sql.executeUpdate("BEGIN IMMEDIATE");
            try {
                int booked = book(db, owner);
                sql.executeUpdate("COMMIT");
                return booked;
            } catch (SQLException e) {
                sql.executeUpdate("ROLLBACK");
                throw e;
            }
        }
    }

    private static int book(Connection db, String owner) throws SQLException {
        List<Opening> openings = new ArrayList<>();
        try (PreparedStatement select =
                db.prepareStatement(OpeningRows.SELECT + "WHERE owner = ?")) {
            select.setString(1, owner);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    openings.add(OpeningRows.read(rows));
                }
            }
        }
        try (PreparedStatement insert = db.prepareStatement(EntryRows.INSERT);
                PreparedStatement delete =
                        db.prepareStatement("DELETE FROM openings WHERE owner = ?")) {
            for (Opening opening : openings) {
                EntryRows.bind(Slip.ToSettle.of(interrupted(opening), null), insert);
                insert.executeUpdate();
            }
            delete.setString(1, owner);
            delete.executeUpdate();
        }
        return openings.size();
    }

    /** What is known of a request whose process died: who was asked, and the most it can cost. */
    private static LedgerEntry interrupted(Opening opening) {
        String note =
                opening.worstCost() == null
                        ? "process died"
                        : "process died; at most " + opening.worstCost();
        return new LedgerEntry(
                opening.requestId(),
                opening.at(),
                0,
                null,
                opening.keyId(),
                "unknown",
                opening.requestedModel(),
                opening.provider(),
                opening.model(),
                null,
                opening.stream(),
                Outcome.INTERRUPTED,
                0,
                CODE,
                null,
                null,
                UsageBasis.NONE,
                null,
                null,
                note,
                null,
                null,
                null,
                List.of(new Attempt(opening.provider(), opening.model(), 0, CODE, 0)),
                null,
                null);
    }
}

package dev.undercut.store.sqlite;

import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Lineage;
import dev.undercut.ledger.Opening;
import dev.undercut.ledger.Outcome;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.money.Usd;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
            // Runs last: the sum of their calls is taken from the rows of these.
            openings.sort(Comparator.comparing(opening -> opening.lineage().isRun()));
            for (Opening opening : openings) {
                LedgerEntry entry =
                        opening.lineage().isRun()
                                ? run(interrupted(opening), db)
                                : interrupted(opening);
                EntryRows.bind(Slip.ToSettle.of(entry, null), insert);
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
                null,
                opening.lineage());
    }

    /** A run whose process died has cost what its calls have, where that is known of all. */
    private static LedgerEntry run(LedgerEntry entry, Connection db) throws SQLException {
        try (PreparedStatement select =
                db.prepareStatement(
                        "SELECT count(*), count(cost_picos), total(cost_picos), sum(cost_picos)"
                                + " FROM entries WHERE parent = ?")) {
            select.setString(1, entry.requestId());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                long calls = row.getLong(1);
                boolean known = calls == row.getLong(2) && row.getDouble(3) < Long.MAX_VALUE / 2.0;
                Usd cost = known ? new Usd(row.getLong(4)) : null;
                return costing(entry, cost).with(Lineage.run(calls));
            }
        }
    }

    private static LedgerEntry costing(LedgerEntry entry, @Nullable Usd cost) {
        return new LedgerEntry(
                entry.requestId(),
                entry.at(),
                entry.millis(),
                entry.firstTokenMillis(),
                entry.keyId(),
                entry.dialect(),
                entry.requestedModel(),
                entry.provider(),
                entry.model(),
                entry.upstreamModel(),
                entry.stream(),
                entry.outcome(),
                entry.status(),
                entry.errorCode(),
                entry.stopReason(),
                entry.usage(),
                entry.usageBasis(),
                entry.rawUsage(),
                cost,
                entry.costNote(),
                entry.priceId(),
                entry.baselineModel(),
                entry.baseline(),
                entry.attempts(),
                entry.task(),
                entry.session(),
                entry.lineage());
    }
}

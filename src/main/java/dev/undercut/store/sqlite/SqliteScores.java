package dev.undercut.store.sqlite;

import dev.undercut.market.Journal.Snapshot;
import dev.undercut.market.intake.ScoreFact;
import dev.undercut.market.intake.ScoreJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Imported scores in the same file as the books. */
public final class SqliteScores implements ScoreJournal {
    private static final String COLUMNS =
            "model, effort, benchmark, score, unit, date, kind, source";

    private final SqliteDatabase database;

    public SqliteScores(SqliteDatabase database) {
        this.database = database;
    }

    private record Row(long seq, ScoreFact score, boolean listed) {}

    @Override
    public List<ScoreFact> scores() {
        return listed(null);
    }

    @Override
    public List<ScoreFact> scores(String source) {
        return listed(source);
    }

    @Override
    public void append(Snapshot snapshot, Instant at, List<ScoreFact> scores) {
        database.write(db -> write(db, snapshot, at, scores));
    }

    private static void write(Connection db, Snapshot snapshot, Instant at, List<ScoreFact> scores)
            throws SQLException {
        List<Row> before = rows(db, snapshot.source());
        Map<ScoreFact, Row> known = new HashMap<>();
        before.forEach(row -> known.put(row.score, row));
        Set<ScoreFact> now = new HashSet<>(scores);
        List<ScoreFact> fresh =
                scores.stream().distinct().filter(score -> !known.containsKey(score)).toList();
        List<Row> turned =
                before.stream().filter(row -> row.listed != now.contains(row.score)).toList();
        String day = snapshot.day().toString();
        if (fresh.isEmpty()
                && turned.isEmpty()
                && day.equals(ReadingWriter.lastDay(db, snapshot.source()))) {
            return;
        }
        long reading = ReadingWriter.addReading(db, snapshot, at, true);
        for (ScoreFact score : fresh) {
            insert(db, reading, snapshot.source(), score);
        }
        for (Row row : turned) {
            try (PreparedStatement sql =
                    db.prepareStatement(
                            "INSERT INTO score_listings (reading, fact, listed)"
                                    + " VALUES (?, ?, ?)")) {
                new Params(sql).add(reading).add(row.seq).add(!row.listed);
                sql.executeUpdate();
            }
        }
    }

    private static void insert(Connection db, long reading, String feed, ScoreFact score)
            throws SQLException {
        try (PreparedStatement sql =
                db.prepareStatement(
                        "INSERT INTO score_facts (reading, feed, "
                                + COLUMNS
                                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            new Params(sql)
                    .add(reading)
                    .add(feed)
                    .add(score.model())
                    .add(score.effort())
                    .add(score.benchmark())
                    .add(score.score().toPlainString())
                    .add(score.unit())
                    .add(FactRows.text(score.date()))
                    .add(score.kind())
                    .add(score.source());
            sql.executeUpdate();
        }
    }

    private List<ScoreFact> listed(@Nullable String source) {
        try {
            return database.read(db -> rows(db, source)).stream()
                    .filter(Row::listed)
                    .map(Row::score)
                    .toList();
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("cannot read the scores", e));
        }
    }

    private static List<Row> rows(Connection db, @Nullable String source) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (PreparedStatement sql =
                db.prepareStatement(
                        "SELECT f.seq, "
                                + COLUMNS
                                + ", coalesce((SELECT l.listed FROM score_listings l WHERE"
                                + " l.fact = f.seq ORDER BY l.seq DESC LIMIT 1), 1)"
                                + " FROM score_facts f WHERE ? IS NULL OR feed = ?"
                                + " ORDER BY f.seq")) {
            new Params(sql).add(source).add(source);
            try (ResultSet rows = sql.executeQuery()) {
                while (rows.next()) {
                    Columns columns = new Columns(rows);
                    long seq = columns.number();
                    ScoreFact score =
                            new ScoreFact(
                                    columns.text(),
                                    columns.text(),
                                    columns.text(),
                                    new BigDecimal(columns.text()),
                                    columns.text(),
                                    FactRows.day(columns.maybeText()),
                                    columns.text(),
                                    columns.text());
                    found.add(new Row(seq, score, columns.flag()));
                }
            }
        }
        return found;
    }
}

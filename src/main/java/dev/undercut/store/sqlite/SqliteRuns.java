package dev.undercut.store.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.compute.run.RunEvent;
import dev.undercut.compute.run.RunEvents;
import dev.undercut.compute.run.RunLog;
import dev.undercut.runs.RunHead;
import dev.undercut.runs.RunStore;
import dev.undercut.store.sqlite.text.Micros;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs and their logs in the same file as the books. One thread writes what has gathered, so that
 * no call of a run waits for a disk; a process that dies loses the last moment of a log, whose
 * calls stand in the books all the same. What a run's log has lost is asked for again.
 */
public final class SqliteRuns implements RunStore, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SqliteRuns.class.getName());
    private static final JsonMapper MAPPER = new JsonMapper();

    private final SqliteDatabase database;
    private final BlockingQueue<Task> inbox = new LinkedBlockingQueue<>();
    private final Thread writer;

    /** Something to be written. */
    private interface Task {
        void write(Connection db) throws SQLException;

        /** Called when it is on disk, or cannot be put there. */
        default void done() {}
    }

    /** Ends the writer. */
    private static final class Last implements Task {
        @Override
        public void write(Connection db) {}
    }

    public SqliteRuns(SqliteDatabase database) {
        this.database = database;
        this.writer = Thread.ofPlatform().daemon().name("runs-writer").start(this::writeAll);
    }

    @Override
    public RunLog begin(RunHead head, Question question) {
        inbox.add(db -> insert(db, head, question));
        return log(head.id(), 0);
    }

    @Override
    public RunLog goOn(Kept kept) {
        return log(kept.head().id(), kept.events().size());
    }

    private RunLog log(String run, int from) {
        AtomicInteger seq = new AtomicInteger(from);
        return event -> {
            int number = seq.getAndIncrement();
            inbox.add(db -> append(db, run, number, event));
        };
    }

    private static void insert(Connection db, RunHead head, Question question) throws SQLException {
        try (PreparedStatement sql =
                db.prepareStatement(
                        "INSERT INTO runs (id, started_micros, head, question, tree)"
                                + " VALUES (?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING")) {
            new Params(sql)
                    .add(head.id())
                    .add(Micros.of(head.started()))
                    .add(write(head))
                    .add(write(question));
            sql.executeUpdate();
        }
    }

    private static void append(Connection db, String run, int seq, RunEvent event)
            throws SQLException {
        try (PreparedStatement sql =
                db.prepareStatement(
                        "INSERT INTO run_events (run, seq, event) VALUES (?, ?, ?)"
                                + " ON CONFLICT DO NOTHING")) {
            new Params(sql).add(run).add(seq).add(RunEvents.write(event));
            sql.executeUpdate();
        }
    }

    @Override
    public void end(String id, String tree) {
        inbox.add(db -> {
            try (Statement plain = db.createStatement();
                    PreparedStatement end =
                            db.prepareStatement(
                                    "UPDATE runs SET tree = ?, question = NULL WHERE id = ?");
                    PreparedStatement delete =
                            db.prepareStatement("DELETE FROM run_events WHERE run = ?")) {
                // What models wrote is overwritten, not only unlinked.
                plain.execute("PRAGMA secure_delete = ON");
                new Params(end).add(tree).add(id);
                end.executeUpdate();
                new Params(delete).add(id);
                delete.executeUpdate();
            }
        });
    }

    @Override
    public Optional<Kept> find(String id) {
        flush();
        return read("WHERE id = ?", id).stream().findFirst();
    }

    @Override
    public List<Kept> interrupted() {
        flush();
        // Its row in the books is there, and it has not ended: its process was found dead.
        return read(
                "WHERE tree IS NULL AND ? = ''"
                        + " AND EXISTS (SELECT 1 FROM entries WHERE request_id = runs.id)"
                        + " ORDER BY started_micros",
                "");
    }

    private List<Kept> read(String where, String parameter) {
        try {
            return database.read(db -> {
                List<Kept> kept = new ArrayList<>();
                try (PreparedStatement sql =
                        db.prepareStatement(
                                "SELECT id, started_micros, head, question, tree FROM runs "
                                        + where)) {
                    sql.setString(1, parameter);
                    try (ResultSet rows = sql.executeQuery()) {
                        while (rows.next()) {
                            Columns columns = new Columns(rows);
                            String id = columns.text();
                            RunHead head = head(id, columns.number(), columns.text());
                            String question = columns.maybeText();
                            kept.add(
                                    new Kept(
                                            head,
                                            question == null ? null : question(question),
                                            events(db, id),
                                            columns.maybeText()));
                        }
                    }
                }
                return kept;
            });
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("cannot read the runs", e));
        }
    }

    private static List<RunEvent> events(Connection db, String run) throws SQLException {
        List<RunEvent> events = new ArrayList<>();
        try (PreparedStatement sql =
                db.prepareStatement("SELECT event FROM run_events WHERE run = ? ORDER BY seq")) {
            sql.setString(1, run);
            try (ResultSet rows = sql.executeQuery()) {
                while (rows.next()) {
                    events.add(RunEvents.read(rows.getString(1)));
                }
            }
        }
        return events;
    }

    /** Waits until all that was told before is on disk. */
    private void flush() {
        CountDownLatch written = new CountDownLatch(1);
        inbox.add(
                new Task() {
                    @Override
                    public void write(Connection db) {}

                    @Override
                    public void done() {
                        written.countDown();
                    }
                });
        try {
            written.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        boolean last = false;
        while (!last) {
            List<Task> batch = new ArrayList<>();
            try {
                batch.add(inbox.take());
            } catch (InterruptedException e) {
                return;
            }
            inbox.drainTo(batch);
            last = batch.getLast() instanceof Last;
            try {
                database.write(db -> {
                    for (Task task : batch) {
                        task.write(db);
                    }
                });
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "logs of runs are not kept", e);
            } finally {
                batch.forEach(Task::done);
            }
        }
    }

    /** Writes what is waiting. */
    @Override
    public void close() {
        inbox.add(new Last());
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String write(RunHead head) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("key", head.keyId());
        json.put("requested", head.requested());
        ArrayNode models = json.putArray("models");
        head.models().forEach(models::add);
        json.put("strategy", head.strategy());
        json.put("wish", head.wish());
        return json.toString();
    }

    private static RunHead head(String id, long micros, String text) {
        JsonNode json = tree(text);
        List<String> models = new ArrayList<>();
        json.path("models").forEach(model -> models.add(model.asText()));
        return new RunHead(
                id,
                Micros.instant(micros),
                json.hasNonNull("key") ? json.path("key").asText() : null,
                json.path("requested").asText(),
                models,
                json.path("strategy").asText(),
                json.path("wish").asText());
    }

    private static String write(Question question) {
        ObjectNode json = MAPPER.createObjectNode();
        return json.put("path", question.path()).put("body", question.body()).toString();
    }

    private static Question question(String text) {
        JsonNode json = tree(text);
        return new Question(json.path("path").asText(), json.path("body").asText());
    }

    private static JsonNode tree(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a run that was not written by us", e);
        }
    }
}

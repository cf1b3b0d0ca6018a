package dev.undercut.store.sqlite;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.undercut.health.SpeedStore;
import dev.undercut.store.sqlite.text.Micros;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Measured speeds in the same file as the books. */
public final class SqliteSpeeds implements SpeedStore {
    private static final JsonFactory JSON = new JsonFactory();

    private final SqliteDatabase database;

    public SqliteSpeeds(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public List<Kept> load() {
        try {
            return database.read(SqliteSpeeds::read);
        } catch (SQLException e) {
            throw new UncheckedIOException(
                    new IOException("cannot read the speeds: " + e.getMessage(), e));
        }
    }

    @Override
    public void save(List<Kept> speeds) {
        database.write(db -> write(speeds, db));
    }

    private static List<Kept> read(Connection db) throws SQLException {
        List<Kept> speeds = new ArrayList<>();
        try (Statement select = db.createStatement();
                ResultSet rows =
                        select.executeQuery(
                                "SELECT offer, measure, at_micros, counts FROM speeds"
                                        + " ORDER BY offer, measure")) {
            while (rows.next()) {
                Columns columns = new Columns(rows);
                speeds.add(
                        new Kept(
                                columns.text(),
                                Measure.valueOf(columns.text().toUpperCase(Locale.ROOT)),
                                Micros.instant(columns.number()),
                                counts(columns.text())));
            }
        }
        return speeds;
    }

    private static void write(List<Kept> speeds, Connection db) throws SQLException {
        try (PreparedStatement insert =
                db.prepareStatement(
                        "INSERT INTO speeds (offer, measure, at_micros, counts)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                                + " at_micros = excluded.at_micros, counts = excluded.counts")) {
            for (Kept kept : speeds) {
                new Params(insert)
                        .add(kept.offer())
                        .add(kept.measure().name().toLowerCase(Locale.ROOT))
                        .add(Micros.of(kept.at()))
                        .add(text(kept.counts()));
                insert.executeUpdate();
            }
        }
    }

    private static String text(Map<Integer, Double> counts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<Integer, Double> count : counts.entrySet()) {
                json.writeFieldName(count.getKey().toString());
                json.writeNumber(Math.round(count.getValue() * 1000) / 1000.0);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static Map<Integer, Double> counts(String text) {
        Map<Integer, Double> counts = new TreeMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                int bucket = Integer.parseInt(json.currentName());
                json.nextToken();
                counts.put(bucket, json.getDoubleValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("not the counts of a speed: " + text, e);
        }
        return counts;
    }
}

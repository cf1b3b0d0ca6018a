package dev.undercut.store.sqlite;

import dev.undercut.market.PriceFact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The price facts with what is known of their listing. A fact is seen on every reading of its
 * source until a row says that it is gone, so that a reading which changes nothing costs one row.
 */
final class Listings {
    private final Map<Long, Row> rows = new LinkedHashMap<>();

    /**
     * A fact as it stands.
     *
     * @param listed whether the newest reading of its source listed it
     */
    record Row(long seq, PriceFact fact, boolean listed) {}

    private Listings() {}

    /** Reads all, or those of one source. */
    static Listings read(Connection db, @Nullable String source) throws SQLException {
        Listings listings = new Listings();
        Map<String, LocalDate> days = lastDays(db);
        try (PreparedStatement sql =
                db.prepareStatement(
                        "SELECT seq, "
                                + FactRows.COLUMNS
                                + " FROM price_facts WHERE ? IS NULL OR source = ? ORDER BY seq")) {
            new Params(sql).add(source).add(source);
            try (ResultSet found = sql.executeQuery()) {
                while (found.next()) {
                    Columns columns = new Columns(found);
                    long seq = columns.number();
                    PriceFact fact = FactRows.read(columns);
                    LocalDate last = days.getOrDefault(FactRows.source(fact), fact.knownOn());
                    listings.rows.put(seq, new Row(seq, seen(fact, last), true));
                }
            }
        }
        listings.turnOver(db);
        return listings;
    }

    private void turnOver(Connection db) throws SQLException {
        try (Statement sql = db.createStatement();
                ResultSet found =
                        sql.executeQuery(
                                "SELECT l.fact, l.listed, l.day FROM price_listings l JOIN"
                                        + " (SELECT max(seq) AS seq FROM price_listings GROUP BY"
                                        + " fact) newest ON newest.seq = l.seq")) {
            while (found.next()) {
                Columns columns = new Columns(found);
                long seq = columns.number();
                boolean listed = columns.flag();
                LocalDate day = LocalDate.parse(columns.text());
                Row row = rows.get(seq);
                if (row != null && !listed) {
                    rows.put(seq, new Row(seq, seen(row.fact, day), false));
                }
            }
        }
    }

    private static PriceFact seen(PriceFact fact, LocalDate last) {
        LocalDate known = fact.knownOn();
        return fact.seen(known, last.isBefore(known) ? known : last);
    }

    private static Map<String, LocalDate> lastDays(Connection db) throws SQLException {
        Map<String, LocalDate> days = new HashMap<>();
        try (Statement sql = db.createStatement();
                ResultSet found =
                        sql.executeQuery("SELECT source, day FROM readings ORDER BY seq")) {
            while (found.next()) {
                days.put(found.getString(1), LocalDate.parse(found.getString(2)));
            }
        }
        return days;
    }

    List<PriceFact> facts() {
        return rows.values().stream().map(Row::fact).toList();
    }

    List<PriceFact> listed() {
        return rows.values().stream().filter(Row::listed).map(Row::fact).toList();
    }

    /** The rows by what they say, without the days on which they were seen. */
    Map<PriceFact, Row> byContent() {
        Map<PriceFact, Row> content = new HashMap<>();
        rows.values().forEach(row -> content.put(content(row.fact), row));
        return content;
    }

    List<Row> all() {
        return new ArrayList<>(rows.values());
    }

    /** A fact without the days on which it was seen. */
    static PriceFact content(PriceFact fact) {
        return fact.seen(fact.validFrom(), fact.validFrom());
    }
}

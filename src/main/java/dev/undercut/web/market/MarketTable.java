package dev.undercut.web.market;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer in one form from which all doors make theirs.
 *
 * @param document the whole JSON
 * @param rows where in it the rows stand, a JSON pointer; empty when it is an array of them
 * @param columns which of a row's fields a terminal shows
 * @param notes what to say below a table: the figures that are no rows
 * @param plot to draw above it, or null
 */
public record MarketTable(
        JsonNode document,
        String rows,
        List<Column> columns,
        List<String> notes,
        @Nullable LogPlot plot) {

    public MarketTable {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }

    /**
     * A column of a terminal's table.
     *
     * @param header its first line
     * @param path the field, with dots: {@code cheaper.model}
     */
    public record Column(String header, String path) {}

    JsonNode rowNodes() {
        return rows.isEmpty() ? document : document.at(rows);
    }

    /** The document as text. */
    public String json() {
        return Nodes.write(document);
    }

    /** The rows as RFC 4180 CSV, every field of every row. */
    public String csv() {
        return Csv.of(rowNodes());
    }

    /** The rows for a person. */
    public String text() {
        return TextTable.of(rowNodes(), columns);
    }
}

package dev.undercut.web.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.undercut.market.analysis.Blend;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An answer in one form from which all doors make theirs.
 *
 * @param document the whole JSON
 * @param rows where in it the rows stand, a JSON pointer; empty when it is an array of them
 * @param columns which of a row's fields a terminal shows
 * @param notes what to say below a table: the figures that are no rows
 * @param plot to draw above it, or null
 * @param more further tables, each with its rows elsewhere in the document
 */
public record AnswerTable(
        JsonNode document,
        String rows,
        List<Column> columns,
        List<String> notes,
        @Nullable Drawing plot,
        List<Part> more) {

    private static final Set<String> GONE = Set.of("stale", "retired");

    public AnswerTable {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
        more = List.copyOf(more);
    }

    /** An answer of one table. */
    public AnswerTable(
            JsonNode document,
            String rows,
            List<Column> columns,
            List<String> notes,
            @Nullable Drawing plot) {
        this(document, rows, columns, notes, plot, List.of());
    }

    /**
     * A further table of an answer.
     *
     * @param title its heading
     * @param rows where in the document its rows stand, a JSON pointer
     * @param columns which of a row's fields a terminal shows
     */
    public record Part(String title, String rows, List<Column> columns) {
        public Part {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A column of a terminal's table.
     *
     * @param header its first line
     * @param pick the value within a row
     * @param shape how a person reads it
     */
    public record Column(String header, UnaryOperator<JsonNode> pick, Shape shape) {
        /** A field, with dots: {@code cheaper.model}. */
        public Column(String header, String path, Shape shape) {
            this(header, row -> row.at("/" + path.replace('.', '/')), shape);
        }

        /** A field as it is. */
        public Column(String header, String path) {
            this(header, path, Shape.PLAIN);
        }

        JsonNode of(JsonNode row) {
            return pick.apply(row);
        }

        /** Measured tokens a second. */
        public static Column rate(String path) {
            return new Column("tok/s", path, Shape.POINTS);
        }

        /** The capability index. */
        public static Column ci(String path) {
            return new Column("CI", path, Shape.POINTS);
        }

        /** The standard error of what stands before it. */
        public static Column error(String path) {
            return new Column("±", path, Shape.POINTS);
        }

        /** A blended price. */
        public static Column blended(Blend blend, String path) {
            return new Column("$/M " + blend.code(), path, Shape.PRICE);
        }

        /** A price. */
        public static Column price(String header, String path) {
            return new Column(header, path, Shape.PRICE);
        }

        /** A factor. */
        public static Column factor(String header, String path) {
            return new Column(header, path, Shape.FACTOR);
        }

        /** What must be said about a price: disputed, stale, … */
        public static Column flags(String path) {
            return new Column("flags", path);
        }

        /** The same about a price of the past, of which it is no news that it is gone. */
        public static Column pastFlags(String path) {
            Column all = flags(path);
            return new Column(all.header(), row -> lasting(all.of(row)), all.shape());
        }

        private static JsonNode lasting(JsonNode flags) {
            ArrayNode lasting = JsonParts.array();
            flags.forEach(flag -> {
                if (!GONE.contains(flag.asText())) {
                    lasting.add(flag);
                }
            });
            return lasting;
        }
    }

    /** What to say below a table, wrapped to a terminal's columns; 0 when unknown. */
    public List<String> notes(int width) {
        return notes.stream()
                .flatMap(note ->
                        width == 0 ? Stream.of(note) : TextTable.wrapped(note, width).stream())
                .toList();
    }

    /** The same with more to say below. */
    public AnswerTable withNotes(List<String> further) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(further);
        return new AnswerTable(document, rows, columns, all, plot, more);
    }

    JsonNode rowNodes() {
        return rows.isEmpty() ? document : document.at(rows);
    }

    /** The document as text. */
    public String json() {
        return JsonParts.write(document);
    }

    /** The rows as RFC 4180 CSV, every field of every row. */
    public String csv() {
        return Csv.of(rowNodes());
    }

    /** The rows for a person, each on one line. */
    public String text() {
        return text(0);
    }

    /**
     * The rows for a person at a terminal.
     *
     * @param width its columns; 0 when unknown
     */
    public String text(int width) {
        StringBuilder text = new StringBuilder(TextTable.of(rowNodes(), columns, width));
        for (Part part : more) {
            text.append('\n').append(part.title()).append('\n');
            text.append(TextTable.of(document.at(part.rows()), part.columns(), width));
        }
        return text.toString();
    }
}

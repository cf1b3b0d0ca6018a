package dev.undercut.market.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.undercut.chat.Feature;
import dev.undercut.money.PricePerMtok;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One row of a data file; an empty cell is an unknown fact. Errors name file, line and column. */
public final class Row {
    private final String file;
    private final Map<String, Integer> columns;
    private final CsvRecord record;

    Row(String file, Map<String, Integer> columns, CsvRecord record) {
        this.file = file;
        this.columns = columns;
        this.record = record;
    }

    /** A text that must be there. */
    public String required(String column) {
        String text = text(column);
        if (text == null) {
            throw wrong(column, "must not be empty");
        }
        return text;
    }

    /** A text, or null when the cell is empty. */
    public @Nullable String text(String column) {
        Integer at = columns.get(column);
        if (at == null) {
            throw new IllegalStateException(file + ": has no column " + column);
        }
        String cell = at < record.getFieldCount() ? record.getField(at).trim() : "";
        return cell.isEmpty() ? null : cell;
    }

    @Nullable Long whole(String column) {
        return read(column, Long::valueOf);
    }

    /** A number, or null. */
    public @Nullable Double number(String column) {
        return read(column, Double::valueOf);
    }

    /** A number that must be there. */
    public double real(String column) {
        return checked(column, number(column));
    }

    /** A whole number that must be there. */
    public long count(String column) {
        return checked(column, whole(column));
    }

    private <T> T checked(String column, @Nullable T value) {
        if (value == null) {
            throw wrong(column, "must not be empty");
        }
        return value;
    }

    /** An ISO day, or null. */
    public @Nullable LocalDate date(String column) {
        return read(column, Row::day);
    }

    /** As {@code LocalDate.parse} does, without its formatter: there are many days to read. */
    private static LocalDate day(String text) {
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            throw new IllegalArgumentException("not a day such as 2026-11-21");
        }
        return LocalDate.of(
                Integer.parseInt(text, 0, 4, 10),
                Integer.parseInt(text, 5, 7, 10),
                Integer.parseInt(text, 8, 10, 10));
    }

    /** The parts between {@code "; "}; none in an empty cell. */
    public List<String> list(String column) {
        String cell = text(column);
        if (cell == null) {
            return List.of();
        }
        List<String> parts = new ArrayList<>(2);
        int from = 0;
        for (int at = cell.indexOf("; "); at >= 0; at = cell.indexOf("; ", from)) {
            parts.add(cell.substring(from, at));
            from = at + 2;
        }
        parts.add(cell.substring(from));
        return parts;
    }

    @Nullable PricePerMtok price(String column) {
        return read(column, PricePerMtok::parse);
    }

    @Nullable Boolean yesNo(String column) {
        return read(
                column,
                cell ->
                        switch (cell) {
                            case "yes" -> true;
                            case "no" -> false;
                            default -> throw new IllegalArgumentException("yes or no");
                        });
    }

    Set<Feature> features(String column) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        String cell = text(column);
        if (cell != null) {
            for (String code : cell.split(";", -1)) {
                features.add(Feature.of(code).orElseThrow(() -> wrong(column, "no feature")));
            }
        }
        return features;
    }

    /** A value read from the text of a cell, or null when that is empty. */
    public <T> @Nullable T read(String column, Function<String, T> reader) {
        String cell = text(column);
        if (cell == null) {
            return null;
        }
        try {
            return reader.apply(cell);
        } catch (RuntimeException e) {
            throw wrong(column, "'" + cell + "': " + e.getMessage());
        }
    }

    /** The error that names file, line and column. */
    public IllegalStateException wrong(String column, String what) {
        return new IllegalStateException(
                file + ":" + record.getStartingLineNumber() + ": " + column + ": " + what);
    }
}

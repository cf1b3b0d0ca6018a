package dev.undercut.market.feed.source;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.undercut.market.feed.BrokenFeed;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A CSV feed with a header line, row by row; columns that nobody asks for are passed over. */
record CsvRows(Map<String, Integer> columns, CsvRecord row) {

    /** What is done with a row. */
    interface Reader {
        void read(CsvRows row);
    }

    /**
     * Reads all rows.
     *
     * @param needed columns without which it is another file
     * @throws BrokenFeed naming the line
     */
    static void read(InputStream bytes, List<String> needed, Reader reader) throws IOException {
        try {
            // Closing it would close what the caller owns.
            CsvReader<CsvRecord> rows =
                    CsvReader.builder()
                            .ofCsvRecord(new InputStreamReader(bytes, StandardCharsets.UTF_8));
            Iterator<CsvRecord> each = rows.iterator();
            if (!each.hasNext()) {
                throw new BrokenFeed("the feed is empty");
            }
            Map<String, Integer> columns = columns(each.next());
            for (String column : needed) {
                if (!columns.containsKey(column)) {
                    throw new BrokenFeed("line 1: no column " + column + " in the header");
                }
            }
            while (each.hasNext()) {
                reader.read(new CsvRows(columns, each.next()));
            }
        } catch (CsvParseException e) {
            throw new BrokenFeed("broken CSV: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause() == null ? new IOException(e) : e.getCause();
        }
    }

    String place() {
        return "line " + row.getStartingLineNumber();
    }

    @Nullable String text(String column) {
        Integer at = columns.get(column);
        String cell = at == null || at >= row.getFieldCount() ? "" : row.getField(at).strip();
        return cell.isEmpty() ? null : cell;
    }

    String needed(String column) throws BadEntry {
        String cell = text(column);
        if (cell == null) {
            throw new BadEntry("without " + column);
        }
        return cell;
    }

    @Nullable BigDecimal decimal(String column) throws BadEntry {
        String cell = text(column);
        if (cell == null) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(cell);
            if (cell.length() <= 60 && Math.abs(number.scale()) <= 60) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new BadEntry(column + " is not a number");
    }

    @Nullable LocalDate day(String column) throws BadEntry {
        String cell = text(column);
        try {
            return cell == null ? null : LocalDate.parse(cell);
        } catch (DateTimeException e) {
            throw new BadEntry(column + " is not a day such as 2026-11-21");
        }
    }

    @Nullable Long whole(String column) throws BadEntry {
        BigDecimal number = decimal(column);
        try {
            return number == null ? null : Long.valueOf(number.longValueExact());
        } catch (ArithmeticException e) {
            throw new BadEntry(column + " is not a whole number");
        }
    }

    private static Map<String, Integer> columns(CsvRecord header) {
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < header.getFieldCount(); i++) {
            columns.putIfAbsent(header.getField(i).strip().toLowerCase(Locale.ROOT), i);
        }
        return columns;
    }
}

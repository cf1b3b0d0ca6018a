package dev.undercut.compute.replay;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads CSV with a header, row by row, and says in which line something is wrong. */
final class CsvRows {
    private static final int MOST_DIGITS = 15;

    private CsvRows() {}

    /** Takes a row. */
    @FunctionalInterface
    interface Taker {
        void take(Row row) throws IOException;
    }

    /**
     * Reads a file.
     *
     * @param columns those that must be there
     */
    static void read(Path file, List<String> columns, Taker taker) throws IOException {
        String name = String.valueOf(file.getFileName());
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().skipEmptyLines(true).ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : rows) {
                Row here = new Row(name, row);
                for (String column : columns) {
                    if (row.findField(column).isEmpty()) {
                        throw here.broken("no value in column " + column);
                    }
                }
                taker.take(here);
            }
        } catch (CsvParseException e) {
            throw new BrokenRecordingException(name, 0, String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw new BrokenRecordingException(name, 0, "it is no UTF-8 text");
        }
    }

    /** A row. */
    record Row(String file, NamedCsvRecord fields) {
        String text(String column) {
            return fields.getField(column);
        }

        String filled(String column) throws IOException {
            String text = text(column);
            if (text.isBlank()) {
                throw broken(column + " is empty");
            }
            return text;
        }

        long count(String column) throws IOException {
            String text = text(column);
            if (text.isEmpty() || text.length() > MOST_DIGITS || !digits(text)) {
                throw broken(column + ": expected a whole number, 0 or more");
            }
            return Long.parseLong(text);
        }

        private static boolean digits(String text) {
            return text.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        boolean flag(String column) throws IOException {
            return switch (text(column)) {
                case "0" -> false;
                case "1" -> true;
                default -> throw broken(column + ": expected 0 or 1");
            };
        }

        @Nullable Double number(String column) throws IOException {
            String text = text(column);
            if (text.isEmpty()) {
                return null;
            }
            try {
                double number = Double.parseDouble(text);
                if (Double.isFinite(number)) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw broken(column + ": expected a number or nothing");
        }

        BrokenRecordingException broken(String message) {
            return new BrokenRecordingException(file, fields.getStartingLineNumber(), message);
        }
    }
}

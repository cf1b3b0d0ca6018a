package dev.undercut.market.data;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;

/** A CSV file of the product's data, by its name below {@code data/}. */
public record DataFile(String name) {

    /** Hands every row to {@code reader}, in the file's order. */
    public void forEach(Consumer<Row> reader) {
        try (InputStream bytes = DataFile.class.getResourceAsStream("/data/" + name)) {
            if (bytes == null) {
                throw new IllegalStateException("data/" + name + " is missing from the product");
            }
            read(bytes, reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of the file of that name in a folder outside the product. */
    byte[] bytes(Path folder) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.resolve(name), e);
        }
    }

    /** The same for those bytes. */
    void forEach(byte[] bytes, Consumer<Row> reader) {
        try {
            read(new ByteArrayInputStream(bytes), reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(InputStream bytes, Consumer<Row> reader) throws IOException {
        try (CsvReader<CsvRecord> rows =
                CsvReader.builder()
                        .ofCsvRecord(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            Iterator<CsvRecord> each = rows.iterator();
            Map<String, Integer> columns = columns(each.next());
            each.forEachRemaining(row -> reader.accept(new Row("data/" + name, columns, row)));
        }
    }

    private static Map<String, Integer> columns(CsvRecord header) {
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < header.getFieldCount(); i++) {
            columns.put(header.getField(i), i);
        }
        return columns;
    }
}

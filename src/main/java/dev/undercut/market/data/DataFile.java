package dev.undercut.market.data;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A CSV file of the product's data, by its name below {@code data/}. */
record DataFile(String name) {

    /** Hands every row to {@code reader}, in the file's order. */
    void forEach(Consumer<Row> reader) {
        try (InputStream bytes = DataFile.class.getResourceAsStream("/data/" + name)) {
            if (bytes == null) {
                throw new IllegalStateException("data/" + name + " is missing from the product");
            }
            try (CsvReader<NamedCsvRecord> rows =
                    CsvReader.builder()
                            .ofNamedCsvRecord(
                                    new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
                rows.forEach(row -> reader.accept(new Row("data/" + name, row)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.undercut.provider.sandbox;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The family of simulated models, as stated in {@code sandbox/models.csv}. */
public final class SandboxModels {
    private SandboxModels() {}

    /** All models, from cheap and weak to dear and strong. Reads the file at each call. */
    public static List<SandboxModel> family() {
        String file = "/sandbox/models.csv";
        try (InputStream in = SandboxModels.class.getResourceAsStream(file);
                Reader reader =
                        new InputStreamReader(
                                Objects.requireNonNull(in, file), StandardCharsets.UTF_8);
                CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(reader)) {
            return rows.stream().map(SandboxModels::model).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SandboxModel model(NamedCsvRecord row) {
        return new SandboxModel(
                row.getField("id"),
                row.getField("name"),
                row.getField("input"),
                row.getField("cached_input"),
                row.getField("output"),
                Long.parseLong(row.getField("context")),
                Long.parseLong(row.getField("max_output")),
                List.of(row.getField("features").split(" ", -1)),
                Double.parseDouble(row.getField("ability")),
                Double.parseDouble(row.getField("accuracy")),
                Duration.ofMillis(Long.parseLong(row.getField("ttft_ms"))),
                Integer.parseInt(row.getField("tokens_per_s")),
                row.getField("note"));
    }
}

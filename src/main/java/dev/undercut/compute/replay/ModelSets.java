package dev.undercut.compute.replay;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Models whose answers to the same questions are looked at together; facts from {@code
 * data/replay/model_sets.csv}.
 */
final class ModelSets {
    private static final String FILE = "/data/replay/model_sets.csv";

    private ModelSets() {}

    /**
     * Some models.
     *
     * @param name of the set
     * @param members in the order in which they are asked
     * @param escalate who is asked when the first two do not agree
     */
    record ModelSet(String name, List<String> members, String escalate) {}

    /** All of them. */
    static List<ModelSet> shipped() {
        Map<String, List<String>> members = new LinkedHashMap<>();
        Map<String, String> escalate = new LinkedHashMap<>();
        try (InputStream in = ModelSets.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + FILE);
            }
            try (CsvReader<NamedCsvRecord> rows =
                    CsvReader.builder()
                            .ofNamedCsvRecord(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (NamedCsvRecord row : rows) {
                    String set = row.getField("set");
                    if (row.getField("role").equals("member")) {
                        members.computeIfAbsent(set, s -> new ArrayList<>())
                                .add(row.getField("model"));
                    } else {
                        escalate.put(set, row.getField("model"));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return members.entrySet().stream()
                .map(set ->
                        new ModelSet(
                                set.getKey(),
                                List.copyOf(set.getValue()),
                                escalate.getOrDefault(set.getKey(), "")))
                .toList();
    }
}

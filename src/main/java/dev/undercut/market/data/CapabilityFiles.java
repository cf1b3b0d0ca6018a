package dev.undercut.market.data;

import dev.undercut.chat.Effort;
import dev.undercut.market.CapabilityIndex;
import dev.undercut.market.CapabilityIndex.Entry;
import dev.undercut.market.ScaleDraws;
import dev.undercut.market.capability.Benchmark;
import dev.undercut.market.capability.Evidence;
import dev.undercut.market.capability.FitFiles;
import dev.undercut.market.capability.Method;
import dev.undercut.market.capability.Score;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads what the capability index is made from, and the index as it was made: {@code
 * capability.csv} and the joint draws beside it.
 */
public final class CapabilityFiles {
    private CapabilityFiles() {}

    /**
     * The index that ships with the product.
     *
     * @throws IllegalStateException when a file breaks its schema, naming file, line and column
     */
    public static CapabilityIndex index() {
        return index(
                new DataFile("capability.csv")::forEach,
                new DataFile("capability-draws.csv")::forEach);
    }

    /**
     * The index of a refit, whose files were written to that folder.
     *
     * @throws IllegalStateException when a file breaks its schema, naming file, line and column
     */
    public static CapabilityIndex index(Path folder) {
        return index(
                reader -> new DataFile("capability.csv").forEach(folder, reader),
                reader -> new DataFile("capability-draws.csv").forEach(folder, reader));
    }

    private static CapabilityIndex index(
            Consumer<Consumer<Row>> placesFile, Consumer<Consumer<Row>> drawsFile) {
        List<short[]> rows = new ArrayList<>();
        List<String> names = new ArrayList<>();
        drawsFile.accept(row -> {
            rows.add(FitFiles.readDraws(row.required("draws")));
            names.add(row.required("model") + ' ' + row.required("effort"));
        });
        ScaleDraws draws = new ScaleDraws(rows.toArray(short[][]::new));
        List<Entry> entries = new ArrayList<>(rows.size());
        List<String> versions = new ArrayList<>(1);
        placesFile.accept(row -> {
            entries.add(entry(row, entries.size(), names, draws));
            if (versions.isEmpty()) {
                versions.add(row.required("version"));
            }
        });
        return new CapabilityIndex(versions.getFirst(), entries);
    }

    /** The scores, benchmarks and method that ship with the product, to fit the index anew. */
    public static Evidence evidence() {
        List<Score> scores = new ArrayList<>();
        new DataFile("scores.csv").forEach(row -> scores.add(score(row)));
        Map<String, String> method = new HashMap<>();
        new DataFile("capability-method.csv")
                .forEach(row -> method.put(row.required("parameter"), row.required("value")));
        return new Evidence(scores, benchmarks(), new Method(method));
    }

    /** Every benchmark that is known, in or out of the index, by slug. */
    public static Map<String, Benchmark> benchmarks() {
        Map<String, Benchmark> found = new HashMap<>();
        new DataFile("benchmarks.csv")
                .forEach(row -> {
                    Benchmark benchmark = benchmark(row);
                    if (found.put(benchmark.slug(), benchmark) != null) {
                        throw row.wrong("benchmark", "stands twice: " + benchmark.slug());
                    }
                });
        return found;
    }

    private static Entry entry(Row row, int at, List<String> names, ScaleDraws draws) {
        String name = row.required("model") + ' ' + row.required("effort");
        if (at >= names.size() || !names.get(at).equals(name)) {
            throw row.wrong("model", "has no draws in its row of capability-draws.csv: " + name);
        }
        return new Entry(
                row.required("model"),
                effort(row),
                row.real("ci"),
                row.real("se_own"),
                Math.toIntExact(row.count("families")),
                Math.toIntExact(row.count("evidence")),
                row.required("basis"),
                row.required("status").equals("provisional"),
                draws.of(at));
    }

    private static Score score(Row row) {
        return new Score(
                row.required("model"),
                effort(row),
                row.required("benchmark"),
                row.real("score"),
                row.text("claimant") != null);
    }

    private static Effort effort(Row row) {
        return Effort.of(row.required("effort"))
                .orElseThrow(() -> row.wrong("effort", "no such effort"));
    }

    private static Benchmark benchmark(Row row) {
        return new Benchmark(
                row.required("benchmark"),
                row.required("name"),
                row.required("family"),
                row.required("scale").equals("linear"),
                row.real("floor"),
                row.real("least_noise"),
                Boolean.TRUE.equals(row.yesNo("reference")),
                row.text("left_out"),
                row.text("note"));
    }
}

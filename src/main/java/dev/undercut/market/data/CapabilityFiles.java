package dev.undercut.market.data;

import dev.undercut.chat.Effort;
import dev.undercut.market.CapabilityIndex;
import dev.undercut.market.CapabilityIndex.Entry;
import dev.undercut.market.ScaleDraws;
import dev.undercut.market.ScaleError;
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
import java.util.function.Function;

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
     * The index of a refit, whose files were written to that folder. The folder may go once this
     * returns, though the draws are taken apart later.
     *
     * @throws IllegalStateException when a file breaks its schema, naming file, line and column
     * @throws java.io.UncheckedIOException when a file cannot be read
     */
    public static CapabilityIndex index(Path folder) {
        DataFile places = new DataFile("capability.csv");
        DataFile draws = new DataFile("capability-draws.csv");
        byte[] bytesOfDraws = draws.bytes(folder);
        return index(
                reader -> places.forEach(places.bytes(folder), reader),
                reader -> draws.forEach(bytesOfDraws, reader));
    }

    private static CapabilityIndex index(
            Consumer<Consumer<Row>> placesFile, Consumer<Consumer<Row>> drawsFile) {
        List<Place> places = new ArrayList<>(1024);
        List<String> versions = new ArrayList<>(1);
        placesFile.accept(row -> {
            places.add(place(row));
            if (versions.isEmpty()) {
                versions.add(row.required("version"));
            }
        });
        ScaleDraws draws =
                new ScaleDraws(
                        places.stream().mapToDouble(Place::variance).toArray(),
                        () -> draws(drawsFile, places));
        List<Entry> entries = new ArrayList<>(places.size());
        for (Place place : places) {
            entries.add(place.entry().apply(draws.of(entries.size())));
        }
        return new CapabilityIndex(versions.getFirst(), entries);
    }

    /**
     * A row of the index.
     *
     * @param name model and effort
     * @param variance what the scale adds to its own, in squared points
     * @param entry makes it, given its part in the scale's error
     */
    private record Place(String name, double variance, Function<ScaleError, Entry> entry) {}

    private static short[][] draws(Consumer<Consumer<Row>> file, List<Place> places) {
        List<short[]> draws = new ArrayList<>(places.size());
        file.accept(row -> {
            if (draws.size() >= places.size()
                    || !places.get(draws.size()).name().equals(name(row))) {
                throw row.wrong("model", "stands in another order than in capability.csv");
            }
            draws.add(FitFiles.readDraws(row.required("draws")));
        });
        return draws.toArray(short[][]::new);
    }

    /** The version of the index that ships with the product. */
    public static String version() {
        return method().version();
    }

    /** The scores, benchmarks and method that ship with the product, to fit the index anew. */
    public static Evidence evidence() {
        List<Score> scores = new ArrayList<>();
        new DataFile("scores.csv").forEach(row -> scores.add(score(row)));
        return new Evidence(scores, benchmarks(), method());
    }

    private static Method method() {
        Map<String, String> method = new HashMap<>();
        new DataFile("capability-method.csv")
                .forEach(row -> method.put(row.required("parameter"), row.required("value")));
        return new Method(method);
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

    private static Place place(Row row) {
        String model = row.required("model");
        Effort effort = effort(row);
        double index = row.real("ci");
        double own = row.real("se_own");
        double full = row.real("se");
        int families = Math.toIntExact(row.count("families"));
        int evidence = Math.toIntExact(row.count("evidence"));
        String basis = row.required("basis");
        boolean provisional = row.required("status").equals("provisional");
        return new Place(
                name(row),
                Math.max(0, full * full - own * own),
                error ->
                        new Entry(
                                model,
                                effort,
                                index,
                                own,
                                families,
                                evidence,
                                basis,
                                provisional,
                                error));
    }

    private static String name(Row row) {
        return row.required("model") + ' ' + row.required("effort");
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

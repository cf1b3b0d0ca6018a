package dev.undercut.market.data;

import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scores of every model at its default effort, read when somebody first asks for one: few
 * requests do, and a start has no time for them.
 */
final class LazyScores {
    private static final DataFile FILE = new DataFile("scores.csv");

    private final byte @Nullable [] imported;
    private volatile @Nullable Map<String, Map<String, Double>> byModel;

    /** Those that ship with the product, and imported ones that a refit was written with. */
    LazyScores(@Nullable Path refit) {
        imported = refit == null ? null : FILE.bytes(refit);
    }

    /** Benchmark slug to score of that model; the best of several runs. */
    Map<String, Double> of(String model) {
        return new OfModel(model);
    }

    private Map<String, Map<String, Double>> all() {
        Map<String, Map<String, Double>> known = byModel;
        if (known == null) {
            known = read();
            byModel = known;
        }
        return known;
    }

    /** An imported score stands in for the shipped ones of its result: {@link ImportedScores}. */
    private Map<String, Map<String, Double>> read() {
        Map<String, Map<String, Double>> scores = new HashMap<>();
        Set<String> replaced = new HashSet<>();
        if (imported != null) {
            FILE.forEach(
                    imported,
                    row -> {
                        if (isDefault(row)) {
                            replaced.add(result(row));
                            add(row, scores);
                        }
                    });
        }
        FILE.forEach(row -> {
            if (isDefault(row) && (replaced.isEmpty() || !replaced.contains(result(row)))) {
                add(row, scores);
            }
        });
        scores.replaceAll((model, its) -> Map.copyOf(its));
        return Map.copyOf(scores);
    }

    private static boolean isDefault(Row row) {
        String effort = row.text("effort");
        return effort == null || effort.equals("default");
    }

    private static String result(Row row) {
        return row.required("model")
                + ' '
                + row.required("benchmark")
                + (row.text("claimant") == null ? "" : " claimed");
    }

    private static void add(Row row, Map<String, Map<String, Double>> scores) {
        Double score = row.number("score");
        if (score != null) {
            scores.computeIfAbsent(row.required("model"), model -> new HashMap<>())
                    .merge(row.required("benchmark"), score, Math::max);
        }
    }

    private final class OfModel extends AbstractMap<String, Double> {
        private final String model;

        OfModel(String model) {
            this.model = model;
        }

        private Map<String, Double> own() {
            return all().getOrDefault(model, Map.of());
        }

        @Override
        public Set<Entry<String, Double>> entrySet() {
            return own().entrySet();
        }

        @Override
        public @Nullable Double get(@Nullable Object benchmark) {
            return benchmark == null ? null : own().get(benchmark);
        }

        @Override
        public boolean containsKey(@Nullable Object benchmark) {
            return benchmark != null && own().containsKey(benchmark);
        }
    }
}

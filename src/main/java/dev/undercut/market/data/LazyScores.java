package dev.undercut.market.data;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scores of every model at its default effort, read when somebody first asks for one: few
 * requests do, and a start has no time for them.
 */
final class LazyScores {
    private volatile @Nullable Map<String, Map<String, Double>> byModel;

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

    private static Map<String, Map<String, Double>> read() {
        Map<String, Map<String, Double>> scores = new HashMap<>();
        new DataFile("scores.csv")
                .forEach(row -> {
                    String effort = row.text("effort");
                    Double score = row.number("score");
                    if (score != null && (effort == null || effort.equals("default"))) {
                        scores.computeIfAbsent(row.required("model"), model -> new HashMap<>())
                                .merge(row.required("benchmark"), score, Math::max);
                    }
                });
        scores.replaceAll((model, its) -> Map.copyOf(its));
        return Map.copyOf(scores);
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

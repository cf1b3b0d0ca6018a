package dev.undercut.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, by subject and metric, one value a round. */
final class Measures {
    private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    void add(String subject, String metric, double value) {
        values.computeIfAbsent(subject, s -> new LinkedHashMap<>())
                .computeIfAbsent(metric, m -> new ArrayList<>())
                .add(value);
    }

    void note(String text) {
        notes.add(text);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    boolean has(String subject) {
        return values.containsKey(subject);
    }

    /** The median over the rounds; NaN when it was not measured. */
    double median(String subject, String metric) {
        return median(of(subject, metric));
    }

    private List<Double> of(String subject, String metric) {
        return values.getOrDefault(subject, Map.of()).getOrDefault(metric, List.of());
    }

    private static double median(List<Double> all) {
        List<Double> sorted = all.stream().filter(Double::isFinite).sorted().toList();
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /**
     * {@code subject} over {@code other} in each round, of which the median: a slow minute of the
     * machine falls on both.
     */
    double ratio(String subject, String other, String metric) {
        List<Double> ours = of(subject, metric);
        List<Double> theirs = of(other, metric);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(ours.size(), theirs.size()); round++) {
            ratios.add(ours.get(round) / theirs.get(round));
        }
        return median(ratios);
    }

    Map<String, Object> json() {
        Map<String, Object> medians = new LinkedHashMap<>();
        values.forEach((subject, metrics) -> {
            Map<String, Object> map = new LinkedHashMap<>();
            metrics.keySet().forEach(metric -> map.put(metric, median(subject, metric)));
            medians.put(subject, map);
        });
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("medians", medians);
        all.put("rounds", values);
        all.put("notes", notes);
        return all;
    }
}

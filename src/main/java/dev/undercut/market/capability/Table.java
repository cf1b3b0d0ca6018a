package dev.undercut.market.capability;

import dev.undercut.chat.Effort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The evidence as flat arrays, in an order that does not depend on that of the scores: a row is a
 * score, a node a model at an effort level, a cell a node's rows of one family.
 */
final class Table {
    /** A model at an effort level. */
    record Node(String model, Effort effort) {}

    /** A benchmark of fewer models than this says more about its own slope than about them. */
    static final int LEAST_MODELS = 8;

    final List<Node> nodes;
    final List<Benchmark> benchmarks;
    final List<String> families;
    final int models;
    final int[] nodeOfCell;
    final int anchor;

    /* Of each node. */
    final int[] modelOf;
    final int[] levelOf;
    final int[] levels;

    /* Of each benchmark: where its scores are centred, and by how much they are divided. */
    final double[] centre;
    final double[] spread;

    /* Of each row. */
    final int[] node;
    final int[] bench;
    final int[] family;
    final int[] cell;
    final boolean[] claimed;
    final double[] score;

    Table(Evidence evidence) {
        List<Score> scores = usable(evidence);
        this.benchmarks =
                distinct(scores, Comparator.naturalOrder(), Score::benchmark).stream()
                        .map(slug -> benchmark(evidence, slug))
                        .toList();
        this.families =
                List.copyOf(new TreeSet<>(benchmarks.stream().map(Benchmark::family).toList()));
        this.nodes =
                distinct(
                        scores,
                        Comparator.comparing(Node::model).thenComparing(Node::effort),
                        score -> new Node(score.model(), score.effort()));
        Method method = evidence.method();
        Node zero = new Node(method.text("anchor_model"), method.anchorEffort());
        this.anchor = nodes.indexOf(zero);
        if (anchor < 0) {
            throw new IllegalArgumentException("nothing measures the anchor " + zero.model());
        }
        int rows = scores.size();
        this.node = new int[rows];
        this.bench = new int[rows];
        this.family = new int[rows];
        this.cell = new int[rows];
        this.claimed = new boolean[rows];
        this.score = new double[rows];
        this.nodeOfCell = fill(scores);
        this.centre = new double[benchmarks.size()];
        this.spread = new double[benchmarks.size()];
        standardise();
        this.modelOf = new int[nodes.size()];
        this.levelOf = new int[nodes.size()];
        this.models = group();
        this.levels = new int[models];
        for (int model : modelOf) {
            levels[model]++;
        }
    }

    int rows() {
        return score.length;
    }

    int index(Node wanted) {
        return nodes.indexOf(wanted);
    }

    /** The families that a node's rows belong to. */
    Map<Node, Set<String>> familiesByNode() {
        Map<Node, Set<String>> found = new LinkedHashMap<>();
        for (int row = 0; row < rows(); row++) {
            found.computeIfAbsent(nodes.get(node[row]), key -> new TreeSet<>())
                    .add(families.get(family[row]));
        }
        return found;
    }

    private static List<Score> usable(Evidence evidence) {
        List<Score> scores = new ArrayList<>();
        for (Score score : evidence.scores()) {
            if (benchmark(evidence, score.benchmark()).leftOut() == null) {
                scores.add(score);
            }
        }
        int before;
        do {
            before = scores.size();
            Map<String, Set<String>> models = new HashMap<>();
            scores.forEach(score ->
                    models.computeIfAbsent(score.benchmark(), key -> new TreeSet<>())
                            .add(score.model()));
            scores.removeIf(score ->
                    models.getOrDefault(score.benchmark(), Set.of()).size() < LEAST_MODELS);
        } while (scores.size() < before);
        scores.sort(
                Comparator.comparing(Score::model)
                        .thenComparing(Score::effort)
                        .thenComparing(Score::benchmark)
                        .thenComparingDouble(Score::value)
                        .thenComparing(Score::claimed));
        return scores;
    }

    private static Benchmark benchmark(Evidence evidence, String slug) {
        Benchmark found = evidence.benchmarks().get(slug);
        if (found == null) {
            throw new IllegalArgumentException("a score on an unknown benchmark: " + slug);
        }
        return found;
    }

    private static <T> List<T> distinct(
            List<Score> scores, Comparator<T> order, java.util.function.Function<Score, T> part) {
        Set<T> found = new TreeSet<>(order);
        scores.forEach(score -> found.add(part.apply(score)));
        return List.copyOf(found);
    }

    private int[] fill(List<Score> scores) {
        Map<Node, Integer> nodeIndex = new HashMap<>();
        nodes.forEach(key -> nodeIndex.put(key, nodeIndex.size()));
        Map<String, Integer> benchIndex = new HashMap<>();
        benchmarks.forEach(key -> benchIndex.put(key.slug(), benchIndex.size()));
        Map<Long, Integer> cellIndex = new TreeMap<>();
        for (int row = 0; row < scores.size(); row++) {
            Score fact = scores.get(row);
            node[row] = nodeIndex.getOrDefault(new Node(fact.model(), fact.effort()), -1);
            bench[row] = benchIndex.getOrDefault(fact.benchmark(), -1);
            family[row] = families.indexOf(benchmarks.get(bench[row]).family());
            long key = (long) node[row] * families.size() + family[row];
            cell[row] = cellIndex.computeIfAbsent(key, fresh -> cellIndex.size());
            claimed[row] = fact.claimed();
            score[row] = fact.value();
        }
        int[] nodes = new int[cellIndex.size()];
        cellIndex.forEach((key, index) -> nodes[index] = (int) (key / families.size()));
        return nodes;
    }

    /** Shares become 0 to 1; an open scale gets mean 0 and standard deviation 1. */
    private void standardise() {
        for (int j = 0; j < benchmarks.size(); j++) {
            spread[j] = 100;
            if (benchmarks.get(j).linear()) {
                measure(j);
            }
        }
        for (int row = 0; row < rows(); row++) {
            int j = bench[row];
            score[row] = (score[row] - centre[j]) / spread[j];
            if (!benchmarks.get(j).linear()) {
                score[row] = Math.clamp(score[row], 0, 1);
            }
        }
    }

    private void measure(int j) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int row = 0; row < rows(); row++) {
            if (bench[row] == j) {
                sum += score[row];
                count++;
            }
        }
        centre[j] = sum / count;
        for (int row = 0; row < rows(); row++) {
            if (bench[row] == j) {
                squares += (score[row] - centre[j]) * (score[row] - centre[j]);
            }
        }
        spread[j] = Math.max(1e-9, Math.sqrt(squares / count));
    }

    private int group() {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            modelOf[i] = index.computeIfAbsent(nodes.get(i).model(), key -> index.size());
            levelOf[i] = Method.LEVELS.indexOf(nodes.get(i).effort());
        }
        return index.size();
    }
}

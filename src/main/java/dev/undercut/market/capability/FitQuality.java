package dev.undercut.market.capability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** How well a fit foretells what it has not seen. Each question is a number of refits. */
public final class FitQuality {
    /** A rank correlation over fewer models than this says little. */
    private static final int LEAST_MODELS = 30;

    /** A model of this many families is known well enough to be a truth. */
    private static final int WELL_KNOWN = 8;

    private static final int SWEEPS = 100;
    private static final int BATCHES = 4;

    /** Four of five values of a normal distribution lie within this many standard deviations. */
    private static final double EIGHTY_PERCENT = 1.2815515655;

    private final CapabilityFit fit;
    private final Table table;

    /** Questions about that fit. */
    public FitQuality(CapabilityFit fit) {
        this.fit = fit;
        this.table = fit.table();
    }

    /**
     * How well the rest of the evidence foretells a benchmark.
     *
     * @param benchmark the one that was left out
     * @param models models that it measures and the rest measures too
     * @param correlation Spearman's rank correlation of its scores and the index without it
     * @param withoutFamily the same with its whole family left out
     */
    public record LeftOut(
            Benchmark benchmark, int models, double correlation, double withoutFamily) {}

    /**
     * How an index from few families compares with that from all.
     *
     * @param families how many families were left to a well-known model
     * @param places how many were tried
     * @param rms root mean square of the moves, in points
     * @param covered share of the 80 % intervals that hold the index from all
     */
    public record Coverage(int families, int places, double rms, double covered) {}

    /** Leaves out each benchmark of thirty models or more, one at a time. */
    public List<LeftOut> leaveOneOut() {
        return fit.benchmarks().stream()
                .filter(found -> found.models() >= LEAST_MODELS)
                .map(BenchmarkFit::benchmark)
                .toList()
                .parallelStream()
                .map(this::leaveOut)
                .toList();
    }

    /** Leaves the well-known models only that many families, a quarter of them at a time. */
    public Coverage hideAllBut(int families, long seed) {
        List<String> known = new ArrayList<>(wellKnown());
        Collections.shuffle(known, new Random(seed));
        List<double[]> moves =
                IntStream.range(0, BATCHES)
                        .parallel()
                        .mapToObj(batch -> every(known, batch))
                        .map(models -> moves(models, families, seed))
                        .flatMap(List::stream)
                        .toList();
        double squares = 0;
        int covered = 0;
        for (double[] move : moves) {
            squares += move[0] * move[0];
            covered += Math.abs(move[0]) <= EIGHTY_PERCENT * move[1] ? 1 : 0;
        }
        double count = moves.size();
        return new Coverage(families, moves.size(), Math.sqrt(squares / count), covered / count);
    }

    private LeftOut leaveOut(Benchmark benchmark) {
        int j = table.benchmarks.indexOf(benchmark);
        int family = table.families.indexOf(benchmark.family());
        double[] alone = ranked(j, row -> table.bench[row] != j);
        double[] all = ranked(j, row -> table.family[row] != family);
        return new LeftOut(benchmark, (int) alone[1], alone[0], all[0]);
    }

    /** The rank correlation of a benchmark with a fit of those rows, and of how many models. */
    private double[] ranked(int j, IntPredicate keep) {
        double[] weights = Weights.of(table, fit.method(), keep);
        State state = new Solver(table, fit.method(), weights).solve(fit.state(), SWEEPS);
        boolean[] measured = new boolean[table.nodes.size()];
        for (int row = 0; row < table.rows(); row++) {
            measured[table.node[row]] |= weights[row] > 0;
        }
        Map<Integer, double[]> means = new TreeMap<>();
        Set<String> models = new TreeSet<>();
        for (int row = 0; row < table.rows(); row++) {
            if (table.bench[row] == j && measured[table.node[row]]) {
                double[] mean = means.computeIfAbsent(table.node[row], node -> new double[2]);
                mean[0] += table.score[row];
                mean[1]++;
                models.add(table.nodes.get(table.node[row]).model());
            }
        }
        double[] scores = means.values().stream().mapToDouble(mean -> mean[0] / mean[1]).toArray();
        double[] abilities =
                means.keySet().stream().mapToDouble(node -> state.ability[node]).toArray();
        return new double[] {Ranks.correlation(scores, abilities), models.size()};
    }

    private Set<String> wellKnown() {
        Set<String> models = new TreeSet<>();
        table.familiesByNode()
                .forEach((node, families) -> {
                    if (families.size() >= WELL_KNOWN && table.index(node) != table.anchor) {
                        models.add(node.model());
                    }
                });
        return models;
    }

    private static List<String> every(List<String> models, int batch) {
        return IntStream.range(0, models.size())
                .filter(i -> i % BATCHES == batch)
                .mapToObj(models::get)
                .toList();
    }

    /** Of each well-known place of those models: by how much it moves, and its own error. */
    private List<double[]> moves(List<String> models, int families, long seed) {
        Random random = new Random(seed + models.hashCode());
        Map<Table.Node, Set<String>> all = table.familiesByNode();
        boolean[] kept = new boolean[table.rows()];
        Arrays.fill(kept, true);
        List<Integer> places = new ArrayList<>();
        all.forEach((node, its) -> {
            if (models.contains(node.model()) && its.size() >= WELL_KNOWN) {
                places.add(table.index(node));
                List<String> order = new ArrayList<>(its);
                Collections.shuffle(order, random);
                hide(node, Set.copyOf(order.subList(0, families)), kept);
            }
        });
        Method method = fit.method();
        Solver solver = new Solver(table, method, Weights.of(table, method, row -> kept[row]));
        State state = solver.solve(fit.state(), SWEEPS);
        double[] precision = solver.precision(state);
        double points = method.number("points_per_logit");
        List<double[]> moves = new ArrayList<>();
        for (int i : places) {
            moves.add(
                    new double[] {
                        points * (state.ability[i] - fit.state().ability[i]),
                        points / Math.sqrt(precision[i])
                    });
        }
        return moves;
    }

    /** Hides the model's rows of all other families, at every effort. */
    private void hide(Table.Node node, Set<String> left, boolean[] kept) {
        for (int row = 0; row < kept.length; row++) {
            if (table.nodes.get(table.node[row]).model().equals(node.model())
                    && !left.contains(table.families.get(table.family[row]))) {
                kept[row] = false;
            }
        }
    }
}

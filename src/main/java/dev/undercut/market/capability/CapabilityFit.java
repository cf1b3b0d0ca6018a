package dev.undercut.market.capability;

import dev.undercut.chat.Effort;
import dev.undercut.market.CapabilityIndex;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The capability index fitted to scores: one latent ability for each model and effort level, by a
 * robust item response model whose assumptions are a {@link Method}. The same evidence gives the
 * same index, bit by bit, on every machine and in whatever order the scores come.
 */
public final class CapabilityFit {
    private final Table table;
    private final Method method;
    private final double[] weights;
    private final State state;
    private final Solver solver;
    private final CapabilityIndex index;

    private CapabilityFit(Evidence evidence) {
        this.table = new Table(evidence);
        this.method = evidence.method();
        this.weights = Weights.of(table, method, row -> true);
        this.solver = new Solver(table, method, weights);
        this.state = solver.solve(method.whole("sweeps"));
        double[][] moved = new Replicates(table, method, state, weights).draw();
        this.index = new Places(table, method, state, solver.precision(state), moved).index();
    }

    /**
     * Fits, in some seconds.
     *
     * @throws IllegalArgumentException when a score names an unknown benchmark or no score is of
     *     the anchor
     */
    public static CapabilityFit of(Evidence evidence) {
        return new CapabilityFit(evidence);
    }

    /** The index. */
    public CapabilityIndex index() {
        return index;
    }

    /** By how many logits claims lie above measurements. */
    public double claimShift() {
        return state.shift;
    }

    /** By how many points each effort level but the default differs from it, commonly. */
    public Map<Effort, Double> effortOffsets() {
        Map<Effort, Double> found = new EnumMap<>(Effort.class);
        for (int level = 0; level < state.offset.length; level++) {
            if (level != Method.DEFAULT) {
                found.put(
                        Method.LEVELS.get(level),
                        state.offset[level] * method.number("points_per_logit"));
            }
        }
        return found;
    }

    /** Scores that were used. */
    public int rows() {
        return table.rows();
    }

    /** Scores of makers that were used. */
    public int claims() {
        int claims = 0;
        for (boolean claimed : table.claimed) {
            claims += claimed ? 1 : 0;
        }
        return claims;
    }

    /** Families of benchmarks that were used. */
    public int families() {
        return table.families.size();
    }

    /** What was found out about each benchmark that was used, by slug. */
    public List<BenchmarkFit> benchmarks() {
        List<BenchmarkFit> found = new ArrayList<>();
        for (int j = 0; j < table.benchmarks.size(); j++) {
            found.add(benchmark(j));
        }
        return found;
    }

    /** What looks wrong: single scores far from all else, and efforts in the wrong order. */
    public List<Suspicion> suspicions() {
        return Suspicion.find(table, solver.deviations(state), index);
    }

    Table table() {
        return table;
    }

    Method method() {
        return method;
    }

    State state() {
        return state;
    }

    private BenchmarkFit benchmark(int j) {
        Set<String> models = new HashSet<>();
        int rows = 0;
        for (int row = 0; row < table.rows(); row++) {
            if (table.bench[row] == j) {
                models.add(table.nodes.get(table.node[row]).model());
                rows++;
            }
        }
        Benchmark benchmark = table.benchmarks.get(j);
        double spread = table.spread[j];
        return benchmark.linear()
                ? new BenchmarkFit(
                        benchmark,
                        rows,
                        models.size(),
                        state.rise[j] * spread,
                        state.intercept[j] * spread + table.centre[j],
                        Math.sqrt(state.noise[j]) * spread)
                : new BenchmarkFit(
                        benchmark,
                        rows,
                        models.size(),
                        StrictMath.exp(state.logSlope[j]),
                        method.number("anchor_index")
                                + state.difficulty[j] * method.number("points_per_logit"),
                        state.noise[j]);
    }
}

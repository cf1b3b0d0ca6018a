package dev.undercut.market.capability;

import java.util.Arrays;

/**
 * One step for the claims' shift and for each benchmark's noise. The sum of squares is divided by
 * the sum of one minus leverage: a model measured by one family alone fits it perfectly, and a
 * family with many such models would else seem free of noise and rule the scale.
 */
final class NoiseStep {
    private static final double DAMPING = 0.5;
    private static final double MOST_LEVERAGE = 0.98;

    private final Table table;
    private final Residuals rows;
    private final AbilityStep abilities;
    private final double shiftPrecision;
    private final double priorRows;
    private final boolean[] linear;
    private final double[] prior;
    private final double[] least;

    NoiseStep(Table table, Method method, Residuals rows, AbilityStep abilities) {
        this.table = table;
        this.rows = rows;
        this.abilities = abilities;
        this.shiftPrecision = method.number("claim_shift_rows");
        this.priorRows = method.number("noise_rows");
        int benchmarks = table.benchmarks.size();
        this.linear = new boolean[benchmarks];
        this.prior = new double[benchmarks];
        this.least = new double[benchmarks];
        for (int j = 0; j < benchmarks; j++) {
            Benchmark benchmark = table.benchmarks.get(j);
            linear[j] = benchmark.linear();
            prior[j] = method.number(linear[j] ? "linear_noise" : "share_noise");
            double share = benchmark.leastNoise() / table.spread[j];
            least[j] = linear[j] ? share * share : benchmark.leastNoise();
        }
    }

    void apply(State state) {
        double[] leverage = leverage();
        double[] squares = new double[linear.length];
        double[] freedom = new double[linear.length];
        double up = 0;
        double weight = shiftPrecision;
        for (int row = 0; row < table.rows(); row++) {
            if (rows.given[row] > 0) {
                int j = table.bench[row];
                double trusted = rows.given[row] * rows.trust[row];
                double residual = rows.residual[row];
                squares[j] += trusted * residual * residual / rows.shape[row];
                freedom[j] += trusted * (1 - leverage[table.cell[row]]);
                if (table.claimed[row] && !linear[j]) {
                    up += rows.weight[row] * rows.gradient[row] * residual;
                    weight += rows.weight[row] * rows.gradient[row] * rows.gradient[row];
                }
            }
        }
        state.shift += DAMPING * up / weight;
        for (int j = 0; j < linear.length; j++) {
            double found = (priorRows * prior[j] + squares[j]) / (priorRows + freedom[j]);
            state.noise[j] = Math.max(least[j], found);
        }
    }

    /** Of each cell: its family's share of all that is known of its node. */
    private double[] leverage() {
        double[] known = new double[table.nodes.size()];
        Arrays.setAll(known, abilities::priorPrecision);
        double[] found = new double[table.nodeOfCell.length];
        for (int row = 0; row < table.rows(); row++) {
            if (rows.given[row] > 0) {
                double by = rows.byAbility[row];
                double information = rows.weight[row] * by * by;
                known[table.node[row]] += information;
                found[table.cell[row]] += information;
            }
        }
        for (int cell = 0; cell < found.length; cell++) {
            found[cell] = Math.min(MOST_LEVERAGE, found[cell] / known[table.nodeOfCell[cell]]);
        }
        return found;
    }
}

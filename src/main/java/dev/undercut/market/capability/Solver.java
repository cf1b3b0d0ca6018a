package dev.undercut.market.capability;

/**
 * Fits a state to a table by block updates: benchmarks, effort offsets and abilities, the claims'
 * shift and the noise, then the scale's zero and unit. Each block is a damped Gauss-Newton step of
 * iteratively reweighted least squares (Huber, Robust Estimation of a Location Parameter, 1964).
 */
final class Solver {
    private final Table table;
    private final Method method;
    private final Residuals residuals;
    private final BenchmarkStep benchmarks;
    private final AbilityStep abilities;
    private final NoiseStep noise;

    Solver(Table table, Method method, double[] weights) {
        this.table = table;
        this.method = method;
        this.residuals = new Residuals(table, method, weights);
        this.benchmarks = new BenchmarkStep(table, method, residuals);
        this.abilities = new AbilityStep(table, method, residuals);
        this.noise = new NoiseStep(table, method, residuals, abilities);
    }

    /** Fits from a rough start. */
    State solve(int sweeps) {
        return solve(Start.of(table, method, residuals.given), sweeps);
    }

    /** Fits from that state, which is left as it is. */
    State solve(State from, int sweeps) {
        State state = from.copy();
        for (int sweep = 0; sweep < sweeps; sweep++) {
            residuals.update(state);
            noise.apply(state);
            benchmarks.apply(state);
            residuals.update(state);
            abilities.apply(state);
            identify(state);
        }
        return state;
    }

    /** What is known of each ability in a fitted state, in squared logits to the minus one. */
    double[] precision(State state) {
        residuals.update(state);
        return abilities.precision(state);
    }

    /** Each row's residual in standard deviations. */
    double[] deviations(State state) {
        residuals.update(state);
        double[] found = new double[table.rows()];
        for (int row = 0; row < found.length; row++) {
            double variance = state.noise[table.bench[row]] * residuals.shape[row];
            found[row] = residuals.residual[row] / Math.sqrt(variance);
        }
        return found;
    }

    /** The geometric mean of the references' slopes becomes 1, and the anchor's ability 0. */
    private void identify(State state) {
        double sum = 0;
        int count = 0;
        for (int j = 0; j < table.benchmarks.size(); j++) {
            if (table.benchmarks.get(j).reference() && benchmarks.hasRows(j)) {
                sum += state.logSlope[j];
                count++;
            }
        }
        double unit = count == 0 ? 1 : StrictMath.exp(sum / count);
        double zero = state.ability[table.anchor] * unit;
        for (int i = 0; i < state.ability.length; i++) {
            state.ability[i] = state.ability[i] * unit - zero;
        }
        for (int level = 0; level < state.offset.length; level++) {
            state.offset[level] *= unit;
        }
        for (int j = 0; j < state.logSlope.length; j++) {
            state.difficulty[j] = state.difficulty[j] * unit - zero;
            state.logSlope[j] -= StrictMath.log(unit);
            state.rise[j] /= unit;
            state.intercept[j] += state.rise[j] * zero;
        }
    }
}

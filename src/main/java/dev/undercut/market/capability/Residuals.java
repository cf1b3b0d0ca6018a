package dev.undercut.market.capability;

/**
 * Each row's residual under a state, the gradient of its prediction, and its weight: that of its
 * family and kind, over its variance, less what Huber takes from outliers.
 *
 * <p>A share is predicted by {@code p = c + (1-c) / (1 + exp(-a (theta - b) - v))}, the three
 * parameter logistic model (Birnbaum 1968, in Lord and Novick, Statistical Theories of Mental Test
 * Scores) with the floor c given and a shift v for claims; an open scale by a straight line.
 */
final class Residuals {
    private static final double NEAR_END = 0.02;

    final double[] residual;

    /** How the prediction rises with the logistic's argument, or 1 for an open scale. */
    final double[] gradient;

    /** How the prediction rises with ability. */
    final double[] byAbility;

    /** The row's weight before Huber's and without its variance. */
    final double[] given;

    /** Huber's part of the weight. */
    final double[] trust;

    /** The variance over the benchmark's noise. */
    final double[] shape;

    /** The whole weight. */
    final double[] weight;

    private final Table table;
    private final double huber;
    private final boolean[] linear;
    private final double[] floor;
    private final double[] slope;

    Residuals(Table table, Method method, double[] given) {
        this.table = table;
        this.huber = method.number("huber");
        this.given = given;
        int rows = table.rows();
        this.residual = new double[rows];
        this.gradient = new double[rows];
        this.byAbility = new double[rows];
        this.trust = new double[rows];
        this.shape = new double[rows];
        this.weight = new double[rows];
        int benchmarks = table.benchmarks.size();
        this.linear = new boolean[benchmarks];
        this.floor = new double[benchmarks];
        this.slope = new double[benchmarks];
        for (int j = 0; j < benchmarks; j++) {
            linear[j] = table.benchmarks.get(j).linear();
            floor[j] = table.benchmarks.get(j).floor();
        }
    }

    void update(State state) {
        for (int j = 0; j < slope.length; j++) {
            slope[j] = StrictMath.exp(state.logSlope[j]);
        }
        for (int row = 0; row < residual.length; row++) {
            if (given[row] > 0) {
                predict(row, state);
                double variance = state.noise[table.bench[row]] * shape[row];
                double square = residual[row] * residual[row];
                trust[row] =
                        square > huber * huber * variance
                                ? huber * Math.sqrt(variance / square)
                                : 1;
                weight[row] = given[row] * trust[row] / variance;
            }
        }
    }

    private void predict(int row, State state) {
        int j = table.bench[row];
        double ability = state.ability[table.node[row]];
        if (linear[j]) {
            residual[row] = table.score[row] - state.intercept[j] - state.rise[j] * ability;
            gradient[row] = 1;
            byAbility[row] = state.rise[j];
            shape[row] = 1;
            return;
        }
        double x = slope[j] * (ability - state.difficulty[j]);
        if (table.claimed[row]) {
            x += state.shift;
        }
        double logistic = 1 / (1 + Exponential.of(Math.clamp(-x, -30, 30)));
        double share = floor[j] + (1 - floor[j]) * logistic;
        residual[row] = table.score[row] - share;
        gradient[row] = (1 - floor[j]) * logistic * (1 - logistic);
        byAbility[row] = gradient[row] * slope[j];
        double inside = Math.clamp(share, NEAR_END, 1 - NEAR_END);
        shape[row] = inside * (1 - inside);
    }
}

package dev.undercut.market.capability;

/** One step for each benchmark: slope and difficulty of a share, the line of an open scale. */
final class BenchmarkStep {
    private static final double DAMPING = 0.8;
    private static final double MOST_SLOPE = 0.3;
    private static final double MOST_DIFFICULTY = 0.6;
    private static final double LEAST_RISE = 0.05;

    /** Sums of a share's normal equations: slope, difficulty, both; then their gradients. */
    private static final int SUMS = 5;

    private final Table table;
    private final Residuals rows;
    private final double slopePrecision;
    private final double difficultyPrecision;
    private final boolean[] linear;
    private final boolean[] used;

    BenchmarkStep(Table table, Method method, Residuals rows) {
        this.table = table;
        this.rows = rows;
        this.slopePrecision = precision(method.number("log_slope_sd"));
        this.difficultyPrecision = precision(method.number("difficulty_sd"));
        this.linear = new boolean[table.benchmarks.size()];
        this.used = new boolean[linear.length];
        for (int j = 0; j < linear.length; j++) {
            linear[j] = table.benchmarks.get(j).linear();
        }
        for (int row = 0; row < table.rows(); row++) {
            used[table.bench[row]] |= rows.given[row] > 0;
        }
    }

    static double precision(double standardDeviation) {
        return 1 / (standardDeviation * standardDeviation);
    }

    /** Whether any row of that benchmark counts. */
    boolean hasRows(int j) {
        return used[j];
    }

    void apply(State state) {
        double[][] sums = new double[linear.length][SUMS];
        for (int row = 0; row < table.rows(); row++) {
            if (rows.given[row] > 0) {
                int j = table.bench[row];
                if (linear[j]) {
                    addLine(sums[j], row, state);
                } else {
                    addShare(sums[j], row, state.difficulty[j], state);
                }
            }
        }
        for (int j = 0; j < linear.length; j++) {
            if (linear[j]) {
                line(j, sums[j], state);
            } else {
                share(j, sums[j], state);
            }
        }
    }

    private void addShare(double[] sum, int row, double difficulty, State state) {
        double byDifficulty = -rows.byAbility[row];
        double bySlope = rows.byAbility[row] * (state.ability[table.node[row]] - difficulty);
        double weight = rows.weight[row];
        sum[0] += weight * bySlope * bySlope;
        sum[1] += weight * byDifficulty * byDifficulty;
        sum[2] += weight * bySlope * byDifficulty;
        sum[3] += weight * bySlope * rows.residual[row];
        sum[4] += weight * byDifficulty * rows.residual[row];
    }

    private void share(int j, double[] sum, State state) {
        double slope = sum[0] + slopePrecision;
        double difficulty = sum[1] + difficultyPrecision;
        double slopeGradient = sum[3] - state.logSlope[j] * slopePrecision;
        double difficultyGradient = sum[4] - state.difficulty[j] * difficultyPrecision;
        double determinant = slope * difficulty - sum[2] * sum[2];
        double bySlope = (difficulty * slopeGradient - sum[2] * difficultyGradient) / determinant;
        double byDifficulty = (slope * difficultyGradient - sum[2] * slopeGradient) / determinant;
        state.logSlope[j] += Math.clamp(bySlope, -MOST_SLOPE, MOST_SLOPE) * DAMPING;
        state.difficulty[j] +=
                Math.clamp(byDifficulty, -MOST_DIFFICULTY, MOST_DIFFICULTY) * DAMPING;
    }

    private void addLine(double[] sum, int row, State state) {
        double weight = rows.weight[row];
        double ability = state.ability[table.node[row]];
        double score = table.score[row];
        sum[0] += weight;
        sum[1] += weight * ability;
        sum[2] += weight * ability * ability;
        sum[3] += weight * score;
        sum[4] += weight * score * ability;
    }

    private static void line(int j, double[] sum, State state) {
        double determinant = sum[0] * sum[2] - sum[1] * sum[1];
        if (determinant > 1e-9) {
            double rise = (sum[0] * sum[4] - sum[1] * sum[3]) / determinant;
            state.rise[j] = Math.max(LEAST_RISE, rise);
            state.intercept[j] = (sum[3] - state.rise[j] * sum[1]) / sum[0];
        }
    }
}

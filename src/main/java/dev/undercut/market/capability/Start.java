package dev.undercut.market.capability;

import java.util.Arrays;

/** A rough start: row and column means of the scores' logits. */
final class Start {
    private static final int ROUNDS = 30;
    private static final double NEAR_END = 0.02;

    /** A standard deviation of an open scale, in logits. */
    private static final double SPREAD = 1.5;

    /** Keeps models of few scores near the middle. */
    private static final double MIDDLE = 0.3;

    private final Table table;
    private final double[] logits;
    private final double[] given;

    private Start(Table table, double[] given) {
        this.table = table;
        this.given = given;
        this.logits = new double[table.rows()];
        for (int row = 0; row < logits.length; row++) {
            Benchmark benchmark = table.benchmarks.get(table.bench[row]);
            logits[row] =
                    benchmark.linear()
                            ? table.score[row] * SPREAD
                            : logit(table.score[row], benchmark.floor());
        }
    }

    static State of(Table table, Method method, double[] given) {
        State state = new State(table, method);
        Start start = new Start(table, given);
        for (int round = 0; round < ROUNDS; round++) {
            start.means(state);
        }
        for (int j = 0; j < table.benchmarks.size(); j++) {
            boolean linear = table.benchmarks.get(j).linear();
            state.noise[j] = method.number(linear ? "linear_noise" : "share_noise");
            if (linear) {
                start.line(j, state);
            }
        }
        return state;
    }

    private static double logit(double share, double floor) {
        double inside = Math.clamp((share - floor) / (1 - floor), NEAR_END, 1 - NEAR_END);
        return StrictMath.log(inside / (1 - inside));
    }

    private void means(State state) {
        double[] sum = new double[table.benchmarks.size()];
        int[] count = new int[sum.length];
        for (int row = 0; row < logits.length; row++) {
            if (given[row] > 0) {
                sum[table.bench[row]] += state.ability[table.node[row]] - logits[row];
                count[table.bench[row]]++;
            }
        }
        for (int j = 0; j < sum.length; j++) {
            state.difficulty[j] = sum[j] / Math.max(1, count[j]);
        }
        double[] total = new double[state.ability.length];
        int[] rows = new int[total.length];
        for (int row = 0; row < logits.length; row++) {
            if (given[row] > 0) {
                total[table.node[row]] += logits[row] + state.difficulty[table.bench[row]];
                rows[table.node[row]]++;
            }
        }
        Arrays.setAll(state.ability, i -> total[i] / (rows[i] + MIDDLE));
        double mean = Arrays.stream(state.ability).sum() / total.length;
        Arrays.setAll(state.ability, i -> state.ability[i] - mean);
    }

    /** The straight line of an open scale over the rough abilities. */
    private void line(int j, State state) {
        double n = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (int row = 0; row < logits.length; row++) {
            if (table.bench[row] == j && given[row] > 0) {
                double ability = state.ability[table.node[row]];
                n++;
                x += ability;
                y += table.score[row];
                xx += ability * ability;
                xy += ability * table.score[row];
            }
        }
        double determinant = n * xx - x * x;
        state.rise[j] = determinant > 0 ? Math.max(0.1, (n * xy - x * y) / determinant) : 1;
        state.intercept[j] = n > 0 ? (y - state.rise[j] * x) / n : 0;
    }
}

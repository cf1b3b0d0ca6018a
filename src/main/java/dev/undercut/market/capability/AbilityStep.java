package dev.undercut.market.capability;

import java.util.Arrays;

/**
 * One step for the effort levels' common offsets and for every ability. A node's prior is the mean
 * of its siblings, moved by the offset of its level; so it counts only where data are thin.
 */
final class AbilityStep {
    private static final double DAMPING = 0.7;
    private static final double MOST = 0.8;

    /** Pairs of levels that an offset needs to leave its prior, and models the prior is worth. */
    private static final int LEAST_PAIRS = 4;

    private static final double PRIOR_MODELS = 2;

    /** Variance of a model's own offset, in squared logits, where offsets are averaged. */
    private static final double OFFSET_VARIANCE = 0.25;

    private final Table table;
    private final Residuals rows;
    private final double effortPrecision;
    private final double abilityPrecision;
    private final double[] priorOffset;
    private final double[] information;
    private final double[] gradient;
    private final int[][] nodeOf;

    AbilityStep(Table table, Method method, Residuals rows) {
        this.table = table;
        this.rows = rows;
        this.effortPrecision = BenchmarkStep.precision(method.number("effort_sd"));
        this.abilityPrecision = BenchmarkStep.precision(method.number("ability_sd"));
        this.priorOffset = method.perLevel("offset");
        this.information = new double[table.nodes.size()];
        this.gradient = new double[table.nodes.size()];
        this.nodeOf = new int[table.models][Method.LEVELS.size()];
        for (int[] levels : nodeOf) {
            Arrays.fill(levels, -1);
        }
        for (int i = 0; i < table.nodes.size(); i++) {
            nodeOf[table.modelOf[i]][table.levelOf[i]] = i;
        }
    }

    void apply(State state) {
        gather();
        for (int level = 0; level < state.offset.length; level++) {
            if (level != Method.DEFAULT) {
                state.offset[level] = offset(level, state);
            }
        }
        double mean = Arrays.stream(state.ability).sum() / state.ability.length;
        double[] next = new double[state.ability.length];
        for (int i = 0; i < next.length; i++) {
            double prior = hasSiblings(i) ? siblings(i, state) : mean;
            double precision = priorPrecision(i);
            double step =
                    (gradient[i] + precision * (prior - state.ability[i]))
                            / (information[i] + precision);
            next[i] = state.ability[i] + Math.clamp(step, -MOST, MOST) * DAMPING;
        }
        System.arraycopy(next, 0, state.ability, 0, next.length);
    }

    /** Precision of the prior of a node's ability. */
    double priorPrecision(int i) {
        return hasSiblings(i) ? effortPrecision : abilityPrecision;
    }

    /**
     * All that is known of each ability: its rows, and what its siblings say where it has some;
     * they too are known only so well.
     */
    double[] precision(State state) {
        gather();
        double[] found = new double[information.length];
        for (int i = 0; i < found.length; i++) {
            double prior = abilityPrecision;
            if (hasSiblings(i)) {
                double variance = 0;
                int count = 0;
                for (int other : nodeOf[table.modelOf[i]]) {
                    if (other >= 0 && other != i) {
                        variance += 1 / (information[other] + abilityPrecision);
                        count++;
                    }
                }
                prior = 1 / (1 / effortPrecision + variance / count / count);
            }
            found[i] = information[i] + prior;
        }
        return found;
    }

    private void gather() {
        Arrays.fill(information, 0);
        Arrays.fill(gradient, 0);
        for (int row = 0; row < table.rows(); row++) {
            if (rows.given[row] > 0) {
                double by = rows.byAbility[row];
                information[table.node[row]] += rows.weight[row] * by * by;
                gradient[table.node[row]] += rows.weight[row] * by * rows.residual[row];
            }
        }
    }

    private double offset(int level, State state) {
        double sum = 0;
        double weights = 0;
        int pairs = 0;
        for (int[] levels : nodeOf) {
            int here = levels[level];
            int plain = levels[Method.DEFAULT];
            if (here >= 0 && plain >= 0) {
                double weight =
                        1
                                / (1 / Math.max(information[here], 1e-6)
                                        + 1 / Math.max(information[plain], 1e-6)
                                        + OFFSET_VARIANCE);
                sum += weight * (state.ability[here] - state.ability[plain]);
                weights += weight;
                pairs++;
            }
        }
        return pairs < LEAST_PAIRS
                ? state.offset[level]
                : (sum + priorOffset[level] * PRIOR_MODELS) / (weights + PRIOR_MODELS);
    }

    private boolean hasSiblings(int i) {
        return table.levels[table.modelOf[i]] > 1;
    }

    private double siblings(int i, State state) {
        double sum = 0;
        int count = 0;
        for (int other : nodeOf[table.modelOf[i]]) {
            if (other >= 0 && other != i) {
                sum += state.ability[other] - state.offset[table.levelOf[other]];
                count++;
            }
        }
        return sum / count + state.offset[table.levelOf[i]];
    }
}

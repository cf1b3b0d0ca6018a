package dev.undercut.market.capability;

/** Everything that is fitted, in logits; zero is the anchor. */
final class State {
    /** Of each node. */
    final double[] ability;

    /** Of each share: the logarithm of its slope, and the ability at which half is solved. */
    final double[] logSlope;

    final double[] difficulty;

    /** Of each open scale: its value at ability 0, and its rise for each logit. */
    final double[] intercept;

    final double[] rise;

    /** Of each benchmark: residual variance, over p(1-p) for shares. */
    final double[] noise;

    /** Of each effort level against the default. */
    final double[] offset;

    /** By how many logits claims lie above measurements. */
    double shift;

    State(Table table, Method method) {
        int benchmarks = table.benchmarks.size();
        this.ability = new double[table.nodes.size()];
        this.logSlope = new double[benchmarks];
        this.difficulty = new double[benchmarks];
        this.intercept = new double[benchmarks];
        this.rise = new double[benchmarks];
        this.noise = new double[benchmarks];
        this.offset = method.perLevel("offset");
    }

    private State(State other) {
        this.ability = other.ability.clone();
        this.logSlope = other.logSlope.clone();
        this.difficulty = other.difficulty.clone();
        this.intercept = other.intercept.clone();
        this.rise = other.rise.clone();
        this.noise = other.noise.clone();
        this.offset = other.offset.clone();
        this.shift = other.shift;
    }

    State copy() {
        return new State(this);
    }
}

package dev.undercut.market.capability;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The scale fitted again and again, each time with other weights of the families: the Bayesian
 * bootstrap (Rubin 1981) over what is independent here. Each replicate also moves everybody but the
 * anchor by what the anchor's own scores leave open. The same seed gives the same replicates, on
 * however many threads.
 */
final class Replicates {
    private final Table table;
    private final Method method;
    private final State fitted;
    private final double[] weights;

    Replicates(Table table, Method method, State fitted, double[] weights) {
        this.table = table;
        this.method = method;
        this.fitted = fitted;
        this.weights = weights;
    }

    /** For each replicate, by how many points each node moves. */
    double[][] draw() {
        SplittableRandom seeds = new SplittableRandom(method.whole("seed"));
        long[] seed = seeds.longs(method.whole("replicates")).toArray();
        double[][] moved = new double[seed.length][];
        IntStream.range(0, seed.length).parallel().forEach(i -> moved[i] = replicate(seed[i]));
        return moved;
    }

    private double[] replicate(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] ofFamily = new double[table.families.size()];
        for (int i = 0; i < ofFamily.length; i++) {
            ofFamily[i] = -StrictMath.log(1 - random.nextDouble());
        }
        double anchor = method.number("anchor_error") * normal(random);
        double points = method.number("points_per_logit");
        State state =
                new Solver(table, method, Weights.byFamily(table, weights, ofFamily))
                        .solve(fitted, method.whole("replicate_sweeps"));
        double[] moved = new double[state.ability.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] =
                    i == table.anchor
                            ? 0
                            : points * (state.ability[i] - fitted.ability[i]) + anchor;
        }
        return moved;
    }

    /** A standard normal number, by Box and Muller (1958); the same on every machine. */
    private static double normal(SplittableRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}

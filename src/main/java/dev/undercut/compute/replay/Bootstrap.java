package dev.undercut.compute.replay;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How far a mean over questions could have come out otherwise: percentiles of the means of
 * questions drawn again with replacement (Efron 1979). The same draws serve all figures of a data
 * set, so that differences are paired.
 */
final class Bootstrap {
    private static final double LOW = 0.025;
    private static final double HIGH = 0.975;

    /** By resample, how often each question was drawn. */
    private final int[][] draws;

    private final int questions;

    Bootstrap(int questions, int resamples, long seed) {
        this.questions = questions;
        this.draws = new int[resamples][questions];
        SplittableRandom random = new SplittableRandom(seed);
        for (int[] draw : draws) {
            for (int i = 0; i < questions; i++) {
                draw[random.nextInt(questions)]++;
            }
        }
    }

    /**
     * The middle 95 % of a mean.
     *
     * @param low 2.5th percentile
     * @param high 97.5th percentile
     */
    record Interval(double low, double high) {}

    Interval of(double[] values) {
        double[] means = new double[draws.length];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            for (int q = 0; q < questions; q++) {
                sum += draws[i][q] * values[q];
            }
            means[i] = sum / questions;
        }
        Arrays.sort(means);
        return new Interval(at(means, LOW), at(means, HIGH));
    }

    /** Of the first's mean less the second's. */
    Interval ofDifference(double[] first, double[] second) {
        double[] differences = new double[questions];
        for (int q = 0; q < questions; q++) {
            differences[q] = first[q] - second[q];
        }
        return of(differences);
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}

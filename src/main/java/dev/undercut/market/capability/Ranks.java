package dev.undercut.market.capability;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Spearman's rank correlation (1904); ties share the mean of their ranks. */
final class Ranks {
    private Ranks() {}

    /** From -1 to 1; 0 when either side is all one value. */
    static double correlation(double[] a, double[] b) {
        double[] ra = of(a);
        double[] rb = of(b);
        double middle = (a.length + 1) / 2.0;
        double both = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < a.length; i++) {
            both += (ra[i] - middle) * (rb[i] - middle);
            first += (ra[i] - middle) * (ra[i] - middle);
            second += (rb[i] - middle) * (rb[i] - middle);
        }
        return first == 0 || second == 0 ? 0 : both / Math.sqrt(first * second);
    }

    private static double[] of(double[] values) {
        int[] order =
                IntStream.range(0, values.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> values[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] ranks = new double[values.length];
        int from = 0;
        while (from < order.length) {
            int to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            double rank = (from + 1 + to) / 2.0;
            Arrays.stream(order, from, to).forEach(i -> ranks[i] = rank);
            from = to;
        }
        return ranks;
    }
}

package dev.undercut.market.analysis.fit;

import java.util.Arrays;

/** The median. */
public final class Middle {
    private Middle() {}

    /** The middle value, the mean of the two middle ones, NaN of none. */
    public static double of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}

package dev.undercut.compute.replay;

import java.util.List;
import java.util.TreeSet;

/** The numbers of samples at which figures are taken. */
final class Ladder {
    private static final int FIVE = 5;

    private Ladder() {}

    /**
     * The powers of two up to {@code n}, {@code n} itself and, where {@code n} is five times a
     * power of two, five times the smaller ones.
     */
    static List<Integer> of(int n) {
        TreeSet<Integer> steps = new TreeSet<>();
        for (int k = 1; k <= n; k *= 2) {
            steps.add(k);
        }
        if (n % FIVE == 0 && Integer.bitCount(n / FIVE) == 1) {
            for (int k = FIVE; k <= n; k *= 2) {
                steps.add(k);
            }
        }
        if (n > 0) {
            steps.add(n);
        }
        return List.copyOf(steps);
    }
}

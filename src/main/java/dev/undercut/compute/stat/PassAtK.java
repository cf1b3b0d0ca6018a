package dev.undercut.compute.stat;

/**
 * Coverage: how likely at least one of {@code k} samples is right, estimated without bias from more
 * samples than that (Chen et al., arXiv 2107.03374).
 */
public final class PassAtK {
    private PassAtK() {}

    /**
     * {@code 1 - C(n - c, k) / C(n, k)} in product form, so that nothing overflows.
     *
     * @param samples n, 1 or more
     * @param correct c, 0 to n
     * @param k 1 to n
     * @throws IllegalArgumentException when those bounds are broken
     */
    public static double of(int samples, int correct, int k) {
        if (k < 1 || k > samples || correct < 0 || correct > samples) {
            throw new IllegalArgumentException(
                    "pass@" + k + " of " + correct + " right in " + samples);
        }
        if (samples - correct < k) {
            return 1;
        }
        double miss = 1;
        for (int i = samples - correct + 1; i <= samples; i++) {
            miss *= 1 - (double) k / i;
        }
        return 1 - miss;
    }
}

package dev.undercut.compute.stat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The Beta stopping rule of adaptive consistency (Aggarwal et al., arXiv 2305.11860): with {@code
 * v1} votes for the leader and {@code v2} for the runner-up, stop when P(p &gt; 1/2) under Beta(v1
 * + 1, v2 + 1) is at least the confidence. For whole counts that probability is exactly {@code 1 -
 * sum(j = v1 + 1 .. n, C(n, j)) / 2^n} with {@code n = v1 + v2 + 1}, which is computed and compared
 * in whole numbers. Not safe for use by several threads.
 */
public final class BetaStop {
    /** The significant bits of a double at and above one half. */
    private static final int BITS = 53;

    /** {@code 2^53 * (1 - confidence)}, exactly. */
    private final BigInteger doubt;

    /** The fewest votes of a leader at which to stop, by the votes of the runner-up. */
    private final List<Integer> needed = new ArrayList<>();

    // Where the walk along the border stands: C(n, k) and the sum of C(n, 0) to C(n, k).
    private int n = 1;
    private int k;
    private BigInteger choose = BigInteger.ONE;
    private BigInteger sum = BigInteger.ONE;

    /**
     * The rule at a confidence.
     *
     * @throws IllegalArgumentException unless it is above 0.5 and below 1
     */
    public BetaStop(double confidence) {
        if (!(confidence > 0.5 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "a confidence is above 0.5 and below 1, not " + confidence);
        }
        // Exact: a double in [0.5, 1) is a whole multiple of 2^-53, and so is its distance to 1.
        doubt = BigInteger.valueOf((long) StrictMath.scalb(1 - confidence, BITS));
    }

    /**
     * Whether to stop.
     *
     * @param leading votes for the leader, not fewer than {@code second}
     * @param second votes for the runner-up
     */
    public boolean met(int leading, int second) {
        return leading >= needed(second);
    }

    /** The fewest votes of a leader at which to stop when the runner-up has so many. */
    public int needed(int second) {
        while (needed.size() <= second) {
            needed.add(walk(needed.size()));
        }
        return needed.get(second);
    }

    /**
     * More votes against need more votes for, so the border is walked once, a step costing a few
     * operations on whole numbers: S(n + 1, k) = 2 S(n, k) - C(n, k).
     */
    private int walk(int second) {
        while (k < second) {
            choose = choose.multiply(BigInteger.valueOf(n - k)).divide(BigInteger.valueOf(k + 1));
            k++;
            sum = sum.add(choose);
        }
        // A leader has at least as many votes as the runner-up.
        while (n < 2 * second + 1 || sum.shiftLeft(BITS).compareTo(doubt.shiftLeft(n)) > 0) {
            sum = sum.shiftLeft(1).subtract(choose);
            choose =
                    choose.multiply(BigInteger.valueOf(n + 1))
                            .divide(BigInteger.valueOf(n + 1 - k));
            n++;
        }
        return n - second - 1;
    }

    /**
     * P(p &gt; 1/2) under Beta(leading + 1, second + 1), to the precision of a double.
     *
     * @param leading votes, 0 or more
     * @param second votes, 0 or more
     */
    public static double probability(int leading, int second) {
        int n = leading + second + 1;
        BigInteger term = BigInteger.ONE;
        BigInteger tail = BigInteger.ONE;
        for (int i = 1; i <= second; i++) {
            term = term.multiply(BigInteger.valueOf(n - i + 1)).divide(BigInteger.valueOf(i));
            tail = tail.add(term);
        }
        BigInteger all = BigInteger.ONE.shiftLeft(n);
        return new BigDecimal(all.subtract(tail))
                .divide(new BigDecimal(all), MathContext.DECIMAL64)
                .doubleValue();
    }
}

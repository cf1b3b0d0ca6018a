package dev.undercut.market.analysis.fit;

import java.util.Arrays;

/**
 * How far a quantity will have fallen that only ever falls, in rare jumps: a compound Poisson
 * process with exponential jumps, as the records of offers with an exponential tail are (Rényi,
 * "Théorie des éléments saillants d'une suite d'observations", 1962). What is not known is
 * integrated out, so the distribution is a predictive one without a fitted constant; that jumps get
 * rarer and smaller was chosen among other shapes by how forecasts of the past would have done.
 *
 * <ul>
 *   <li>Jumps get rarer with age: their number by age t grows with t^b (Crow, "Reliability analysis
 *       for complex, repairable systems", 1974). Steady progress is b = 1, records among offers
 *       that get no better come with b near 0, and b is uniform between the two. Given b and k
 *       jumps, the number to come is negative binomial.
 *   <li>They get smaller: their mean at age t goes with t^-c, c uniform from 0 to 1. Given c, the
 *       sum of n more over itself plus the k known ones, all scaled to today, is Beta(n, k).
 *   <li>Rate and mean today have the flat priors of scales.
 * </ul>
 */
public final class Falls {
    private static final int GRID = 10;
    private static final int MOST_JUMPS = 1_000;
    private static final double NOTHING = 1e-12;
    private static final int HALVINGS = 50;

    private final double age;
    private final int known;
    private final double[] exponentWeights;
    private final double[] sums = new double[GRID];
    private final double[] sumWeights;

    /**
     * Starts from what has been seen.
     *
     * @param falls the fall in each period so far, zero in most
     * @throws IllegalArgumentException when nothing fell
     */
    public Falls(double[] falls) {
        age = falls.length;
        known = Math.toIntExact(Arrays.stream(falls).filter(fall -> fall > NOTHING).count());
        if (known == 0) {
            throw new IllegalArgumentException("nothing fell, so nothing can be said of falls");
        }
        double logs = 0;
        for (int i = 0; i < falls.length; i++) {
            if (falls[i] > NOTHING) {
                double share = (i + 0.5) / age;
                logs += Math.log(share);
                for (int c = 0; c < GRID; c++) {
                    sums[c] += falls[i] * Math.pow(share, exponent(c));
                }
            }
        }
        double[] rarer = new double[GRID];
        double[] smaller = new double[GRID];
        for (int i = 0; i < GRID; i++) {
            rarer[i] = known * Math.log(exponent(i)) + (exponent(i) - 1) * logs;
            smaller[i] = exponent(i) * logs - known * Math.log(sums[i]);
        }
        exponentWeights = weights(rarer);
        sumWeights = weights(smaller);
    }

    private static double exponent(int i) {
        return (i + 0.5) / GRID;
    }

    private static double[] weights(double[] logLikelihoods) {
        double best = Arrays.stream(logLikelihoods).max().orElse(0);
        double[] weights = Arrays.stream(logLikelihoods).map(log -> Math.exp(log - best)).toArray();
        double all = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / all).toArray();
    }

    /** The distribution of the whole fall in so many periods from now. */
    public Distribution in(int periods) {
        double[] jumps = new double[MOST_JUMPS];
        int count = 1;
        for (int i = 0; i < GRID; i++) {
            double growth = Math.pow(1 + periods / age, exponent(i)) - 1;
            double probability = exponentWeights[i] * Math.pow(1 + growth, -known);
            double again = growth / (1 + growth);
            for (int n = 0; n < MOST_JUMPS && (n == 0 || probability > NOTHING); n++) {
                jumps[n] += probability;
                probability *= again * (n + known) / (n + 1);
                count = Math.max(count, n + 1);
            }
        }
        return new Distribution(Arrays.copyOf(jumps, count));
    }

    /** Of a fall: zero with some probability, else anything above. */
    public final class Distribution {
        private final double[] jumps;

        private Distribution(double[] jumps) {
            this.jumps = jumps;
        }

        /** The probability of no fall at all. */
        public double none() {
            return jumps[0];
        }

        /** The probability of a fall of at most {@code x}, zero or more. */
        public double atMost(double x) {
            double probability = jumps[0];
            for (int c = 0; c < GRID; c++) {
                probability += sumWeights[c] * some(x / (x + sums[c]));
            }
            return probability;
        }

        /** By the recurrence of the incomplete beta function in its first parameter. */
        private double some(double share) {
            double rest = Math.pow(1 - share, known);
            double beta = 1 - rest;
            double step = rest * known * share;
            double probability = 0;
            for (int n = 1; n < jumps.length; n++) {
                probability += jumps[n] * Math.max(0, beta);
                beta -= step;
                step *= share * (n + known) / (n + 1);
            }
            return probability;
        }

        /** The least fall that is not exceeded with that probability. */
        public double quantile(double probability) {
            if (none() >= probability) {
                return 0;
            }
            double high = 1;
            for (int i = 0; i < HALVINGS && atMost(high) < probability; i++) {
                high *= 2;
            }
            double low = 0;
            for (int i = 0; i < HALVINGS; i++) {
                double middle = (low + high) / 2;
                if (atMost(middle) < probability) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return high;
        }

        /**
         * Falls that hold the coming one with that probability: equal tails, or all the rest above
         * when no fall alone is likelier than a tail.
         */
        public Interval interval(double level) {
            double tail = (1 - level) / 2;
            return none() > tail
                    ? new Interval(0, quantile(level))
                    : new Interval(quantile(tail), quantile(1 - tail));
        }
    }
}

package dev.undercut.economics.task;

import dev.undercut.economics.Check;

/** How often one try solves a task. */
public sealed interface SolveRate {
    /** The chance that one try solves a task drawn by chance. */
    double mean();

    /** The chance that at least one of {@code tries} does. */
    double anyOf(int tries);

    /** The tries it takes on average when one stops at the first right answer, at most so many. */
    double triesUntilSolved(int most);

    /** The logarithm of the chance that exactly {@code right} of {@code tries} are right. */
    double logExactly(int right, int tries);

    /** That chance for one more right try, over that for {@code right}. */
    double oneMore(int right, int tries);

    /** The chance that exactly {@code right} of {@code tries} are right. */
    default double exactly(int right, int tries) {
        return Math.exp(logExactly(right, tries));
    }

    /**
     * The chance that more than half of an odd number of tries are right, where wrong ones agree:
     * {@code sum over k > N/2 of C(N,k) p^k (1-p)^(N-k)}. It falls with N if p &lt; 1/2.
     */
    default double majorityOf(int tries) {
        Check.within("samples", tries, 1, TestTimeCost.MOST_TRIES);
        if (mean() == 1) {
            return 1;
        }
        int least = tries / 2 + 1;
        double log = logExactly(least, tries);
        double sum = 0;
        for (int right = least; right <= tries; right++) {
            sum += Math.exp(log);
            log += Math.log(oneMore(right, tries));
        }
        return Math.min(1, sum);
    }

    /**
     * Every task is solved with the same chance, and tries are independent.
     *
     * @param p above 0, up to 1
     */
    record Fixed(double p) implements SolveRate {
        public Fixed {
            Check.positiveShare("solve-rate", p);
        }

        @Override
        public double mean() {
            return p;
        }

        @Override
        public double anyOf(int tries) {
            return -Math.expm1(tries * Math.log1p(-p));
        }

        @Override
        public double triesUntilSolved(int most) {
            return anyOf(most) / p;
        }

        @Override
        public double logExactly(int right, int tries) {
            if (p == 1) {
                return right == tries ? 0 : Double.NEGATIVE_INFINITY;
            }
            return logChoose(tries, right) + right * Math.log(p) + (tries - right) * Math.log1p(-p);
        }

        @Override
        public double oneMore(int right, int tries) {
            return (double) (tries - right) / (right + 1) * p / (1 - p);
        }
    }

    /**
     * Tasks differ: the chance is Beta(a, b) over them, so that tries at one task go together. At
     * least one of N: {@code 1 - B(a, b + N) / B(a, b)}, which creeps where independent tries would
     * soon reach 1.
     *
     * @param a above 0
     * @param b above 0
     */
    record Spread(double a, double b) implements SolveRate {
        public Spread {
            Check.positive("a", a);
            Check.positive("b", b);
        }

        /**
         * By its mean.
         *
         * @param mean above 0, below 1
         * @param concentration a + b: the smaller, the more are tasks either easy or hopeless
         */
        public static Spread of(double mean, double concentration) {
            Check.positive("concentration", concentration);
            Check.positiveShare("solve-rate", mean);
            Check.shareBelowOne("solve-rate", mean);
            return new Spread(mean * concentration, (1 - mean) * concentration);
        }

        @Override
        public double mean() {
            return a / (a + b);
        }

        /** B(a, b + tries) / B(a, b). */
        private double noneOf(int tries) {
            double none = 1;
            for (int i = 0; i < tries; i++) {
                none *= (b + i) / (a + b + i);
            }
            return none;
        }

        @Override
        public double anyOf(int tries) {
            return 1 - noneOf(tries);
        }

        @Override
        public double triesUntilSolved(int most) {
            double sum = 0;
            double none = 1;
            for (int i = 0; i < most; i++) {
                sum += none;
                none *= (b + i) / (a + b + i);
            }
            return sum;
        }

        @Override
        public double logExactly(int right, int tries) {
            double log = logChoose(tries, right);
            for (int i = 0; i < right; i++) {
                log += Math.log(a + i);
            }
            for (int i = 0; i < tries - right; i++) {
                log += Math.log(b + i);
            }
            for (int i = 0; i < tries; i++) {
                log -= Math.log(a + b + i);
            }
            return log;
        }

        @Override
        public double oneMore(int right, int tries) {
            return (double) (tries - right) / (right + 1) * (a + right) / (b + tries - right - 1);
        }
    }

    private static double logChoose(int n, int k) {
        double log = 0;
        for (int i = 1; i <= Math.min(k, n - k); i++) {
            log += Math.log(n - i + 1.0) - Math.log(i);
        }
        return log;
    }
}

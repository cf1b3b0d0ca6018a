package dev.undercut.economics.task;

import dev.undercut.economics.Check;
import dev.undercut.economics.ImpossibleInputException;

/** What a task costs, and how often it is solved, when a model may try more than once. */
public final class TestTimeCost {
    /** More tries than this are not computed. */
    public static final int MOST_TRIES = 10_000;

    private TestTimeCost() {}

    /** One try. */
    public static TaskOutcome single(SolveRate rate, double tryUsd) {
        return new TaskOutcome(rate.mean(), 1, Check.notNegative("try-usd", tryUsd));
    }

    /** So many tries at once, and a verifier that finds the right one if there is one. */
    public static TaskOutcome bestOf(SolveRate rate, int tries, double tryUsd) {
        return new TaskOutcome(rate.anyOf(tries(tries)), tries, tries * tryUsd);
    }

    /**
     * One try after another until the verifier is content, at most so many. With a rate that is the
     * same for all tasks, a solved one costs {@code c / p} exactly, whatever the limit.
     */
    public static TaskOutcome untilSolved(SolveRate rate, int most, double tryUsd) {
        double calls = rate.triesUntilSolved(tries(most));
        return new TaskOutcome(rate.anyOf(most), calls, calls * tryUsd);
    }

    /** So many tries at once, and the answer that most of them give; wrong answers agree. */
    public static TaskOutcome majority(SolveRate rate, int tries, double tryUsd) {
        if (tries(tries) % 2 == 0) {
            throw new ImpossibleInputException(
                    "samples",
                    "an even number of votes can tie, got " + tries,
                    (tries - 1) + " or " + (tries + 1));
        }
        return new TaskOutcome(rate.majorityOf(tries), tries, tries * tryUsd);
    }

    /**
     * A judge that errs.
     *
     * @param truePositive the share of right answers that it accepts
     * @param falsePositive the share of wrong answers that it accepts
     * @param judgeUsd for each answer it looks at
     */
    public record Judge(double truePositive, double falsePositive, double judgeUsd) {
        public Judge {
            Check.share("judge-true-positive", truePositive);
            Check.share("judge-false-positive", falsePositive);
            Check.notNegative("judge-usd", judgeUsd);
        }

        /** The share of answers that it accepts. */
        public double accepts(double p) {
            return p * truePositive + (1 - p) * falsePositive;
        }

        /** The share of accepted answers that are right: {@code p s / (p s + (1 - p) f)}. */
        public double precision(double p) {
            return accepts(p) == 0 ? 0 : p * truePositive / accepts(p);
        }
    }

    /**
     * One try after another until a judge accepts, at most so many; the last one is given when it
     * accepts none. For one solve rate of all tasks.
     *
     * @param p chance that one try is right
     */
    public static TaskOutcome judged(double p, Judge judge, int most, double tryUsd) {
        Check.positiveShare("solve-rate", p);
        double accepts = judge.accepts(p);
        double none = Math.pow(1 - accepts, tries(most));
        double calls = accepts == 0 ? most : (1 - none) / accepts;
        double rightAmongRejected =
                accepts == 1 ? 0 : p * (1 - judge.truePositive()) / (1 - accepts);
        double solved = (1 - none) * judge.precision(p) + none * rightAmongRejected;
        return new TaskOutcome(solved, calls, calls * (tryUsd + judge.judgeUsd()));
    }

    /**
     * A small model first, and a big one where a judge rejects its answer: {@code c_small + c_judge
     * + P(reject) * c_big}.
     *
     * @param smallRate chance that the small model is right
     * @param bigRate chance that the big one is, on any task
     */
    public static TaskOutcome cascade(
            double smallRate, double smallUsd, Judge judge, double bigRate, double bigUsd) {
        Check.positiveShare("solve-rate", smallRate);
        Check.positiveShare("big-solve-rate", bigRate);
        double rejects = 1 - judge.accepts(smallRate);
        return new TaskOutcome(
                smallRate * judge.truePositive() + rejects * bigRate,
                1 + rejects,
                smallUsd + judge.judgeUsd() + rejects * bigUsd);
    }

    /**
     * Whether a cascade is cheaper than the big model alone: {@code small + judge < accept * big}.
     */
    public static boolean cascadePays(
            double smallUsd, double judgeUsd, double acceptShare, double bigUsd) {
        return smallUsd + judgeUsd < acceptShare * bigUsd;
    }

    /**
     * The chance that at least one of k tries is right, from n of which c were: {@code 1 - C(n-c,k)
     * / C(n,k)}, without bias.
     *
     * <p>Source: Chen et al., "Evaluating large language models trained on code" (2021).
     */
    public static double passAtK(int n, int c, int k) {
        Check.within("samples", n, 1, MOST_TRIES);
        Check.within("right", c, 0, n);
        Check.within("k", k, 1, n);
        double none = 1;
        for (int i = n - c + 1; i <= n; i++) {
            none *= Math.max(0, 1 - (double) k / i);
        }
        return 1 - none;
    }

    private static int tries(int tries) {
        return (int) Check.within("samples", tries, 1, MOST_TRIES);
    }
}

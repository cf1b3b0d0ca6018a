package dev.undercut.economics.scenario;

import dev.undercut.economics.plan.CostPath;
import dev.undercut.economics.task.SolveRate;
import dev.undercut.economics.task.TaskOutcome;
import dev.undercut.economics.task.TestTimeCost;
import java.util.ArrayList;
import java.util.List;

/**
 * When a strategy of test-time compute costs no more than a task may.
 *
 * @param strategy its name and number of tries: {@code best-64}
 * @param outcome at today's prices
 * @param reached when its cost has fallen to the budget
 */
public record Affordable(String strategy, TaskOutcome outcome, CostPath.Reached reached) {
    private static final int[] TRIES = {4, 16, 64, 256, 1024};
    private static final int[] VOTES = {5, 17, 65};
    private static final double A_HALF = 0.5;

    /**
     * The usual strategies; votes only where a try is right more often than not, since elsewhere
     * they make it worse.
     *
     * @param rate of one try
     * @param tryUsd what a try costs today
     * @param budgetUsd what a task may cost
     * @param path of the cost of a try
     */
    public static List<Affordable> of(
            SolveRate rate, double tryUsd, double budgetUsd, CostPath path) {
        List<Affordable> all = new ArrayList<>();
        all.add(of("single", TestTimeCost.single(rate, tryUsd), budgetUsd, path));
        for (int votes : rate.mean() > A_HALF ? VOTES : new int[0]) {
            all.add(
                    of(
                            "vote-" + votes,
                            TestTimeCost.majority(rate, votes, tryUsd),
                            budgetUsd,
                            path));
        }
        for (int tries : TRIES) {
            all.add(of("best-" + tries, TestTimeCost.bestOf(rate, tries, tryUsd), budgetUsd, path));
        }
        return all;
    }

    private static Affordable of(
            String strategy, TaskOutcome outcome, double budgetUsd, CostPath path) {
        return new Affordable(strategy, outcome, path.reaches(outcome.costUsd(), budgetUsd));
    }
}

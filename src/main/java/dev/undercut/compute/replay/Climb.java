package dev.undercut.compute.replay;

import dev.undercut.compute.Outcome;
import dev.undercut.compute.Search;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import dev.undercut.compute.search.Searches;
import java.util.List;

/**
 * Monte Carlo tree search, the one of {@code compute.search}, over recorded samples: whatever it
 * asks, a fresh answer or a better one, it is told the next sample. Recorded samples were not made
 * better by feedback, so that this shows the search's thrift and not what refining adds.
 */
final class Climb {
    /** What leads a search: treequest's defaults. */
    private static final double EXPLORATION = Math.sqrt(2);

    private static final int PER_ACTION = 2;

    private Climb() {}

    /** What a sample is worth to the search. */
    @FunctionalInterface
    interface Verdict {
        Outcome.Answered of(Sample sample);
    }

    /**
     * What a search came to.
     *
     * @param right whether it chose a right answer
     * @param calls it took
     */
    record Summit(boolean right, int calls) {}

    /**
     * Searches one question.
     *
     * @param samples answers in the order in which the model gives them
     * @param n at most so many calls, at most as many as there are samples
     */
    static Summit of(List<Sample> samples, int n, Verdict verdict, long seed) {
        Strategy.Mcts strategy = new Strategy.Mcts(n, 1, EXPLORATION, PER_ACTION);
        Search search = Searches.begin(strategy, seed);
        int calls = 0;
        while (search.decided().isEmpty() && calls < n) {
            List<Trial> trials = search.ask(1);
            if (trials.isEmpty()) {
                break;
            }
            search.tell(trials.getFirst().id(), verdict.of(samples.get(calls)));
            calls++;
        }
        boolean right =
                search.best()
                        .map(choice -> samples.get(choice.ranked().getFirst()).correct())
                        .orElse(false);
        return new Summit(right, calls);
    }
}

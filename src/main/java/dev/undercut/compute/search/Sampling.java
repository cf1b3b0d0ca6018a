package dev.undercut.compute.search;

import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Search.Progress;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import java.util.List;
import java.util.Optional;

/**
 * A. Repeated sampling with a checker (Brown et al., arXiv 2407.21787): draws a wave's number at a
 * time until one passes. If none does, the best score wins; of equal scores, and where there are
 * none, the answer with the most votes; then the earliest.
 */
final class Sampling implements Tactic {
    /** As in the search-and-learn recipes. */
    private static final double TEMPERATURE = 0.8;

    private final Strategy.BestOf strategy;
    private final int models;
    private final Candidates candidates = new Candidates();
    private int asked;
    private int told;
    private int passed = -1;

    Sampling(Strategy.BestOf strategy, int models) {
        this.strategy = strategy;
        this.models = models;
    }

    @Override
    public Optional<Trial> next(int id) {
        if (asked == strategy.n() || asked - told >= strategy.wave()) {
            return Optional.empty();
        }
        asked++;
        return Optional.of(Trial.solve(id, id % models, TEMPERATURE));
    }

    @Override
    public void told(Trial trial, Outcome outcome) {
        told++;
        if (outcome instanceof Outcome.Answered answer) {
            candidates.add(trial.id(), answer);
            if (Candidates.passed(answer)) {
                passed = trial.id();
            }
        }
    }

    @Override
    public Optional<Choice> decided() {
        if (passed >= 0) {
            return candidates.choose(candidates.byScore(), Choice.Reason.PASSED);
        }
        return told == strategy.n() ? best() : Optional.empty();
    }

    @Override
    public Optional<Choice> best() {
        List<Integer> ranked = candidates.scored() ? candidates.byScore() : candidates.byVotes();
        return candidates.choose(ranked, Choice.Reason.EXHAUSTED);
    }

    @Override
    public Progress progress(int tellings) {
        return candidates.progress(tellings, strategy.n());
    }
}

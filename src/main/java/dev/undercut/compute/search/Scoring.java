package dev.undercut.compute.search;

import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Search.Progress;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import java.util.List;
import java.util.Optional;

/**
 * D. The best score, or the answer with the largest sum of scores. Where no verifier scored any,
 * the answer with the most votes.
 *
 * <p>By best score a full score ends it: later ones can at most equal it, and of equal ones the
 * earliest wins.
 */
final class Scoring implements Tactic {
    private static final double TEMPERATURE = 0.7;

    private final Strategy.Score strategy;
    private final int models;
    private final Candidates candidates = new Candidates();
    private final FullScore full = new FullScore();
    private int asked;

    Scoring(Strategy.Score strategy, int models) {
        this.strategy = strategy;
        this.models = models;
    }

    @Override
    public Optional<Trial> next(int id) {
        if (asked == strategy.n() || (!strategy.weighted() && full.reached())) {
            return Optional.empty();
        }
        asked++;
        return Optional.of(Trial.solve(id, id % models, TEMPERATURE));
    }

    @Override
    public void told(Trial trial, Outcome outcome) {
        full.told(trial.id(), outcome);
        if (outcome instanceof Outcome.Answered answer) {
            candidates.add(trial.id(), answer);
        }
    }

    @Override
    public Optional<Choice> decided() {
        if (!strategy.weighted() && full.certain()) {
            return chosen(Choice.Reason.CERTAIN);
        }
        return full.tellings() == strategy.n() ? best() : Optional.empty();
    }

    @Override
    public Optional<Choice> best() {
        return chosen(Choice.Reason.EXHAUSTED);
    }

    private Optional<Choice> chosen(Choice.Reason reason) {
        List<Integer> ranked;
        if (!candidates.scored()) {
            ranked = candidates.byVotes();
        } else if (strategy.weighted()) {
            ranked = candidates.byWeight();
        } else {
            ranked = full.ranked(candidates);
        }
        return candidates.choose(ranked, reason);
    }

    @Override
    public List<Integer> needless() {
        return strategy.weighted() ? List.of() : full.needless(asked);
    }

    @Override
    public Progress progress(int tellings) {
        return candidates.progress(tellings, strategy.n());
    }
}

package dev.undercut.compute.search;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Outcome.Answered;
import dev.undercut.compute.Search.Progress;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import dev.undercut.compute.stat.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * F. Mixture of models (Wang et al., arXiv 2406.04692): layers of proposers, each but the first
 * seeing what the layer before answered, and an aggregator who writes the answer. Who fails is left
 * out; where a whole layer fails the next goes by the last that did not.
 */
final class Mixing implements Tactic {
    private static final double TEMPERATURE = 0.7;

    private final Strategy.Mix strategy;
    private final Candidates candidates = new Candidates();
    private List<Integer> references = List.of();
    private List<Integer> answers = new ArrayList<>();
    private int layer;
    private int asked;
    private int told;
    private int written = -1;
    private boolean over;

    Mixing(Strategy.Mix strategy) {
        this.strategy = strategy;
    }

    @Override
    public Optional<Trial> next(int id) {
        if (asked == width()) {
            return Optional.empty();
        }
        int model = last() ? strategy.aggregator() : asked;
        asked++;
        int parent = references.isEmpty() ? -1 : references.getFirst();
        return Optional.of(new Trial(id, parent, model, ask(), TEMPERATURE, last()));
    }

    private Ask ask() {
        return references.isEmpty()
                ? new Ask.Solve()
                : new Ask.Fuse(references.stream().map(t -> candidates.at(t).text()).toList());
    }

    private boolean last() {
        return layer == strategy.layers();
    }

    private int width() {
        return last() ? 1 : strategy.proposers();
    }

    @Override
    public void told(Trial trial, Outcome outcome) {
        told++;
        if (outcome instanceof Answered answer) {
            candidates.add(trial.id(), answer);
            answers.add(trial.id());
        }
        if (last()) {
            written = answers.isEmpty() ? -1 : trial.id();
            over = true;
        } else if (told == width()) {
            climb();
        }
    }

    private void climb() {
        if (!answers.isEmpty()) {
            references = answers.stream().sorted().toList();
        }
        answers = new ArrayList<>();
        layer++;
        asked = 0;
        told = 0;
    }

    @Override
    public Optional<Choice> decided() {
        return over ? best() : Optional.empty();
    }

    /** The aggregator's answer; without it, the last layer's by votes. */
    @Override
    public Optional<Choice> best() {
        List<Integer> ranked = new ArrayList<>();
        if (written >= 0) {
            ranked.add(written);
        }
        List<Integer> latest = last() || answers.isEmpty() ? references : answers;
        Tally votes = new Tally();
        latest.forEach(trial -> votes.add(trial, candidates.at(trial).answer()));
        ranked.addAll(votes.ranked());
        ranked.addAll(latest);
        return candidates.choose(ranked.stream().distinct().toList(), Choice.Reason.EXHAUSTED);
    }

    @Override
    public Progress progress(int tellings) {
        return candidates.progress(tellings, strategy.n());
    }
}

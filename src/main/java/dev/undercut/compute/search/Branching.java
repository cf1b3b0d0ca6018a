package dev.undercut.compute.search;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Chance;
import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Outcome.Answered;
import dev.undercut.compute.Search.Progress;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import dev.undercut.compute.stat.Belief;
import dev.undercut.compute.stat.BetaBelief;
import dev.undercut.compute.stat.NormalBelief;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * J. AB-MCTS-A, adaptive branching Monte Carlo tree search with node aggregation (Inoue et al.,
 * arXiv 2503.04412): at each node Thompson sampling decides between a new answer and going on below
 * one that is there, so that the tree grows wide or deep as the scores tell. Which model answers is
 * drawn the same way from all its scores in the tree. The best-scored answer wins.
 *
 * <p>A model that fails to answer scores 0 as a model; the tree learns nothing from it.
 */
final class Branching implements Tactic {
    private static final double TEMPERATURE = 0.7;

    /** With more at once, drawn from the same beliefs, the tree gets too wide (TreeQuest). */
    private static final int AT_ONCE = 5;

    private final Strategy.AbMcts strategy;
    private final long seed;
    private final Branch root;
    private final List<Belief> models = new ArrayList<>();
    private final Map<Integer, Branch> underWay = new HashMap<>();
    private final Candidates candidates = new Candidates();
    private final FullScore full = new FullScore();
    private int asked;

    Branching(Strategy.AbMcts strategy, long seed) {
        this.strategy = strategy;
        this.seed = seed;
        this.root = Branch.root(this::prior);
        for (int i = 0; i < strategy.models(); i++) {
            models.add(prior());
        }
    }

    private Belief prior() {
        return switch (strategy.posterior()) {
            case GAUSSIAN -> new NormalBelief();
            case BETA -> new BetaBelief();
        };
    }

    @Override
    public Optional<Trial> next(int id) {
        if (asked == strategy.n() || full.reached() || underWay.size() == AT_ONCE) {
            return Optional.empty();
        }
        asked++;
        RandomGenerator chance = Chance.of(seed, id);
        Branch branch = root.draw(chance);
        int model = model(chance);
        underWay.put(id, branch);
        Answered answer = branch.answer();
        Ask ask =
                answer == null ? new Ask.Solve() : new Ask.Refine(answer.text(), answer.feedback());
        return Optional.of(new Trial(id, branch.trial(), model, ask, TEMPERATURE, false));
    }

    private int model(RandomGenerator chance) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < models.size() && models.size() > 1; i++) {
            double drawn = models.get(i).draw(chance);
            if (drawn > highest) {
                best = i;
                highest = drawn;
            }
        }
        return best;
    }

    @Override
    public void told(Trial trial, Outcome outcome) {
        full.told(trial.id(), outcome);
        Branch branch = Objects.requireNonNull(underWay.remove(trial.id()));
        switch (outcome) {
            case Outcome.Failed(Outcome.Reason reason) -> {
                if (itsFault(reason)) {
                    models.get(trial.model()).observe(0);
                }
            }
            case Answered answer -> {
                models.get(trial.model()).observe(Candidates.worthOrNothing(answer));
                candidates.add(trial.id(), answer);
                branch.answered(trial.id(), answer);
            }
        }
    }

    private static boolean itsFault(Outcome.Reason reason) {
        return switch (reason) {
            case ERROR, TRUNCATED, DECLINED -> true;
            case UNREADABLE, UNAFFORDABLE, CANCELLED -> false;
        };
    }

    @Override
    public Optional<Choice> decided() {
        return full.decided(candidates, strategy.n());
    }

    @Override
    public Optional<Choice> best() {
        return full.best(candidates);
    }

    @Override
    public List<Integer> needless() {
        return full.needless(asked);
    }

    @Override
    public Progress progress(int tellings) {
        return candidates.progress(tellings, strategy.n());
    }
}

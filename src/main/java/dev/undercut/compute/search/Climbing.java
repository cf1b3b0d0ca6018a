package dev.undercut.compute.search;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Outcome.Answered;
import dev.undercut.compute.Search.Progress;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * I. Monte Carlo tree search over whole answers: a node is an answer, its children are better ones
 * asked of it. Goes down by UCT to a leaf, expands it so many times for each model, and takes every
 * score up to the root. Trials under way count as visits without a score (virtual loss), so that
 * several at once spread out. The best-scored answer wins, not the most visited one.
 *
 * <p>Of TreeQuest's standard search this differs in one number: there a new node counts its own
 * score twice.
 */
final class Climbing implements Tactic {
    private static final double TEMPERATURE = 0.7;

    private final Strategy.Mcts strategy;
    private final UctNode root = UctNode.root();
    private final Map<Integer, UctNode> underWay = new HashMap<>();
    private final Candidates candidates = new Candidates();
    private final FullScore full = new FullScore();
    private UctNode expanding = root;
    private int expansions;
    private int asked;

    Climbing(Strategy.Mcts strategy) {
        this.strategy = strategy;
    }

    @Override
    public Optional<Trial> next(int id) {
        if (asked == strategy.n() || full.reached() || !select()) {
            return Optional.empty();
        }
        int model = expansions++ % strategy.models();
        asked++;
        expanding.started();
        underWay.put(id, expanding);
        Answered answer = expanding.answer();
        Ask ask =
                answer == null ? new Ask.Solve() : new Ask.Refine(answer.text(), answer.feedback());
        return Optional.of(new Trial(id, expanding.trial(), model, ask, TEMPERATURE, false));
    }

    /** Sees to a node being expanded; false when one has to be waited for. */
    private boolean select() {
        boolean done = expansions == strategy.models() * strategy.perAction();
        if (expanding.expanded() && !done) {
            return true;
        }
        if (!root.open() && !underWay.isEmpty()) {
            return false;
        }
        // Where all answers failed nothing is left to refine: the question is asked again.
        UctNode node = root;
        while (node.expanded() && root.open()) {
            node = node.best(strategy.exploration());
        }
        node.expand();
        expanding = node;
        expansions = 0;
        return true;
    }

    @Override
    public void told(Trial trial, Outcome outcome) {
        full.told(trial.id(), outcome);
        UctNode parent = Objects.requireNonNull(underWay.remove(trial.id()));
        switch (outcome) {
            case Outcome.Failed failed -> parent.failed();
            case Answered answer -> {
                candidates.add(trial.id(), answer);
                parent.answered(trial.id(), answer);
            }
        }
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

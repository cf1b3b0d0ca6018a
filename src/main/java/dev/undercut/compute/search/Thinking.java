package dev.undercut.compute.search;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Outcome.Answered;
import dev.undercut.compute.Search.Progress;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * H. Tree of thoughts, breadth first (Yao et al., arXiv 2305.10601): each level proposes next steps
 * for every partial solution kept, has each valued by several votes and keeps the best.
 *
 * <p>Steps are no answer yet. At the end the best partial solution is written out as one; a further
 * one only when a checker refuses that or nothing came of it.
 */
final class Thinking implements Tactic {
    /** As in the paper's logs. */
    private static final double TEMPERATURE = 0.7;

    private static final String FINISH =
            "These are steps towards the answer. Write the whole answer that follows from them.";

    private final Strategy.Tree strategy;
    private final Candidates candidates = new Candidates();
    private final Agenda<Purpose> agenda = new Agenda<>();

    /** What the thoughts kept propose next, by their rank. */
    private final Map<Integer, List<Thought>> proposed = new LinkedHashMap<>();

    private List<Thought> kept = List.of(new Thought("", -1));
    private int level;
    private int finishing;
    private boolean over;

    /** What a trial is for. */
    private sealed interface Purpose {
        record Propose(int rank) implements Purpose {}

        record Value(Thought thought) implements Purpose {}

        record Finish() implements Purpose {}
    }

    Thinking(Strategy.Tree strategy) {
        this.strategy = strategy;
        propose();
    }

    private void propose() {
        proposed.clear();
        for (int rank = 0; rank < kept.size(); rank++) {
            Thought thought = kept.get(rank);
            Ask ask = new Ask.Propose(thought.text(), strategy.children());
            put(new Purpose.Propose(rank), thought.proposal(), ask);
        }
    }

    private void put(Purpose purpose, int parent, Ask ask) {
        agenda.add(new Agenda.Item<>(purpose, parent, 0, ask, TEMPERATURE));
    }

    @Override
    public Optional<Trial> next(int id) {
        return agenda.next(id);
    }

    @Override
    public void told(Trial trial, Outcome outcome) {
        switch (agenda.done(trial.id())) {
            case Purpose.Propose(int rank) -> grow(rank, trial.id(), outcome);
            case Purpose.Value(Thought thought) -> thought.vote(outcome);
            case Purpose.Finish() -> finished(trial.id(), outcome);
        }
        if (agenda.isEmpty() && !over && finishing == 0) {
            select();
        }
    }

    private void grow(int rank, int trial, Outcome outcome) {
        if (!(outcome instanceof Answered answered)) {
            return;
        }
        String before = kept.get(rank).text();
        List<Thought> children =
                answered.text()
                        .lines()
                        .map(String::strip)
                        .filter(step -> !step.isEmpty())
                        .distinct()
                        .limit(strategy.children())
                        .map(step -> before.isEmpty() ? step : before + "\n" + step)
                        .map(text -> new Thought(text, trial))
                        .toList();
        proposed.put(rank, children);
        for (Thought child : children) {
            for (int i = 0; i < strategy.values(); i++) {
                put(new Purpose.Value(child), trial, new Ask.Value(child.text()));
            }
        }
    }

    /** Keeps the best of a level, in the order of their parents and steps, and goes on. */
    private void select() {
        List<Thought> all = new ArrayList<>();
        for (int rank = 0; rank < kept.size(); rank++) {
            all.addAll(proposed.getOrDefault(rank, List.of()));
        }
        if (!all.isEmpty()) {
            kept =
                    Beam.keep(all.stream().map(Thought::value).toList(), strategy.breadth())
                            .stream()
                            .map(all::get)
                            .toList();
        }
        level++;
        if (all.isEmpty() || level == strategy.depth()) {
            finish();
        } else {
            propose();
        }
    }

    /** Writes the next best partial solution out; where there is none, answers straight away. */
    private void finish() {
        Thought thought = kept.get(finishing);
        finishing++;
        Ask ask =
                thought.text().isEmpty() ? new Ask.Solve() : new Ask.Refine(thought.text(), FINISH);
        put(new Purpose.Finish(), thought.proposal(), ask);
    }

    private void finished(int trial, Outcome outcome) {
        if (outcome instanceof Answered answer) {
            candidates.add(trial, answer);
            over = !Boolean.FALSE.equals(answer.passed());
        }
        if (!over && finishing < kept.size()) {
            finish();
        } else {
            over = true;
        }
    }

    @Override
    public Optional<Choice> decided() {
        return over ? best() : Optional.empty();
    }

    @Override
    public Optional<Choice> best() {
        List<Integer> ranked = candidates.byScore();
        boolean passed = !ranked.isEmpty() && Candidates.passed(candidates.at(ranked.getFirst()));
        return candidates.choose(ranked, passed ? Choice.Reason.PASSED : Choice.Reason.EXHAUSTED);
    }

    @Override
    public Progress progress(int tellings) {
        long each = 1 + (long) strategy.children() * strategy.values();
        long most = strategy.n() * each + strategy.breadth();
        return new Progress(tellings, Math.clamp(most, 0, Integer.MAX_VALUE), null, null);
    }
}

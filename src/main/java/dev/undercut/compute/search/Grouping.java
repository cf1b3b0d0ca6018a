package dev.undercut.compute.search;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Outcome.Answered;
import dev.undercut.compute.Search.Progress;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import dev.undercut.compute.stat.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * CodeT (Chen et al., arXiv 2207.10397): programs and tests are written at once, each program is
 * run against each test, and those that pass the same tests are one group, worth sqrt(size) times
 * the tests passed. The first program of the best group wins. Without tests, or where nothing could
 * be run, the answer with the most votes.
 */
final class Grouping implements Tactic {
    /** As in the paper. */
    private static final double TEMPERATURE = 0.8;

    private final Strategy.CodeT strategy;
    private final Candidates candidates = new Candidates();
    private final Groups groups = new Groups();
    private final Agenda<Purpose> agenda = new Agenda<>();
    private @Nullable List<String> tests;
    private int grouped;
    private boolean over;

    /** What a trial is for. */
    private sealed interface Purpose {
        record Tests() implements Purpose {}

        record Program() implements Purpose {}

        record Run(int program) implements Purpose {}
    }

    Grouping(Strategy.CodeT strategy, int models) {
        this.strategy = strategy;
        Ask write = new Ask.WriteTests(strategy.tests());
        agenda.add(new Agenda.Item<>(new Purpose.Tests(), -1, 0, write, TEMPERATURE));
        for (int i = 0; i < strategy.n(); i++) {
            Ask solve = new Ask.Solve();
            agenda.add(
                    new Agenda.Item<>(new Purpose.Program(), -1, i % models, solve, TEMPERATURE));
        }
    }

    @Override
    public Optional<Trial> next(int id) {
        return agenda.next(id);
    }

    @Override
    public void told(Trial trial, Outcome outcome) {
        switch (agenda.done(trial.id())) {
            case Purpose.Tests() -> written(outcome);
            case Purpose.Program() -> programmed(trial.id(), outcome);
            case Purpose.Run(int program) -> ran(program, outcome);
        }
        over = agenda.isEmpty();
    }

    private void written(Outcome outcome) {
        List<String> found = new ArrayList<>();
        if (outcome instanceof Answered answer) {
            answer.text()
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .distinct()
                    .limit(strategy.tests())
                    .forEach(found::add);
        }
        tests = found;
        candidates.trials().forEach(this::run);
    }

    private void programmed(int trial, Outcome outcome) {
        if (outcome instanceof Answered answer) {
            candidates.add(trial, answer);
            run(trial);
        }
    }

    private void run(int program) {
        if (tests != null && !tests.isEmpty()) {
            Ask ask = new Ask.Execute(candidates.at(program).text(), tests);
            agenda.add(new Agenda.Item<>(new Purpose.Run(program), program, -1, ask, null));
        }
    }

    private void ran(int program, Outcome outcome) {
        if (outcome instanceof Answered answer && answer.behaviour() != null) {
            groups.add(program, answer.behaviour());
            grouped++;
        }
    }

    @Override
    public Optional<Choice> decided() {
        return over ? best() : Optional.empty();
    }

    @Override
    public Optional<Choice> best() {
        List<Groups.Group> best = groups.ranked(Groups.Measure.CODET);
        if (best.isEmpty() || tests == null) {
            return candidates.choose(candidates.byVotes(), Choice.Reason.EXHAUSTED);
        }
        List<Integer> ranked = new ArrayList<>(best.stream().map(Groups.Group::first).toList());
        best.forEach(group -> ranked.addAll(group.members()));
        ranked.addAll(candidates.byVotes());
        Groups.Group first = best.getFirst();
        return Optional.of(
                new Choice(
                        ranked.stream().distinct().toList(),
                        Choice.Reason.EXHAUSTED,
                        (double) first.size() / grouped,
                        (double) first.passed() / tests.size()));
    }

    @Override
    public Progress progress(int tellings) {
        return candidates.progress(tellings, 1 + 2 * strategy.n());
    }
}

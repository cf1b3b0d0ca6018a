package dev.undercut.compute.search;

import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Outcome.Answered;
import dev.undercut.compute.Search.Progress;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * G. Cascade (after Chen et al., FrugalGPT, arXiv 2305.05176): the cheapest models at once; their
 * answer is accepted when all agree, a checker passes one or one scores enough, else one further
 * model at a time is asked, and accepted also when it says what an earlier one said. An answer that
 * a checker refused is in no agreement. At the end of the line the best-scored answer wins, and
 * where none was scored the dearest model's.
 */
final class Cascading implements Tactic {
    private final Strategy.Cascade strategy;
    private final int first;
    private final Candidates candidates = new Candidates();
    private int asked;
    private int told;
    private @Nullable Integer accepted;
    private Choice.Reason reason = Choice.Reason.EXHAUSTED;

    Cascading(Strategy.Cascade strategy) {
        this.strategy = strategy;
        this.first = Math.min(strategy.first(), strategy.models());
    }

    @Override
    public Optional<Trial> next(int id) {
        boolean waits = asked >= first && told < asked;
        if (asked == strategy.models() || waits) {
            return Optional.empty();
        }
        return Optional.of(Trial.solve(id, asked++, null));
    }

    @Override
    public void told(Trial trial, Outcome outcome) {
        told++;
        if (outcome instanceof Answered answer) {
            candidates.add(trial.id(), answer);
            if (Candidates.passed(answer) || enough(answer)) {
                accept(trial.id(), Choice.Reason.PASSED);
                return;
            }
        }
        if (told == first) {
            agreed();
        } else if (told > first && outcome instanceof Answered) {
            joined(trial.id());
        }
    }

    private boolean enough(Answered answer) {
        return answer.score() != null && answer.score() >= strategy.acceptAt() && !refused(answer);
    }

    private static boolean refused(Answered answer) {
        return Boolean.FALSE.equals(answer.passed());
    }

    /** Whether the first ones say the same: two at least, and none against. */
    private void agreed() {
        List<Integer> trials = candidates.trials();
        int leader = trials.isEmpty() ? -1 : trials.getFirst();
        if (trials.size() > 1 && trials.stream().allMatch(t -> same(leader, t))) {
            accept(leader, Choice.Reason.AGREED);
        }
    }

    private void joined(int trial) {
        for (int other : candidates.trials()) {
            if (other != trial && same(other, trial)) {
                accept(trial, Choice.Reason.AGREED);
                return;
            }
        }
    }

    private boolean same(int one, int other) {
        Answered a = candidates.at(one);
        Answered b = candidates.at(other);
        return a.answer() != null
                && !a.answer().isEmpty()
                && a.answer().equals(b.answer())
                && !refused(a)
                && !refused(b);
    }

    private void accept(int trial, Choice.Reason why) {
        accepted = trial;
        reason = why;
    }

    @Override
    public Optional<Choice> decided() {
        return accepted != null || told == strategy.models() ? best() : Optional.empty();
    }

    @Override
    public Optional<Choice> best() {
        List<Integer> ranked = new ArrayList<>();
        if (accepted != null) {
            ranked.add(accepted);
        }
        // Models were asked from cheap to dear, so that the last trial is the dearest's.
        ranked.addAll(candidates.scored() ? byScoreDearestFirst() : candidates.trials().reversed());
        return candidates.choose(ranked.stream().distinct().toList(), reason);
    }

    private List<Integer> byScoreDearestFirst() {
        return candidates.trials().reversed().stream()
                .sorted((a, b) -> Double.compare(candidates.standing(b), candidates.standing(a)))
                .toList();
    }

    @Override
    public Progress progress(int tellings) {
        return candidates.progress(tellings, strategy.models());
    }
}

package dev.undercut.compute.search;

import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Outcome.Answered;
import dev.undercut.compute.Search.Progress;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import dev.undercut.compute.stat.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Probes with a few samples, then spends on what their spread and the verifier allow (after Snell
 * et al., arXiv 2408.03314: which method is best depends on how hard the question is). The probe's
 * samples are the first ones of whatever follows.
 *
 * <ul>
 *   <li>one passes, or they agree: done;
 *   <li>they differ and a strong checker is there: sample until one passes;
 *   <li>a weak verifier: weigh votes by its scores, or take the best score where no answer can be
 *       told from the text;
 *   <li>none: vote until certain enough; where no answer can be told, a tournament judged by the
 *       last of the models.
 * </ul>
 */
final class Probing implements Tactic {
    /**
     * Choosing from more by a weak verifier gets worse: by generated tests, the best of 100
     * recorded CodeGen-16B programs a HumanEval task was right most often at about 4 to 8 samples
     * (23.8 and 23.7 %) and less at 100 (20.6 %). See docs/COMPUTE.md.
     */
    static final int WEAK_CAP = 8;

    /** Voting is flat from here: on recorded last-letters answers 82.2 % at 16, 82.7 % at 40. */
    static final int VOTE_CAP = 16;

    /** A tournament's price grows with its entrants and its judge is no stronger than weak. */
    static final int JUDGE_CAP = 8;

    private static final double TEMPERATURE = 0.7;
    private static final double CONFIDENCE = 0.95;
    private static final int COMPARISONS = 3;

    private final Strategy.Auto strategy;
    private final long seed;
    private final int size;
    private final TreeMap<Integer, Outcome> probe = new TreeMap<>();
    private final Candidates candidates = new Candidates();
    private int asked;
    private @Nullable Tactic then;
    private Choice.@Nullable Reason done;

    Probing(Strategy.Auto strategy, long seed) {
        this.strategy = strategy;
        this.seed = seed;
        this.size = Math.min(strategy.probe(), cap(strategy));
    }

    /** So many answers at most, for what the verifier is worth. */
    static int cap(Strategy.Auto strategy) {
        return switch (strategy.verifier()) {
            case STRONG -> strategy.n();
            case WEAK -> Math.min(strategy.n(), WEAK_CAP);
            case NONE -> Math.min(strategy.n(), VOTE_CAP);
        };
    }

    @Override
    public Optional<Trial> next(int id) {
        if (then != null) {
            return then.next(id);
        }
        if (asked == size) {
            return Optional.empty();
        }
        asked++;
        return Optional.of(Trial.solve(id, id % strategy.models(), TEMPERATURE));
    }

    @Override
    public void told(Trial trial, Outcome outcome) {
        if (then != null) {
            then.told(trial, outcome);
            return;
        }
        probe.put(trial.id(), outcome);
        if (outcome instanceof Answered answer) {
            candidates.add(trial.id(), answer);
            if (Candidates.passed(answer)) {
                done = Choice.Reason.PASSED;
                return;
            }
        }
        if (probe.size() == size) {
            goOn();
        }
    }

    private void goOn() {
        if (agreed()) {
            done = Choice.Reason.AGREED;
            return;
        }
        Tactic next = tactic();
        probe.forEach((id, outcome) -> {
            if (next.decided().isEmpty()) {
                next.told(next.next(id).orElseThrow(), outcome);
            }
        });
        then = next;
    }

    /**
     * More than half say the same, two at least, none says otherwise, and no checker refused it.
     */
    private boolean agreed() {
        Tally votes = candidates.votes();
        return votes.answers() == 1
                && votes.leading() >= 2
                && votes.leading() * 2 > size
                && candidates.trials().stream()
                        .noneMatch(t -> Boolean.FALSE.equals(candidates.at(t).passed()));
    }

    private Tactic tactic() {
        boolean extracted = candidates.votes().answers() > 0;
        int n = cap(strategy);
        return switch (strategy.verifier()) {
            case STRONG ->
                    new Sampling(new Strategy.BestOf(n, Math.min(n, size)), strategy.models());
            case WEAK -> new Scoring(new Strategy.Score(n, extracted), strategy.models());
            case NONE ->
                    extracted
                            ? new Voting(
                                    new Strategy.Vote(n, new Strategy.StopRule.Beta(CONFIDENCE)),
                                    strategy.models())
                            : tournament();
        };
    }

    private Tactic tournament() {
        return new Judging(tournament(strategy, size), strategy.models(), seed);
    }

    /** What open texts meet in after a probe of that size. */
    static Strategy.Tournament tournament(Strategy.Auto strategy, int size) {
        int n = Math.max(size, Math.min(strategy.n(), JUDGE_CAP));
        return new Strategy.Tournament(n, strategy.models() - 1, COMPARISONS, false);
    }

    @Override
    public Optional<Choice> decided() {
        return then != null || done != null ? chosen() : Optional.empty();
    }

    private Optional<Choice> chosen() {
        return done == null ? Objects.requireNonNull(then).decided() : best();
    }

    @Override
    public Optional<Choice> best() {
        if (then != null) {
            return then.best();
        }
        List<Integer> ranked = new ArrayList<>(candidates.byVotes());
        if (candidates.scored() && done != Choice.Reason.AGREED) {
            ranked = candidates.byScore();
        }
        return candidates.choose(ranked, done == null ? Choice.Reason.EXHAUSTED : done);
    }

    @Override
    public List<Integer> needless() {
        return then == null ? List.of() : then.needless();
    }

    @Override
    public Progress progress(int tellings) {
        return then == null
                ? candidates.progress(tellings, cap(strategy))
                : then.progress(tellings);
    }
}

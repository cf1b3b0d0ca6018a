package dev.undercut.compute.search;

import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Search.Progress;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import dev.undercut.compute.stat.BetaStop;
import dev.undercut.compute.stat.Tally;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * B and C. Self-consistency (Wang et al., arXiv 2203.11171): the answer that most samples give, of
 * equal ones the one that appears first. It ends when the stop rule says so, and in any case as
 * soon as no vote that is left could change the winner.
 *
 * <p>Never more are under way than the fewest further votes that could end it: with fewer it cannot
 * end, so that none of them is asked in vain.
 */
final class Voting implements Tactic {
    private static final double TEMPERATURE = 0.7;

    private final int n;
    private final int models;
    private final @Nullable BetaStop beta;
    private final @Nullable Windows windows;
    private final Candidates candidates = new Candidates();
    private final BitSet toldTrials = new BitSet();
    private int asked;
    private int told;

    Voting(Strategy.Vote strategy, int models) {
        this.n = strategy.n();
        this.models = models;
        this.beta =
                strategy.stop() instanceof Strategy.StopRule.Beta(double confidence)
                        ? new BetaStop(confidence)
                        : null;
        this.windows =
                strategy.stop() instanceof Strategy.StopRule.Window(int size)
                        ? new Windows(size, n)
                        : null;
    }

    @Override
    public Optional<Trial> next(int id) {
        if (asked == n || asked - told >= fewestToEnd()) {
            return Optional.empty();
        }
        asked++;
        return Optional.of(Trial.solve(id, id % models, TEMPERATURE));
    }

    /** The fewest further votes after which it could be over, all of them for the leader. */
    private int fewestToEnd() {
        Tally votes = candidates.votes();
        int leading = (int) votes.leading();
        int second = (int) votes.runningUp();
        // leading + m against second + left - m; at a tie the leader may still have come first.
        int fewest = Math.ceilDiv(n - told + second - leading, 2);
        if (beta != null) {
            fewest = Math.min(fewest, beta.needed(second) - leading);
        }
        if (windows != null) {
            fewest = Math.min(fewest, windows.missing());
        }
        return Math.max(1, fewest);
    }

    @Override
    public void told(Trial trial, Outcome outcome) {
        told++;
        toldTrials.set(trial.id());
        String answer = null;
        if (outcome instanceof Outcome.Answered answered) {
            candidates.add(trial.id(), answered);
            answer = answered.answer();
        }
        if (windows != null) {
            windows.told(trial.id(), answer);
        }
    }

    @Override
    public Optional<Choice> decided() {
        Tally votes = candidates.votes();
        if (windows != null && windows.unanimous() >= 0) {
            return candidates.choose(led(windows.unanimous()), Choice.Reason.AGREED);
        }
        if (beta != null
                && votes.leading() > 0
                && beta.met((int) votes.leading(), (int) votes.runningUp())) {
            return candidates.choose(candidates.byVotes(), Choice.Reason.AGREED);
        }
        if (told == n) {
            return best();
        }
        return certain()
                ? candidates.choose(candidates.byVotes(), Choice.Reason.CERTAIN)
                : Optional.empty();
    }

    /** Whether the leader wins whatever the votes that are left say. */
    private boolean certain() {
        Tally votes = candidates.votes();
        double reach = votes.runningUp() + n - told;
        if (votes.leading() != reach) {
            return votes.leading() > reach;
        }
        // At worst a tie: then it takes to have appeared first for good.
        int earliest = Math.min(votes.runnerUpAt(), toldTrials.nextClearBit(0));
        return votes.leaderAt() < earliest;
    }

    /** The ranking by votes, but led by a window's answer, whose first trial is given. */
    private List<Integer> led(int trial) {
        String answer = Objects.requireNonNull(candidates.at(trial).answer());
        List<Integer> ranked = new ArrayList<>(candidates.byVotes());
        ranked.removeIf(other -> answer.equals(candidates.at(other).answer()));
        ranked.addFirst(trial);
        return ranked;
    }

    @Override
    public Optional<Choice> best() {
        return candidates.choose(candidates.byVotes(), Choice.Reason.EXHAUSTED);
    }

    @Override
    public Progress progress(int tellings) {
        return candidates.progress(tellings, n);
    }
}

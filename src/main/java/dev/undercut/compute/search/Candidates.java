package dev.undercut.compute.search;

import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome.Answered;
import dev.undercut.compute.Search.Progress;
import dev.undercut.compute.stat.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The answers of a run so far, by trial, and the ways to rank them. */
final class Candidates {
    private final NavigableMap<Integer, Answered> answered = new TreeMap<>();
    private final Tally votes = new Tally();
    private boolean scored;

    void add(int trial, Answered answer) {
        answered.put(trial, answer);
        votes.add(trial, answer.answer());
        scored |= worth(answer) != null;
    }

    boolean isEmpty() {
        return answered.isEmpty();
    }

    Answered at(int trial) {
        return Objects.requireNonNull(answered.get(trial), "no answer came of that trial");
    }

    /** All trials that were answered, ascending. */
    List<Integer> trials() {
        return List.copyOf(answered.keySet());
    }

    /** One vote for each answer. */
    Tally votes() {
        return votes;
    }

    /** Whether a verifier had something to say of any of them. */
    boolean scored() {
        return scored;
    }

    /** A score, or what passing is worth where a checker gives none; null where unverified. */
    static @Nullable Double worth(Answered answer) {
        if (answer.score() != null || answer.passed() == null) {
            return answer.score();
        }
        return answer.passed() ? 1.0 : 0.0;
    }

    /** A worth for searches that cannot do without: what nobody vouched for is worth nothing. */
    static double worthOrNothing(Answered answer) {
        Double worth = worth(answer);
        return worth == null ? 0 : worth;
    }

    /** Whether a checker passed it. */
    static boolean passed(Answered answer) {
        return Boolean.TRUE.equals(answer.passed());
    }

    /**
     * The first trial of each answer, most votes first; those that abstained come last, and all in
     * their order where none voted.
     */
    List<Integer> byVotes() {
        return withAbstentions(votes.ranked(), votes);
    }

    /**
     * The best-scored trial of each answer, the largest sum of scores first. Sums are made in the
     * order of the trials, so that they do not depend on when each was told.
     */
    List<Integer> byWeight() {
        Tally weighted = new Tally();
        answered.forEach((trial, answer) -> {
            Double worth = worth(answer);
            if (worth != null) {
                weighted.add(trial, answer.answer(), worth);
            }
        });
        Map<String, Integer> best = new HashMap<>();
        for (int trial : byScore()) {
            String answer = at(trial).answer();
            if (answer != null) {
                best.putIfAbsent(answer, trial);
            }
        }
        List<Integer> ranked = new ArrayList<>();
        for (int first : weighted.ranked()) {
            ranked.add(Objects.requireNonNull(best.get(at(first).answer())));
        }
        return withAbstentions(ranked, weighted);
    }

    /**
     * All trials: passed ones first, then by score with unscored ones last, then by the votes for
     * their answers, then in their order.
     */
    List<Integer> byScore() {
        return answered.keySet().stream()
                .sorted(
                        Comparator.<Integer, Boolean>comparing(trial -> !passed(at(trial)))
                                .thenComparing(this::standing, Comparator.reverseOrder())
                                .thenComparing(this::support, Comparator.reverseOrder())
                                .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /**
     * Its score to rank it by; below all scores where unverified, and still lower where refused.
     */
    double standing(int trial) {
        Answered answer = at(trial);
        if (answer.score() != null || passed(answer)) {
            return worthOrNothing(answer);
        }
        return answer.passed() == null ? -1 : -2;
    }

    private int support(int trial) {
        return votes.votes(at(trial).answer());
    }

    private List<Integer> withAbstentions(List<Integer> voted, Tally counted) {
        List<Integer> ranked = new ArrayList<>(voted);
        answered.forEach((trial, answer) -> {
            if (counted.votes(answer.answer()) == 0) {
                ranked.add(trial);
            }
        });
        return ranked;
    }

    /** The choice of the first of these, or empty when there are none. */
    Optional<Choice> choose(List<Integer> ranked, Choice.Reason reason) {
        if (ranked.isEmpty()) {
            return Optional.empty();
        }
        Answered first = at(ranked.getFirst());
        return Optional.of(new Choice(ranked, reason, share(first.answer()), worth(first)));
    }

    private @Nullable Double share(@Nullable String answer) {
        return votes.total() == 0 ? null : votes.weight(answer) / votes.total();
    }

    /** How far a run is whose answers can be counted. */
    Progress progress(int told, int atMost) {
        String leader = votes.leader().orElse(null);
        return new Progress(told, atMost, share(leader), leader);
    }
}

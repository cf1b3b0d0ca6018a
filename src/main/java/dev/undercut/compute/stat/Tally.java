package dev.undercut.compute.stat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts votes for answers. The answer with the most weight leads; of equal ones, the one that
 * appears first, which is the one with the lowest position and not the one counted first. No
 * answer, or an empty one, abstains. Counting a vote and asking for the two leaders take constant
 * time. Not safe for use by several threads.
 */
public final class Tally {
    private final Map<String, Standing> standings = new HashMap<>();
    private @Nullable Standing first;
    private @Nullable Standing second;
    private double total;

    /** The tally of a list of answers, each with one vote, in their order. */
    public static Tally of(List<? extends @Nullable String> answers) {
        Tally tally = new Tally();
        for (int i = 0; i < answers.size(); i++) {
            tally.add(i, answers.get(i));
        }
        return tally;
    }

    /** Counts one vote of weight 1. */
    public void add(int position, @Nullable String answer) {
        add(position, answer, 1);
    }

    /**
     * Counts one vote.
     *
     * @param position where it stands among all votes; decides between equals
     * @param answer null or empty abstains
     * @param weight 0 or more
     * @throws IllegalArgumentException when the weight is negative or not a number
     */
    public void add(int position, @Nullable String answer, double weight) {
        if (!(weight >= 0)) {
            throw new IllegalArgumentException("a vote weighs 0 or more, not " + weight);
        }
        if (answer == null || answer.isEmpty()) {
            return;
        }
        Standing standing = standings.computeIfAbsent(answer, a -> new Standing(a, position));
        standing.count(position, weight);
        total += weight;
        promote(standing);
    }

    /** Standings only ever improve, so that the two leaders follow from the one that changed. */
    private void promote(Standing changed) {
        if (changed == first) {
            return;
        }
        if (first == null || changed.before(first)) {
            second = first;
            first = changed;
        } else if (second == null || changed == second || changed.before(second)) {
            second = changed;
        }
    }

    /** The answer that leads; empty while there is no vote. */
    public Optional<String> leader() {
        return Optional.ofNullable(first).map(Standing::answer);
    }

    /** The weight of the votes for the leader, 0 while there is none. */
    public double leading() {
        return first == null ? 0 : first.weight;
    }

    /** The weight of the votes for the runner-up, 0 while there is none. */
    public double runningUp() {
        return second == null ? 0 : second.weight;
    }

    /** Where the leader appears first. */
    public int leaderAt() {
        return first == null ? Integer.MAX_VALUE : first.position;
    }

    /** Where the runner-up appears first. */
    public int runnerUpAt() {
        return second == null ? Integer.MAX_VALUE : second.position;
    }

    /** The weight of all votes; those that abstained are not in it. */
    public double total() {
        return total;
    }

    /** The weight of the votes for an answer. */
    public double weight(@Nullable String answer) {
        Standing standing = answer == null ? null : standings.get(answer);
        return standing == null ? 0 : standing.weight;
    }

    /** How many votes an answer has, whatever they weigh. */
    public int votes(@Nullable String answer) {
        Standing standing = answer == null ? null : standings.get(answer);
        return standing == null ? 0 : standing.votes;
    }

    /** How many different answers there are. */
    public int answers() {
        return standings.size();
    }

    /** Where each answer appears first, the leader's first, then by rank. */
    public List<Integer> ranked() {
        return standings.values().stream()
                .sorted(Standing.BY_RANK)
                .map(standing -> standing.position)
                .toList();
    }

    private static final class Standing {
        static final Comparator<Standing> BY_RANK =
                Comparator.<Standing>comparingDouble(s -> -s.weight)
                        .thenComparingInt(s -> s.position);

        private final String answer;
        private int position;
        private int votes;
        private double weight;

        Standing(String answer, int position) {
            this.answer = answer;
            this.position = position;
        }

        String answer() {
            return answer;
        }

        void count(int at, double weighing) {
            position = Math.min(position, at);
            votes++;
            weight += weighing;
        }

        boolean before(Standing other) {
            return BY_RANK.compare(this, other) < 0;
        }
    }
}

package dev.undercut.compute.search;

import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Watches for the full score where the best score wins and of equal ones the earliest: nothing that
 * comes later can beat it. Trials are numbered from 0 without a gap.
 */
final class FullScore {
    private static final int NONE = Integer.MAX_VALUE;

    private final BitSet told = new BitSet();
    private int tellings;
    private int earliest = NONE;
    private int passed = NONE;

    /** Takes a trial's score into account; one that a checker passed has the full score. */
    void told(int trial, Outcome outcome) {
        told.set(trial);
        tellings++;
        if (trial < earliest && outcome instanceof Outcome.Answered answer) {
            if (Candidates.passed(answer)) {
                passed = trial;
                earliest = trial;
            } else if (Candidates.worthOrNothing(answer) >= 1) {
                earliest = trial;
            }
        }
    }

    /** Whether a checker passed one that still mattered: that ends a search at once. */
    boolean passed() {
        return passed != NONE;
    }

    int tellings() {
        return tellings;
    }

    /** Whether one has it, so that no new trial can matter. */
    boolean reached() {
        return earliest != NONE;
    }

    /** Whether the earliest that has it is known for good. */
    boolean certain() {
        return reached() && told.nextClearBit(0) > earliest;
    }

    /** The end: one passed, the best is known for good, or all {@code n} trials were told. */
    Optional<Choice> decided(Candidates candidates, int n) {
        if (passed()) {
            return candidates.choose(ranked(candidates), Choice.Reason.PASSED);
        }
        if (certain()) {
            return candidates.choose(ranked(candidates), Choice.Reason.CERTAIN);
        }
        return tellings == n ? best(candidates) : Optional.empty();
    }

    /** The best so far. */
    Optional<Choice> best(Candidates candidates) {
        return candidates.choose(ranked(candidates), Choice.Reason.EXHAUSTED);
    }

    /** Those under way behind one that has it. */
    List<Integer> needless(int asked) {
        if (!reached()) {
            return List.of();
        }
        return IntStream.range(earliest + 1, asked).filter(id -> !told.get(id)).boxed().toList();
    }

    /** What passed, then by score with unscored ones last, then in their order. */
    List<Integer> ranked(Candidates candidates) {
        return candidates.trials().stream()
                .sorted(
                        Comparator.<Integer, Boolean>comparing(trial -> trial != passed)
                                .thenComparingDouble(trial -> -candidates.standing(trial)))
                .toList();
    }
}

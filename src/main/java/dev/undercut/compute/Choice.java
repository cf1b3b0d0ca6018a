package dev.undercut.compute;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search chose.
 *
 * @param ranked trials whose answers are the run's answers, best first; never empty
 * @param reason why it stopped there
 * @param agreement share of the votes for the first, 0 to 1, or null where none were counted
 * @param score the first one's score, 0 to 1, or null where none was given
 */
public record Choice(
        List<Integer> ranked, Reason reason, @Nullable Double agreement, @Nullable Double score) {

    public Choice {
        ranked = List.copyOf(ranked);
        if (ranked.isEmpty()) {
            throw new IllegalArgumentException("a choice names at least one trial");
        }
    }

    /** Why a search stopped. */
    public enum Reason {
        /** A checker passed it. */
        PASSED,
        /** Enough answers agree (a stop rule said so). */
        AGREED,
        /** No further vote could change the winner. */
        CERTAIN,
        /** All that was planned was tried. */
        EXHAUSTED
    }
}

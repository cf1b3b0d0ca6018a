package dev.undercut.compute;

import java.util.List;
import java.util.Optional;

/**
 * A strategy at work on one question: a state machine that is asked what to try next and told what
 * came of it. It does no I/O, knows no clock and no money, and draws chance only from the run's
 * seed and a trial's number ({@link Chance}), so that the same tellings in the same order make the
 * same search: the log of what was asked and told <em>is</em> its state.
 *
 * <p>Not safe for use by several threads.
 */
public interface Search {
    /**
     * What to try now. Numbers ascend by one over the whole run, from 0.
     *
     * @param slots at most so many, 1 or more
     * @return empty when nothing can be started before more is told, and once it is decided
     */
    List<Trial> ask(int slots);

    /**
     * What came of a trial. A trial told twice counts once, as first told; what comes after the
     * decision is ignored.
     *
     * @throws IllegalArgumentException when that trial was never asked for
     */
    void tell(int trial, Outcome outcome);

    /** The end, once nothing that may still be told could change it. */
    Optional<Choice> decided();

    /** What to answer if the run had to stop now; empty while there is nothing. */
    Optional<Choice> best();

    /** Trials under way whose outcome no longer matters although the search goes on. */
    default List<Integer> needless() {
        return List.of();
    }

    /** How far it is. */
    Progress progress();

    /**
     * How far a search is.
     *
     * @param told trials told
     * @param atMost trials it will ask for at most, as far as is known now
     * @param agreement share of the votes that the leading answer has, 0 to 1, or null where the
     *     strategy counts none
     * @param leading the leading answer, or null
     */
    record Progress(
            int told,
            int atMost,
            @org.jspecify.annotations.Nullable Double agreement,
            @org.jspecify.annotations.Nullable String leading) {}
}

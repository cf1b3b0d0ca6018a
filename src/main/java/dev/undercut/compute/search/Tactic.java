package dev.undercut.compute.search;

import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Search.Progress;
import dev.undercut.compute.Trial;
import java.util.List;
import java.util.Optional;

/**
 * What a strategy does. {@link Running} keeps the rules that all share: it asks only while nothing
 * is decided, and tells each trial once.
 */
interface Tactic {
    /**
     * The next trial.
     *
     * @param id the number it gets
     * @return empty when nothing can be started before more is told
     */
    Optional<Trial> next(int id);

    /** What came of a trial; never called twice for one. */
    void told(Trial trial, Outcome outcome);

    /** The end, once nothing that may still be told could change it. */
    Optional<Choice> decided();

    /** What to answer if it had to stop now. */
    Optional<Choice> best();

    /** Trials under way whose outcome no longer matters. */
    default List<Integer> needless() {
        return List.of();
    }

    /**
     * How far it is.
     *
     * @param told so many trials
     */
    Progress progress(int told);
}

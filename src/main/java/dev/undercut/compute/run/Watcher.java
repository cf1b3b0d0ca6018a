package dev.undercut.compute.run;

import dev.undercut.chat.Delta;
import dev.undercut.compute.Trial;
import dev.undercut.money.Usd;
import org.jspecify.annotations.Nullable;

/** Looks on while a run goes on. Called by one thread at a time, except {@link #heard}. */
public interface Watcher {
    /** Nobody looks. */
    Watcher NOBODY = progress -> {};

    /** After each telling. */
    void progress(Progress progress);

    /** A piece of an answer that will be the run's own came; on the thread of its call. */
    default void heard(Trial trial, Delta delta) {}

    /**
     * How far a run is.
     *
     * @param done trials told
     * @param total trials at most, as far as known
     * @param agree share of the votes for the leading answer, or null
     * @param best the leading answer, or null
     * @param spent dollars so far, those of unknown price left out
     * @param calls made so far
     * @param etaSeconds until all are told at this pace, or null before the first
     */
    record Progress(
            int done,
            int total,
            @Nullable Double agree,
            @Nullable String best,
            Usd spent,
            int calls,
            @Nullable Double etaSeconds) {}
}

package dev.undercut.compute;

import org.jspecify.annotations.Nullable;

/**
 * One thing to try: mostly one call to a model.
 *
 * @param id number in the run, from 0
 * @param parent the trial whose answer it builds upon, or -1 for the question itself
 * @param model which of the run's models, from 0; -1 where no model is called
 * @param ask what is asked of it
 * @param temperature how freely to sample where the client did not say, or null for the model's own
 *     default
 * @param conclusive whether its answer will be the run's answer, so that it may be passed on as it
 *     is written
 */
public record Trial(
        int id, int parent, int model, Ask ask, @Nullable Double temperature, boolean conclusive) {

    /** A trial that answers the question itself. */
    public static Trial solve(int id, int model, @Nullable Double temperature) {
        return new Trial(id, -1, model, new Ask.Solve(), temperature, false);
    }
}

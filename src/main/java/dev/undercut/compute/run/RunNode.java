package dev.undercut.compute.run;

import dev.undercut.chat.Usage;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Trial;
import dev.undercut.money.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trial and what came of it: a node of the run's tree.
 *
 * @param trial what was tried
 * @param startedMillis since the run's start, or null when it never started
 * @param toldMillis since the run's start, or null when it was never told
 * @param outcome what the search was told, or null
 * @param notes what its calls took
 */
public record RunNode(
        Trial trial,
        @Nullable Long startedMillis,
        @Nullable Long toldMillis,
        @Nullable Outcome outcome,
        List<CallNote> notes) {
    public RunNode {
        notes = List.copyOf(notes);
    }

    /** Tokens of its calls, as far as known. */
    public Usage usage() {
        return Totals.usage(notes);
    }

    /** Dollars of its calls; null when one is not known. */
    public @Nullable Usd cost() {
        return Totals.cost(notes);
    }
}

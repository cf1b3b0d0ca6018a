package dev.undercut.compute.run;

import dev.undercut.chat.Usage;
import dev.undercut.money.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run took, cancelled calls included.
 *
 * @param calls to models that were made
 * @param cancelled of these, cut short
 * @param usage all their tokens, as far as known
 * @param cost all their dollars, or null when one is not known
 * @param estimated whether a part is estimated
 * @param millis from its start
 */
public record Totals(
        int calls, int cancelled, Usage usage, @Nullable Usd cost, boolean estimated, long millis) {

    static Totals of(List<CallNote> notes, long millis) {
        int cancelled = 0;
        boolean estimated = false;
        for (CallNote note : notes) {
            cancelled += note.outcome().equals(CANCELLED) ? 1 : 0;
            estimated |= note.estimated();
        }
        return new Totals(notes.size(), cancelled, usage(notes), cost(notes), estimated, millis);
    }

    /** The outcome of a call that was cut short. */
    public static final String CANCELLED = "client_gone";

    static Usage usage(List<CallNote> notes) {
        Usage sum = Usage.NONE;
        for (CallNote note : notes) {
            sum = note.usage() == null ? sum : sum.plus(note.usage());
        }
        return sum;
    }

    static @Nullable Usd cost(List<CallNote> notes) {
        Usd sum = Usd.ZERO;
        for (CallNote note : notes) {
            if (note.cost() == null) {
                return null;
            }
            sum = sum.plus(note.cost());
        }
        return sum;
    }
}

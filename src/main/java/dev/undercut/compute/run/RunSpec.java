package dev.undercut.compute.run;

import dev.undercut.compute.Strategy;
import dev.undercut.compute.verify.ExtractorSpec;
import dev.undercut.compute.verify.VerifierSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants run: checked, complete, and enough to run it again.
 *
 * @param strategy how to search
 * @param models names as a client writes them, in the order in which trials number them; 1 or more
 * @param answering so many of the first models answer; the rest judge or write the end
 * @param judge which of the models scores answers, or null where none does
 * @param verifier what checks answers, or null for none
 * @param extractor where answers are found
 * @param budget what it may use
 * @param seed of all chance
 * @param strict whether outcomes are told in the order of trials, so that the same outcomes make
 *     the same run whichever call is faster
 * @param onExhausted what to do without an answer of its own rule
 * @param progress how it shows in a stream
 * @param slots calls under way at once, 1 or more
 */
public record RunSpec(
        Strategy strategy,
        List<String> models,
        int answering,
        @Nullable Integer judge,
        @Nullable VerifierSpec verifier,
        ExtractorSpec extractor,
        Budget budget,
        long seed,
        boolean strict,
        OnExhausted onExhausted,
        Showing progress,
        int slots) {
    /** Calls under way at once where nobody says otherwise. */
    public static final int SLOTS = 16;

    public RunSpec {
        models = List.copyOf(models);
    }

    /** What to do when a run's budget is over, or no answer passed its checker. */
    public enum OnExhausted {
        /** Give the best there is. */
        BEST,
        /** Give none. */
        ERROR
    }

    /** How progress shows in a stream. */
    public enum Showing {
        EVENTS,
        REASONING,
        OFF
    }
}

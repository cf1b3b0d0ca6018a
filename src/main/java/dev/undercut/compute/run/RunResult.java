package dev.undercut.compute.run;

import dev.undercut.chat.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param ranked answers, best first; empty when there is none
 * @param reason why it ended
 * @param agreement share of the votes for the first, or null
 * @param score the first one's score, or null
 * @param totals what it took
 * @param nodes every trial, by number
 * @param problem why there is no answer, or why a limit was met, in words; may be empty
 */
public record RunResult(
        List<Candidate> ranked,
        StopReason reason,
        @Nullable Double agreement,
        @Nullable Double score,
        Totals totals,
        List<RunNode> nodes,
        String problem) {

    public RunResult {
        ranked = List.copyOf(ranked);
        nodes = List.copyOf(nodes);
    }

    /**
     * An answer.
     *
     * @param node its trial
     * @param answer what the model wrote
     * @param note the call that wrote it, or null when it was made before the run was resumed
     */
    public record Candidate(RunNode node, Answer answer, @Nullable CallNote note) {}
}

package dev.undercut.runs;

import dev.undercut.compute.run.RunEvent;
import dev.undercut.compute.run.RunLog;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where runs are kept; implemented by a store. While a run is open its log holds what models wrote,
 * since that is what it goes on from; once it has ended, only its tree of numbers stays. Safe for
 * use by many threads.
 */
public interface RunStore {

    /**
     * A run begins.
     *
     * @param question the request as it came, to ask it again
     * @return its log; written a moment after it was told
     */
    RunLog begin(RunHead head, Question question);

    /** The rest of the log of a run that goes on. */
    RunLog goOn(Kept kept);

    /**
     * It is over: its log and its question go.
     *
     * @param tree JSON of {@link RunTree}
     */
    void end(String id, String tree);

    /** A run; empty when there is none of that id. */
    Optional<Kept> find(String id);

    /** Runs that are neither over nor under way, because their process died; oldest first. */
    List<Kept> interrupted();

    /**
     * A request as it came.
     *
     * @param path of its dialect, such as {@code /v1/chat/completions}
     * @param body JSON
     */
    record Question(String path, String body) {}

    /**
     * A run as it is kept.
     *
     * @param question null once it has ended
     * @param events empty once it has ended
     * @param tree JSON, or null while it has not
     */
    record Kept(
            RunHead head,
            @Nullable Question question,
            List<RunEvent> events,
            @Nullable String tree) {
        public Kept {
            events = List.copyOf(events);
        }
    }
}

package dev.undercut.compute.run;

import dev.undercut.compute.Outcome;
import java.util.List;

/** One line of a run's log. The search's state is the fold of those it was asked and told. */
public sealed interface RunEvent {

    /** The search was asked for at most so many trials. */
    record Asked(int slots) implements RunEvent {}

    /**
     * A trial's call is about to be made; its worst is set aside.
     *
     * @param worst what a resumed run counts as spent if no more is known
     */
    record Started(int trial, long atMillis, Amount worst) implements RunEvent {}

    /**
     * The search was told; what its calls took is here, or follows when they have ended.
     *
     * @param atMillis since the run's start
     */
    record Told(int trial, long atMillis, Outcome outcome, List<CallNote> notes)
            implements RunEvent {
        public Told {
            notes = List.copyOf(notes);
        }
    }

    /** What the calls of a trial took that was told before they had ended. */
    record Paid(int trial, List<CallNote> notes) implements RunEvent {
        public Paid {
            notes = List.copyOf(notes);
        }
    }

    /** It is over. */
    record Ended(long atMillis, StopReason reason) implements RunEvent {}
}

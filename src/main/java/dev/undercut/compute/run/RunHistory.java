package dev.undercut.compute.run;

import dev.undercut.compute.Outcome;
import dev.undercut.compute.Search;
import dev.undercut.compute.Trial;
import dev.undercut.money.Usd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the log of a run says: enough to tell a new search all of it again. */
public final class RunHistory {
    private final List<RunEvent> events;

    private RunHistory(List<RunEvent> events) {
        this.events = List.copyOf(events);
    }

    /** The history in that log. */
    public static RunHistory of(List<RunEvent> events) {
        return new RunHistory(events);
    }

    /** How long it had been running when the last event was written, in milliseconds. */
    public long millis() {
        long last = 0;
        for (RunEvent event : events) {
            last = Math.max(last, at(event));
        }
        return last;
    }

    private static long at(RunEvent event) {
        return switch (event) {
            case RunEvent.Asked _, RunEvent.Paid _ -> 0;
            case RunEvent.Started started -> started.atMillis();
            case RunEvent.Told told -> told.atMillis();
            case RunEvent.Ended ended -> ended.atMillis();
        };
    }

    /** Why it ended, or null while it has not. */
    public @Nullable StopReason ended() {
        return !events.isEmpty() && events.getLast() instanceof RunEvent.Ended ended
                ? ended.reason()
                : null;
    }

    /** Whether nothing was told after the search was last asked. */
    boolean endsAsked() {
        for (RunEvent event : events.reversed()) {
            if (event instanceof RunEvent.Asked) {
                return true;
            }
            if (event instanceof RunEvent.Told) {
                return false;
            }
        }
        return false;
    }

    /**
     * What it has used: what its calls are known to have taken, and of calls of which nothing more
     * is known what was set aside for them.
     */
    public Amount spent() {
        Map<Integer, Amount> open = new HashMap<>();
        Usd usd = Usd.ZERO;
        long tokens = 0;
        int calls = 0;
        for (RunEvent event : events) {
            List<CallNote> notes =
                    switch (event) {
                        case RunEvent.Started(int trial, long at, Amount worst) -> {
                            open.put(trial, worst);
                            yield List.of();
                        }
                        case RunEvent.Told told -> told.notes();
                        case RunEvent.Paid paid -> paid.notes();
                        case RunEvent.Asked _, RunEvent.Ended _ -> List.of();
                    };
            if (!notes.isEmpty()) {
                Amount worst = open.remove(trial(event));
                for (CallNote note : notes) {
                    Usd unknown = worst == null || worst.usd() == null ? Usd.ZERO : worst.usd();
                    usd = usd.plus(note.cost() == null ? unknown : note.cost());
                    tokens += note.amount().tokens();
                    calls++;
                }
            }
        }
        for (Amount worst : open.values()) {
            usd = worst.usd() == null ? usd : usd.plus(worst.usd());
            tokens += worst.tokens() == Long.MAX_VALUE ? 0 : worst.tokens();
            calls += worst.calls();
        }
        return new Amount(usd, tokens, calls);
    }

    private static int trial(RunEvent event) {
        return switch (event) {
            case RunEvent.Told told -> told.trial();
            case RunEvent.Paid paid -> paid.trial();
            case RunEvent.Started started -> started.trial();
            case RunEvent.Asked _, RunEvent.Ended _ -> -1;
        };
    }

    /**
     * Tells a search all of it again; the same search says the same things, bit for bit.
     *
     * @param search nothing was asked of it yet
     * @throws IllegalArgumentException when it is not the search that wrote this log
     */
    public void retell(Search search) {
        retell(search, new Trials());
    }

    /**
     * Every trial and what came of it, as far as it is written.
     *
     * @param search nothing was asked of it yet
     */
    public List<RunNode> nodes(Search search) {
        Trials trials = new Trials();
        retell(search, trials);
        return trials.nodes();
    }

    void retell(Search search, Trials trials) {
        for (RunEvent event : events) {
            switch (event) {
                case RunEvent.Asked(int slots) -> {
                    List<Trial> asked = search.ask(slots);
                    trials.asked(asked);
                }
                case RunEvent.Started(int trial, long at, Amount worst) ->
                        trials.started(trial, at);
                case RunEvent.Told(int trial, long at, Outcome outcome, List<CallNote> notes) -> {
                    search.tell(trial, outcome);
                    trials.told(trial, outcome, at, notes);
                }
                case RunEvent.Paid(int trial, List<CallNote> notes) -> trials.paid(trial, notes);
                case RunEvent.Ended _ -> {}
            }
        }
    }
}

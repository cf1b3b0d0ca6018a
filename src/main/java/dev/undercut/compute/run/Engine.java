package dev.undercut.compute.run;

import dev.undercut.chat.Answer;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Part;
import dev.undercut.compute.Ask;
import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Search;
import dev.undercut.compute.Trial;
import dev.undercut.compute.prompt.Prompts;
import dev.undercut.compute.run.Affording.Grant;
import dev.undercut.compute.run.RunResult.Candidate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one search to its end: asks it for trials, makes their calls on virtual threads, tells it
 * what came of them, and stops what no longer matters.
 *
 * <p>One thread leads, the one that calls {@link #run}: it alone touches the search, the log and
 * the table of trials. Calls post {@link Signal}s to it. A call begins only when the purse has set
 * its worst aside. In strict order the search is told by number of trial, and money is settled as
 * it is told, so that everything the search and the budget decide follows from outcomes alone.
 */
public final class Engine {
    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Rooms rooms;
    private final RunSpec spec;
    private final Prompts prompts;
    private final Affording affording;
    private final BlockingQueue<Signal> inbox = new LinkedBlockingQueue<>();
    private final Trials trials = new Trials();
    private final Primers primers = new Primers();
    private final Conversation solving;
    private final boolean varied;
    private final Search search;
    private final Watcher watcher;
    private final Work.Desk desk;
    private long startedNanos;
    private boolean mayAsk = true;
    private @Nullable StopReason stop;

    /**
     * What every run uses.
     *
     * @param models makes its calls
     * @param checking reads and judges its answers
     * @param purse keeps its budget
     * @param log keeps its events
     * @param nanos the monotonic clock
     */
    public record Rooms(
            Models models, Checking checking, Purse purse, RunLog log, LongSupplier nanos) {}

    /**
     * Ready to run.
     *
     * @param search nothing was asked of it yet
     * @param watcher looks on
     */
    public Engine(
            Rooms rooms, RunSpec spec, Conversation question, Search search, Watcher watcher) {
        this.search = search;
        this.watcher = watcher;
        this.desk = new Work.Desk(rooms.models(), rooms.checking(), new Judge(), watcher);
        this.rooms = rooms;
        this.spec = spec;
        this.prompts = new Prompts(question);
        this.solving = prompts.words(new Ask.Solve(), null, 0);
        this.varied = question.sampling().seed() != null;
        this.affording = new Affording(rooms.models(), rooms.purse(), solving);
    }

    /** Runs it from its beginning to its end. To be called once. */
    public RunResult run() {
        return resume(List.of());
    }

    /**
     * Goes on with a run from its log: what was told is told again, what was under way is called
     * again. The purse must know what was spent before ({@link RunHistory#spent}).
     */
    public RunResult resume(List<RunEvent> log) {
        RunHistory history = RunHistory.of(log);
        startedNanos = rooms.nanos().getAsLong() - TimeUnit.MILLISECONDS.toNanos(history.millis());
        Optional<Choice> decided = Optional.empty();
        Optional<Choice> best = Optional.empty();
        try {
            history.retell(search, trials);
            mayAsk = !history.endsAsked();
            decided = lead();
            best = decided.or(search::best);
        } catch (RuntimeException e) {
            // Calls are under way and money is spent: both are to be accounted for all the same.
            LOG.log(System.Logger.Level.ERROR, "a run failed through a mistake of ours", e);
            stop = StopReason.FAILED;
        }
        return end(best.orElse(null), decided.isPresent());
    }

    /** Stops it from another thread; {@link #run} then returns within a moment. */
    public void cancel() {
        inbox.add(new Signal.Stop());
    }

    private Optional<Choice> lead() {
        while (true) {
            tellInOrder();
            Optional<Choice> decided = search.decided();
            if (decided.isPresent() || stop != null) {
                return decided;
            }
            advance();
            if (stop != null || search.decided().isPresent()) {
                continue;
            }
            if (trials.isQuiet()) {
                if (!trials.waiting().isEmpty()) {
                    throw new IllegalStateException("nothing is under way, and something waits");
                }
                // Whatever it is asked now, nothing more comes.
                return search.decided();
            }
            Signal signal = take();
            if (signal == null) {
                stop = StopReason.BUDGET_TIME;
            } else {
                take(signal);
            }
        }
    }

    /**
     * Drops what is needless, asks for more and starts what fits, until nothing changes: done once
     * or twice in a row, it comes to the same, so that only tellings decide what happens.
     */
    private void advance() {
        do {
            dropNeedless();
            int free = spec.slots() - trials.outstanding();
            if (mayAsk && free > 0 && search.decided().isEmpty()) {
                List<Trial> more = search.ask(free);
                rooms.log().append(new RunEvent.Asked(free));
                trials.asked(more);
            }
            mayAsk = false;
            dropNeedless();
            start();
        } while (mayAsk && stop == null && search.decided().isEmpty());
    }

    private void dropNeedless() {
        for (int trial : search.needless()) {
            if (!trials.isUntold(trial)) {
                continue;
            }
            Work under = trials.underWay(trial);
            Work over = trials.finished(trial);
            if (under != null) {
                under.cancel();
            }
            if (over != null) {
                over.settle();
            }
            List<CallNote> notes = over == null ? List.of() : over.notes();
            tell(trial, new Outcome.Failed(Outcome.Reason.CANCELLED), notes);
        }
    }

    private void start() {
        Iterator<Trial> waiting = List.copyOf(trials.waiting()).iterator();
        boolean room = true;
        while (room && stop == null && waiting.hasNext()) {
            Trial trial = waiting.next();
            room = trial.ask() instanceof Ask.Execute ? launch(trial, null) : start(trial);
        }
    }

    /** Starts a trial, or leaves it waiting; whether the next one may be tried. */
    private boolean start(Trial trial) {
        boolean solves = trial.ask() instanceof Ask.Solve;
        Conversation asked =
                prompts.words(trial.ask(), trial.temperature(), varied ? trial.id() : 0);
        if (solves && primers.holds(trial, affording.terms(trial.model(), solving, true))) {
            return true;
        }
        Search.Progress far = search.progress();
        int begun = trials.outstanding() - trials.waiting().size();
        int left = Math.max(1, far.atMost() - far.told() - begun);
        int planned = rooms.checking().judge() == null ? left : left * 2;
        return switch (affording.grant(trial.model(), asked, solves, planned, isAlone(trial))) {
            case Grant.Granted(var limits, var reservation, var terms) -> {
                log(trial, reservation.reserved());
                yield launch(trial, new Work.Prepared(asked, limits, reservation));
            }
            case Grant.Later() -> false;
            case Grant.Over(StopReason reason, String why) -> {
                stop = reason;
                trials.trouble(why);
                yield false;
            }
            case Grant.Closed(String why) -> {
                trials.trouble(why);
                tell(trial.id(), new Outcome.Failed(Outcome.Reason.UNAFFORDABLE), List.of());
                yield true;
            }
        };
    }

    /** Whether no money can be freed before this trial begins. */
    private boolean isAlone(Trial trial) {
        return spec.strict() ? trials.isNextInOrder(trial.id()) : trials.isQuiet();
    }

    private void log(Trial trial, Amount worst) {
        long at = millis();
        trials.started(trial.id(), at);
        rooms.log().append(new RunEvent.Started(trial.id(), at, worst));
    }

    private boolean launch(Trial trial, Work.@Nullable Prepared prepared) {
        Work work = new Work(trial, prepared, desk, inbox::add);
        trials.waiting().remove(trial);
        trials.underWay(work);
        primers.started(trial);
        Thread.ofVirtual().name("trial-" + trial.id()).start(work);
        return true;
    }

    private @Nullable Signal take() {
        Duration time = spec.budget().time();
        try {
            if (time == null) {
                return inbox.take();
            }
            long left = startedNanos + time.toNanos() - rooms.nanos().getAsLong();
            return left <= 0 ? null : inbox.poll(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Signal.Stop();
        }
    }

    private void take(Signal signal) {
        switch (signal) {
            case Signal.Began(int model) -> primers.began(model);
            case Signal.Stop() -> stop = StopReason.CANCELLED;
            case Signal.Finished(Work work) -> {
                primers.finished(work.trial());
                if (!trials.ended(work)) {
                    work.settle();
                    pay(work);
                } else if (spec.strict()) {
                    trials.keep(work);
                } else {
                    work.settle();
                    tell(work.trial().id(), work.outcome(), work.notes());
                }
            }
        }
    }

    /** After each telling the search is asked, whether or not the next outcome is there already. */
    private void tellInOrder() {
        for (Work next = trials.nextInOrder();
                next != null && stop == null && search.decided().isEmpty();
                next = trials.nextInOrder()) {
            next.settle();
            tell(next.trial().id(), next.outcome(), next.notes());
            if (search.decided().isEmpty()) {
                advance();
            }
        }
    }

    private void tell(int trial, Outcome outcome, List<CallNote> notes) {
        long at = millis();
        // What it took is counted first, whatever the search makes of it.
        trials.told(trial, outcome, at, notes);
        search.tell(trial, outcome);
        rooms.log().append(new RunEvent.Told(trial, at, outcome, notes));
        mayAsk = true;
        watcher.progress(progress());
    }

    private void pay(Work work) {
        trials.paid(work.trial().id(), work.notes());
        rooms.log().append(new RunEvent.Paid(work.trial().id(), work.notes()));
    }

    private Watcher.Progress progress() {
        Search.Progress far = search.progress();
        double eachSeconds = far.told() == 0 ? 0 : millis() / 1e3 / far.told();
        return new Watcher.Progress(
                far.told(),
                far.atMost(),
                far.agreement(),
                far.leading(),
                trials.spent(),
                trials.notes().size() + trials.countUnderWay(),
                far.told() == 0 ? null : eachSeconds * Math.max(0, far.atMost() - far.told()));
    }

    /**
     * Ends it.
     *
     * @param found what it answers with, or null
     * @param decided whether that is what the search came to, not only the best so far
     */
    private RunResult end(@Nullable Choice found, boolean decided) {
        int unsettled = wind();
        long millis = millis();
        StopReason reason =
                decided && found != null
                        ? reason(found.reason())
                        : stop == null ? StopReason.EXHAUSTED : stop;
        rooms.log().append(new RunEvent.Ended(millis, reason));
        Totals known = Totals.of(trials.notes(), millis);
        Totals totals =
                unsettled == 0
                        ? known
                        : new Totals(
                                known.calls() + unsettled,
                                known.cancelled() + unsettled,
                                known.usage(),
                                null,
                                true,
                                millis);
        return new RunResult(
                found == null ? List.of() : candidates(found),
                reason,
                found == null ? null : found.agreement(),
                found == null ? null : found.score(),
                totals,
                trials.nodes(),
                reason == StopReason.FAILED ? "an internal error" : trials.trouble());
    }

    /** Ends all calls and waits for what they took; how many did not end in time. */
    private int wind() {
        trials.allUnderWay().forEach(Work::cancel);
        for (Work work : trials.allFinished()) {
            work.settle();
            pay(work);
        }
        long until = rooms.nanos().getAsLong() + GRACE.toNanos();
        boolean interrupted = Thread.interrupted();
        while (trials.countUnderWay() > 0) {
            try {
                long left = until - rooms.nanos().getAsLong();
                Signal signal = left <= 0 ? null : inbox.poll(left, TimeUnit.NANOSECONDS);
                if (signal == null) {
                    break;
                }
                if (signal instanceof Signal.Finished(Work work)) {
                    trials.ended(work);
                    work.settle();
                    pay(work);
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return trials.countUnderWay();
    }

    private List<Candidate> candidates(Choice choice) {
        List<Candidate> candidates = new ArrayList<>(choice.ranked().size());
        for (int trial : choice.ranked()) {
            RunNode node = trials.node(trial);
            CallNote note = node.notes().isEmpty() ? null : node.notes().getFirst();
            candidates.add(new Candidate(node, answer(trial, node), note));
        }
        return candidates;
    }

    /** What the model wrote; as text where it was written before the run was resumed. */
    private Answer answer(int trial, RunNode node) {
        Answer whole = trials.answer(trial);
        if (whole != null) {
            return whole;
        }
        String text = node.outcome() instanceof Outcome.Answered said ? said.text() : "";
        return new Answer(
                null,
                null,
                List.of(
                        new Answer.Choice(
                                List.of(new Part.Text(text)),
                                dev.undercut.chat.StopReason.STOP,
                                null)));
    }

    private static StopReason reason(Choice.Reason reason) {
        return switch (reason) {
            case PASSED -> StopReason.PASSED;
            case AGREED -> StopReason.AGREED;
            case CERTAIN -> StopReason.CERTAIN;
            case EXHAUSTED -> StopReason.EXHAUSTED;
        };
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(rooms.nanos().getAsLong() - startedNanos);
    }

    private final class Judge implements Work.Judging {
        @Override
        public Conversation words(Ask ask, int trial) {
            return prompts.words(ask, 0.0, varied ? trial : 0);
        }

        @Override
        public Optional<Work.Prepared> afford(int model, Conversation asked) {
            return affording.grant(model, asked, false, 1, true)
                            instanceof Grant.Granted(var limits, var reservation, var terms)
                    ? Optional.of(new Work.Prepared(asked, limits, reservation))
                    : Optional.empty();
        }
    }
}

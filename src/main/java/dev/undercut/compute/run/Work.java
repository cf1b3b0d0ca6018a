package dev.undercut.compute.run;

import dev.undercut.chat.Answer;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Delta;
import dev.undercut.compute.Ask;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Trial;
import dev.undercut.compute.prompt.Verdicts;
import dev.undercut.compute.run.Models.Call;
import dev.undercut.compute.run.Models.Limits;
import dev.undercut.compute.run.Models.Purpose;
import dev.undercut.compute.run.Models.Said;
import dev.undercut.compute.run.Purse.Reservation;
import dev.undercut.compute.verify.Verifier.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One trial on a thread of its own: its call, then what reads and checks the answer. It can be
 * cancelled at any moment from another thread.
 */
final class Work implements Runnable {
    private static final System.Logger LOG = System.getLogger(Work.class.getName());

    private final Trial trial;
    private final @Nullable Prepared prepared;
    private final Desk desk;
    private final Consumer<Signal> leader;
    private final List<Settling> settlings = new ArrayList<>(1);
    private final List<CallNote> notes = new ArrayList<>(1);
    private Outcome outcome = new Outcome.Failed(Outcome.Reason.CANCELLED);
    private String trouble = "";
    private @Nullable Answer answer;
    private boolean began;

    // Guarded by this.
    private boolean cancelled;
    private @Nullable Call call;
    private @Nullable Thread checking;

    /**
     * What the trial's own call needs; null for one that calls no model.
     *
     * @param asked the conversation
     * @param limits what it may take
     * @param reservation set aside for it
     */
    record Prepared(Conversation asked, Limits limits, Reservation reservation) {}

    /**
     * What all work of a run uses.
     *
     * @param models makes calls
     * @param checking reads and judges answers
     * @param judging affords a judge's calls
     * @param watcher hears answers that will be the run's
     */
    record Desk(Models models, Checking checking, Judging judging, Watcher watcher) {}

    private record Settling(Reservation reservation, Amount spent) {}

    /** A judge's call: its words, and leave to make it. */
    interface Judging {
        /** What a judge is asked. */
        Conversation words(Ask ask, int trial);

        /** Leave for one more call; empty when the budget has none. */
        Optional<Prepared> afford(int model, Conversation asked);
    }

    Work(Trial trial, @Nullable Prepared prepared, Desk desk, Consumer<Signal> leader) {
        this.trial = trial;
        this.prepared = prepared;
        this.desk = desk;
        this.leader = leader;
    }

    Trial trial() {
        return trial;
    }

    /** What came of it; read after it has finished. */
    Outcome outcome() {
        return outcome;
    }

    /** What its calls took; read after it has finished. */
    List<CallNote> notes() {
        return notes;
    }

    /** The model's answer as it was, or null; read after it has finished. */
    @Nullable Answer answer() {
        return answer;
    }

    /** Why it failed, in words; read after it has finished. */
    String trouble() {
        return trouble;
    }

    /** Spends what its calls took. */
    void settle() {
        settlings.forEach(one -> one.reservation().settle(one.spent()));
    }

    /** Ends it as soon as may be. */
    void cancel() {
        Call open;
        synchronized (this) {
            cancelled = true;
            open = call;
            if (checking != null) {
                checking.interrupt();
            }
        }
        if (open != null) {
            open.cancel();
        }
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void run() {
        try {
            outcome = attempt();
        } catch (InterruptedException e) {
            outcome = new Outcome.Failed(Outcome.Reason.CANCELLED);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a trial failed through a mistake of ours", e);
            outcome = new Outcome.Failed(Outcome.Reason.ERROR);
            trouble = "an internal error";
        } finally {
            leader.accept(new Signal.Finished(this));
        }
    }

    private Outcome attempt() throws InterruptedException {
        if (trial.ask() instanceof Ask.Execute execute) {
            return executed(execute);
        }
        Prepared own = prepared;
        if (own == null) {
            throw new IllegalStateException("a call without leave");
        }
        return switch (say(trial.model(), own, Purpose.TRIAL, this::heard)) {
            case Said.Failed(String message, CallNote note) -> failed(message);
            case Said.Answered(Answer said, CallNote note) -> read(said, own);
        };
    }

    private Outcome executed(Ask.Execute execute) throws InterruptedException {
        Checking.Executor executor = desk.checking().executor();
        if (executor == null) {
            trouble = "there is nothing to run programs with";
            return new Outcome.Failed(Outcome.Reason.ERROR);
        }
        startChecking();
        try {
            String behaviour = executor.behaviour(execute.program(), execute.tests());
            return new Outcome.Answered("", null, null, null, behaviour, "");
        } finally {
            endChecking();
        }
    }

    private Outcome failed(String message) {
        trouble = message;
        return new Outcome.Failed(isCancelled() ? Outcome.Reason.CANCELLED : Outcome.Reason.ERROR);
    }

    private void heard(Delta delta) {
        if (!began) {
            began = true;
            leader.accept(new Signal.Began(trial.model()));
        }
        if (trial.conclusive()) {
            desk.watcher().heard(trial, delta);
        }
    }

    private Outcome read(Answer said, Prepared own) throws InterruptedException {
        return switch (trial.ask()) {
            case Ask.Solve _, Ask.Refine _, Ask.Fuse _ -> candidate(said);
            case Ask.Compare _, Ask.Rate _, Ask.Value _ -> verdict(said, own);
            case Ask.Propose _, Ask.WriteTests _ -> lines(said);
            case Ask.Execute _ -> throw new IllegalStateException("no model executes programs");
        };
    }

    private Outcome candidate(Answer said) throws InterruptedException {
        Spoken spoken = Spoken.of(said);
        if (spoken.failure() != null) {
            trouble = spoken.trouble();
            return new Outcome.Failed(spoken.failure());
        }
        answer = said;
        if (spoken.calls() != null) {
            return Outcome.Answered.plain(spoken.text(), spoken.calls());
        }
        startChecking();
        try {
            String found = desk.checking().extractor().extract(spoken.text()).orElse(null);
            Finding finding = finding(spoken.text(), found);
            return new Outcome.Answered(
                    spoken.text(),
                    found,
                    finding.score(),
                    finding.passed(),
                    finding.behaviour(),
                    finding.feedback());
        } finally {
            endChecking();
        }
    }

    private Finding finding(String text, @Nullable String found) throws InterruptedException {
        if (desk.checking().verifier() != null) {
            return desk.checking().verifier().verify(text, found);
        }
        Integer judge = desk.checking().judge();
        if (judge == null) {
            return new Finding(null, null, null, "");
        }
        Conversation asked = desk.judging().words(new Ask.Rate(text), trial.id());
        // An opinion that cannot be read is asked for once more; then the judge abstains.
        for (int turn = 0; turn < 2; turn++) {
            Optional<Prepared> leave = desk.judging().afford(judge, asked);
            if (leave.isEmpty()) {
                break;
            }
            String opinion = opinion(judge, leave.get());
            OptionalDouble score = Verdicts.score(opinion);
            if (score.isPresent()) {
                return new Finding(null, score.getAsDouble(), null, opinion);
            }
        }
        return new Finding(null, null, null, "");
    }

    private String opinion(int judge, Prepared leave) throws InterruptedException {
        Said said = say(judge, leave, Purpose.VERDICT, delta -> {});
        if (isCancelled()) {
            throw new InterruptedException();
        }
        return said instanceof Said.Answered(Answer words, CallNote note)
                ? Spoken.of(words).text()
                : "";
    }

    private Outcome verdict(Answer said, Prepared own) {
        Outcome first = verdict(Spoken.of(said).text());
        // A tournament asks again by itself, in a trial of its own.
        if (!(first instanceof Outcome.Failed) || trial.ask() instanceof Ask.Compare) {
            return first;
        }
        Optional<Prepared> again = desk.judging().afford(trial.model(), own.asked());
        if (again.isEmpty() || isCancelled()) {
            again.ifPresent(leave -> leave.reservation().settle(Amount.NOTHING));
            return first;
        }
        return say(trial.model(), again.get(), Purpose.TRIAL, delta -> {})
                        instanceof Said.Answered(Answer words, CallNote note)
                ? verdict(Spoken.of(words).text())
                : first;
    }

    private Outcome verdict(String text) {
        Optional<Outcome> read =
                switch (trial.ask()) {
                    case Ask.Compare _ ->
                            Verdicts.better(text).map(w -> Outcome.Answered.plain(text, w));
                    case Ask.Value _ ->
                            Verdicts.worth(text).map(w -> Outcome.Answered.plain(text, w));
                    case Ask.Rate _ -> {
                        OptionalDouble score = Verdicts.score(text);
                        yield score.isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        new Outcome.Answered(
                                                text, null, score.getAsDouble(), null, null, ""));
                    }
                    case Ask.Solve _,
                            Ask.Refine _,
                            Ask.Fuse _,
                            Ask.Propose _,
                            Ask.WriteTests _,
                            Ask.Execute _ ->
                            Optional.empty();
                };
        return read.orElseGet(() -> new Outcome.Failed(Outcome.Reason.UNREADABLE));
    }

    private Outcome lines(Answer said) {
        Spoken spoken = Spoken.of(said);
        List<String> lines = Verdicts.lines(spoken.text());
        if (spoken.failure() != null || lines.isEmpty()) {
            trouble = spoken.trouble();
            return new Outcome.Failed(
                    spoken.failure() == null ? Outcome.Reason.UNREADABLE : spoken.failure());
        }
        return Outcome.Answered.plain(String.join("\n", lines), null);
    }

    private Said say(int model, Prepared leave, Purpose purpose, Consumer<Delta> hearing) {
        Call made = desk.models().call(model, leave.asked(), leave.limits(), purpose, hearing);
        boolean tooLate;
        synchronized (this) {
            call = made;
            tooLate = cancelled;
        }
        if (tooLate) {
            made.cancel();
        }
        Said said = made.make();
        synchronized (this) {
            call = null;
        }
        notes.add(said.note());
        settlings.add(new Settling(leave.reservation(), said.note().amount()));
        return said;
    }

    private synchronized void startChecking() throws InterruptedException {
        if (cancelled) {
            throw new InterruptedException();
        }
        checking = Thread.currentThread();
    }

    private synchronized void endChecking() {
        checking = null;
        Thread.interrupted();
    }
}

package dev.undercut.dispatch.run;

import dev.undercut.chat.Answer;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;
import dev.undercut.compute.run.Engine;
import dev.undercut.compute.run.RunEvent;
import dev.undercut.compute.run.RunHistory;
import dev.undercut.compute.run.RunLog;
import dev.undercut.compute.run.RunPurse;
import dev.undercut.compute.run.RunResult;
import dev.undercut.compute.run.RunResult.Candidate;
import dev.undercut.compute.run.RunSpec;
import dev.undercut.compute.run.StopReason;
import dev.undercut.compute.run.Totals;
import dev.undercut.compute.run.Watcher;
import dev.undercut.compute.search.Searches;
import dev.undercut.dialect.ClientDialect.Stamp;
import dev.undercut.dispatch.ChatCalls;
import dev.undercut.dispatch.Client.Header;
import dev.undercut.dispatch.Job;
import dev.undercut.ledger.Ledger.LedgerUnavailable;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Lineage;
import dev.undercut.ledger.Opening;
import dev.undercut.ledger.Outcome;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.market.Offer;
import dev.undercut.route.Baseline;
import dev.undercut.runs.RunHead;
import dev.undercut.runs.RunStore;
import dev.undercut.runs.RunTree;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run from its opening in the books to its last byte. */
final class Performance {
    private static final System.Logger LOG = System.getLogger(Performance.class.getName());
    private static final int BUFFER = 8 * 1024;
    private static final Header JSON = new Header("content-type", "application/json");
    private static final Header NO_RETRY = new Header("x-should-retry", "false");

    private final ChatCalls calls;
    private final RunDoor.Rooms rooms;
    private final Planned planned;
    private final Job job;
    private final RunHead head;
    private volatile @Nullable Engine engine;
    private volatile boolean gone;
    private List<RunEvent> before = List.of();
    private @Nullable Showing showing;
    private @Nullable RunResult result;
    private boolean settled;

    Performance(ChatCalls calls, RunDoor.Rooms rooms, Planned planned) {
        this.calls = calls;
        this.rooms = rooms;
        this.planned = planned;
        this.job = planned.job();
        this.head =
                new RunHead(
                        planned.run(),
                        job.at(),
                        job.keyId(),
                        planned.request().model(),
                        planned.spec().models(),
                        planned.spec().strategy().name(),
                        planned.wish().toString());
    }

    /** Answers the request, whatever happens. */
    void perform(RunStore.Question question) {
        answer(() -> rooms.store().begin(head, question));
    }

    /** Answers it from where its log ends, whatever happens. */
    void goOn(RunStore.Kept kept) {
        before = kept.events();
        answer(() -> rooms.store().goOn(kept));
    }

    private void answer(Supplier<RunLog> kept) {
        try {
            rooms.ledger().open(opening());
        } catch (LedgerUnavailable e) {
            calls.refuse(job, planned.request(), booksClosed());
            return;
        }
        try {
            perform(kept);
        } catch (LedgerUnavailable e) {
            LOG.log(System.Logger.Level.ERROR, "the ledger cannot be written: {0}", e.getMessage());
            refuse(booksClosed());
        }
    }

    private void perform(Supplier<RunLog> kept) throws LedgerUnavailable {
        try {
            RunLog log = kept.get();
            job.client().onGone(this::leave);
            if (planned.request().stream()) {
                stream(log);
            } else {
                whole(log);
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a run failed through a mistake of ours", e);
            giveUp();
        }
    }

    /** Leaves no row open, no client waiting, and no run that seems to go on. */
    private void giveUp() throws LedgerUnavailable {
        RunResult known = result;
        long millis = TimeUnit.NANOSECONDS.toMillis(rooms.nanos().getAsLong() - job.startedNanos());
        Totals totals =
                known == null ? new Totals(0, 0, Usage.NONE, null, true, millis) : known.totals();
        RunResult failed =
                new RunResult(
                        List.of(),
                        StopReason.FAILED,
                        null,
                        null,
                        totals,
                        known == null ? List.of() : known.nodes(),
                        "");
        if (!settled) {
            settle(entry(failed, Refusal.mistake(), showing != null));
        }
        refuse(Refusal.mistake());
        rooms.store().end(head.id(), RunTree.ended(head, failed));
    }

    /** The only thing that is said; at the end of a stream, where one has begun. */
    private void refuse(Refusal refusal) {
        Showing begun = showing;
        if (begun == null) {
            send(job.dialect().status(refusal), List.of(JSON), refusal(refusal));
        } else {
            begun.broken(refusal);
        }
    }

    private void settle(LedgerEntry entry) throws LedgerUnavailable {
        rooms.ledger().settle(entry);
        settled = true;
    }

    private void leave() {
        gone = true;
        Engine running = engine;
        if (running != null) {
            running.cancel();
        }
    }

    private Opening opening() {
        Offer first = planned.plan().first().offer();
        return new Opening(
                job.requestId(),
                job.at(),
                job.keyId(),
                planned.request().model(),
                first.provider(),
                first.model().id(),
                planned.request().stream(),
                planned.estimate().worst(),
                Lineage.run(0));
    }

    private RunResult run(RunLog log, Watcher watcher) {
        RunSpec spec = planned.spec();
        RunPurse purse = new RunPurse(spec.budget());
        purse.before(RunHistory.of(before).spent());
        Engine made =
                new Engine(
                        new Engine.Rooms(
                                planned.models(), planned.checking(), purse, log, rooms.nanos()),
                        spec,
                        planned.question(),
                        Searches.begin(spec.strategy(), spec.answering(), spec.seed()),
                        watcher);
        engine = made;
        if (gone) {
            made.cancel();
        }
        RunResult ended = made.resume(before);
        result = ended;
        rooms.store().end(head.id(), RunTree.ended(head, ended));
        return ended;
    }

    private void whole(RunLog log) throws LedgerUnavailable {
        RunResult ended = run(log, Watcher.NOBODY);
        Refusal refusal = refusal(ended);
        LedgerEntry entry = entry(ended, refusal, false);
        settle(entry);
        if (refusal != null) {
            List<Header> headers = headers(entry);
            headers.add(NO_RETRY);
            send(job.dialect().status(refusal), headers, refusal(refusal));
            return;
        }
        Answer answer = answer(ended);
        byte[] body =
                job.dialect()
                        .write(planned.request(), answer, ended.totals().usage(), stamp(entry));
        String receipt = RunReceipt.of(planned, ended, entry);
        send(200, headers(entry), job.dialect().withReceipt(body, receipt));
    }

    private void stream(RunLog log) throws LedgerUnavailable {
        rooms.ledger().awaitOpened(job.requestId());
        Showing begun;
        try {
            OutputStream out = new BufferedOutputStream(job.client().stream(streaming()), BUFFER);
            begun =
                    new Showing(
                            planned,
                            out,
                            calls.serving().patience().ping(),
                            rooms.nanos(),
                            this::leave);
        } catch (IOException e) {
            leave();
            settle(entry(run(log, Watcher.NOBODY), null, true));
            return;
        }
        showing = begun;
        calls.sweeper().add(begun.client());
        RunResult ended;
        try {
            ended = run(log, begun);
        } finally {
            calls.sweeper().remove(begun.client());
            begun.client().close();
        }
        Refusal refusal = refusal(ended);
        if (refusal == null
                && begun.hasSaidOtherThan(ended.ranked().getFirst().node().trial().id())) {
            refusal = brokeOff();
        }
        end(begun, ended, refusal);
    }

    private void end(Showing begun, RunResult ended, @Nullable Refusal refusal)
            throws LedgerUnavailable {
        LedgerEntry entry = entry(ended, refusal, true);
        if (refusal == null) {
            try {
                begun.answers(answer(ended), ended.ranked().getFirst().node().trial().id());
            } catch (IOException e) {
                leave();
            }
        }
        settle(entry);
        if (refusal == null) {
            begun.end(RunReceipt.of(planned, ended, entry), ended.totals().usage());
        } else {
            begun.broken(refusal);
        }
    }

    /** As many of the best as the client wants; fewer where there are fewer. */
    private Answer answer(RunResult result) {
        List<Answer.Choice> choices = new ArrayList<>();
        for (Candidate candidate : result.ranked()) {
            if (choices.size() < planned.request().choices()) {
                choices.add(candidate.answer().choices().getFirst());
            }
        }
        return new Answer(null, null, choices);
    }

    /** Why there is no answer; null when there is one. */
    private @Nullable Refusal refusal(RunResult result) {
        if (result.reason() == StopReason.FAILED) {
            return Refusal.mistake();
        }
        String problem = result.problem().isEmpty() ? "" : " " + result.problem() + ".";
        if (result.ranked().isEmpty()) {
            boolean budget =
                    result.reason().isCutShort() && result.reason() != StopReason.CANCELLED;
            return budget
                    ? new Refusal(
                            Refusal.Kind.INVALID,
                            "compute_budget_spent",
                            "The run ended ("
                                    + result.reason().code()
                                    + ") before there was an answer."
                                    + problem,
                            "undercut.compute.budget")
                    : new Refusal(
                            Refusal.Kind.UPSTREAM,
                            "compute_failed",
                            "No call of the run gave an answer." + problem,
                            null);
        }
        boolean unpassed =
                planned.spec().verifier() != null && result.reason() == StopReason.EXHAUSTED;
        if (planned.spec().onExhausted() == RunSpec.OnExhausted.ERROR
                && (result.reason().isCutShort() || unpassed)) {
            return new Refusal(
                    Refusal.Kind.INVALID,
                    "compute_exhausted",
                    "The run ended ("
                            + result.reason().code()
                            + ") without an answer that meets its rule, and on_exhausted is error."
                            + problem,
                    "undercut.compute.on_exhausted");
        }
        return null;
    }

    private static Refusal brokeOff() {
        return new Refusal(
                Refusal.Kind.UPSTREAM,
                "upstream_cut",
                "The answer that was being passed on broke off.",
                null);
    }

    private static Refusal booksClosed() {
        return new Refusal(
                Refusal.Kind.UNAVAILABLE,
                "ledger_unavailable",
                "The ledger cannot be written at the moment, so no request is served.",
                null);
    }

    private LedgerEntry entry(RunResult result, @Nullable Refusal refusal, boolean streamed) {
        Candidate winner = result.ranked().isEmpty() ? null : result.ranked().getFirst();
        var note = winner == null ? null : winner.note();
        Usage own = note == null ? null : note.usage();
        String model = note == null ? null : note.model();
        Baseline baseline = planned.plan().baseline();
        Outcome outcome =
                gone ? Outcome.CLIENT_GONE : refusal == null ? Outcome.OK : Outcome.FAILED;
        int status = refusal == null || streamed ? 200 : job.dialect().status(refusal);
        boolean unknown = result.totals().cost() == null;
        return new LedgerEntry(
                job.requestId(),
                job.at(),
                TimeUnit.NANOSECONDS.toMillis(rooms.nanos().getAsLong() - job.startedNanos()),
                null,
                job.keyId(),
                job.dialect().name(),
                planned.request().model(),
                note == null ? null : note.provider(),
                model,
                null,
                planned.request().stream(),
                outcome,
                gone && !streamed ? 499 : status,
                gone ? "client_gone" : refusal == null ? null : refusal.code(),
                winner == null ? null : winner.answer().choices().getFirst().reason(),
                result.totals().usage(),
                result.totals().estimated() ? UsageBasis.ESTIMATED : UsageBasis.PROVIDER,
                null,
                result.totals().cost(),
                unknown
                        ? "what one of the calls cost is not known"
                        : "sum of " + result.totals().calls() + " calls",
                null,
                baseline == null ? null : baseline.model(),
                baseline == null || own == null || model == null
                        ? null
                        : baseline.cost(own, model, job.at()),
                List.of(),
                planned.request().preferences().task(),
                planned.request().preferences().session(),
                Lineage.run(result.totals().calls()));
    }

    private Stamp stamp(LedgerEntry entry) {
        String model = entry.model() == null ? planned.request().model() : entry.model();
        return new Stamp(job.requestId(), model, job.at().getEpochSecond());
    }

    private List<Header> streaming() {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("content-type", "text/event-stream"));
        headers.add(new Header("cache-control", "no-cache"));
        headers.add(new Header("x-accel-buffering", "no"));
        identify(headers);
        return headers;
    }

    private List<Header> headers(LedgerEntry entry) {
        List<Header> headers = new ArrayList<>();
        headers.add(JSON);
        identify(headers);
        if (entry.provider() != null && entry.model() != null) {
            headers.add(new Header("x-undercut-provider", entry.provider()));
            headers.add(new Header("x-undercut-model", entry.model()));
        }
        if (entry.cost() != null) {
            headers.add(new Header("x-undercut-cost-usd", entry.cost().plain()));
        }
        if (entry.saved() != null) {
            headers.add(new Header("x-undercut-saved-usd", entry.saved().plain()));
        }
        return headers;
    }

    private void identify(List<Header> headers) {
        headers.add(new Header("x-undercut-request-id", job.requestId()));
        headers.add(new Header("x-undercut-run", planned.run()));
        String own = job.dialect().requestIdHeader();
        if (own != null) {
            headers.add(new Header(own, job.requestId()));
        }
    }

    private byte[] refusal(Refusal refusal) {
        return job.dialect().refusal(refusal, job.requestId());
    }

    private void send(int status, List<Header> headers, byte[] body) {
        try {
            job.client().send(status, headers, body);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a client left before its answer");
        }
    }
}

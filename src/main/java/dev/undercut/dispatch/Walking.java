package dev.undercut.dispatch;

import dev.undercut.chat.CallFailure;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dispatch.Client.Header;
import dev.undercut.dispatch.Settlement.Answered;
import dev.undercut.dispatch.Settlement.End;
import dev.undercut.dispatch.UpstreamCall.Result;
import dev.undercut.dispatch.relay.Cancellation;
import dev.undercut.dispatch.relay.Tally;
import dev.undercut.dispatch.walk.Patience;
import dev.undercut.dispatch.walk.Walk;
import dev.undercut.dispatch.walk.Walk.Step;
import dev.undercut.health.Permit;
import dev.undercut.health.Speed;
import dev.undercut.health.Standing;
import dev.undercut.health.Standing.Why;
import dev.undercut.health.Target;
import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.Attempt.Spending;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.market.Offer;
import dev.undercut.route.Quote;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request's way along its plan: does what {@link Walk} says, and notes what came of it. */
final class Walking {
    private static final long FOREVER = Long.MAX_VALUE / 2;

    private final Dispatch.Rooms rooms;
    private final Job job;
    private final ChatRequest request;
    private final Lineup lineup;
    private final Serving serving;
    private final Target[] targets;
    private final Walk walk;
    private final Cancellation gone;
    private final List<Attempt> attempts = new ArrayList<>(2);
    private @Nullable CallFailure last;
    private @Nullable Quote lastQuote;

    /** Whether an offer was called of which nothing is noted yet that says what it cost. */
    private boolean owing;

    private long waitedNanos;

    Walking(Dispatch.Rooms rooms, Job job, ChatRequest request, Lineup lineup, Serving serving) {
        this.rooms = rooms;
        this.job = job;
        this.request = request;
        this.lineup = lineup;
        this.serving = serving;
        this.gone = new Cancellation(rooms.nanos());
        this.targets = new Target[lineup.quotes().size()];
        this.walk =
                new Walk(
                        stages(lineup),
                        serving.patience(),
                        lineup.plan().preferences().maxUsd(),
                        offer -> rooms.health().standing(target(offer)),
                        rooms.random(),
                        job.startedNanos());
    }

    private static List<Walk.Stage> stages(Lineup lineup) {
        List<Walk.Stage> stages = new ArrayList<>(lineup.quotes().size());
        for (int i = 0; i < lineup.quotes().size(); i++) {
            Quote quote = lineup.quotes().get(i);
            stages.add(new Walk.Stage(quote.expected(), quote.worst(), i >= lineup.own()));
        }
        return stages;
    }

    /** Answers the request, whatever happens. */
    void run() {
        job.client().onGone(gone::cancel);
        rooms.sweeper().add(gone);
        try {
            go();
        } finally {
            rooms.sweeper().remove(gone);
        }
    }

    private void go() {
        while (true) {
            switch (walk.next(now())) {
                case Step.GiveUp over -> {
                    fail();
                    return;
                }
                case Step.Wait(long until) -> {
                    if (!pause(until)) {
                        left();
                        return;
                    }
                }
                case Step.Call(int offer, boolean lastResort) -> {
                    if (call(offer, lastResort)) {
                        return;
                    }
                }
            }
        }
    }

    boolean pause(long until) {
        long started = now();
        boolean whole = gone.pause(until);
        waitedNanos += now() - started;
        return whole;
    }

    /** Calls an offer; true when the client has had its answer, or needs none. */
    private boolean call(int offer, boolean lastResort) {
        Try one = prepare(offer, lastResort, gone);
        if (one == null) {
            return false;
        }
        long started = now();
        owing = true;
        Race.Done done = isHedged(offer) ? race(one) : new Race.Done(one, send(one));
        waitedNanos += now() - started;
        return took(done.call(), done.result());
    }

    Result send(Try one) {
        return one.send(request, deadline());
    }

    /** A whole answer is one long wait; a streamed one has its own limit to the first token. */
    private long deadline() {
        return request.stream() ? walk.firstTokenBy(now()) : walk.attemptBy(now());
    }

    /** Gets ready to call; null when that offer cannot be called after all. */
    private @Nullable Try prepare(int offer, boolean lastResort, Cancellation cancellation) {
        UpstreamCall call = caller(offer, false);
        Outgoing outgoing = call.outgoing(request, lineup.quotes().get(offer));
        return prepare(offer, lastResort, cancellation, call, outgoing);
    }

    private @Nullable Try prepare(
            int offer,
            boolean lastResort,
            Cancellation cancellation,
            UpstreamCall call,
            Outgoing outgoing) {
        Quote quote = lineup.quotes().get(offer);
        switch (outgoing) {
            case Outgoing.Unsupported(Refusal refusal) -> {
                CallFailure failure = new CallFailure.Unsupported(refusal);
                note(quote, failure.status(), failure.code(), 0, null);
                last = last == null ? failure : last;
                walk.unsupported(offer);
                return null;
            }
            case Outgoing.Ready ready -> {
                Permit permit = rooms.health().enter(target(offer), lastResort);
                if (permit == null) {
                    walk.wasFull(offer);
                    return null;
                }
                walk.started(offer);
                lastQuote = quote;
                return new Try(
                        offer,
                        quote,
                        new Try.Prepared(call, ready),
                        permit,
                        cancellation,
                        rooms.nanos());
            }
        }
    }

    /** Deals with one result; true when the client has had its answer, or needs none. */
    private boolean took(Try one, Result result) {
        switch (result) {
            case Result.Failed(CallFailure failure) -> {
                if (gone.isCancelled()) {
                    note(one.quote(), failure.status(), "client_gone", one.millis(), null);
                    left();
                    return true;
                }
                failed(one, failure);
                return false;
            }
            case Result.Whole whole -> {
                note(one.quote(), 200, "ok", one.millis(), null);
                Tally tally = new Tally();
                tally.note(whole.answer());
                stays(one);
                rooms.reply().whole(answered(one.quote(), tally, null), whole, overheadMicros());
            }
            case Result.Streaming streaming -> {
                note(one.quote(), streaming.answer().status(), "ok", one.millis(), null);
                stays(one);
                new Answering(this, rooms, job, one, streaming).run();
            }
        }
        return true;
    }

    void failed(Try one, CallFailure failure) {
        Spending spent =
                failure instanceof CallFailure.TimedOut(String m, boolean asked) && asked
                        ? read(one.quote())
                        : null;
        note(one.quote(), failure.status(), failure.code(), one.millis(), spent);
        owing = false;
        last = failure;
        walk.failed(one.offer(), failure, now());
    }

    private void stays(Try one) {
        if (lineup.session() != null && one.offer() < lineup.own()) {
            lineup.session().stayed(one.quote(), now());
        }
    }

    /** Whether that provider goes on with an answer begun. */
    boolean goesOn(int offer) {
        return caller(offer, true).goesOn();
    }

    /**
     * Gets ready to have an answer gone on with; null when that offer cannot be called.
     *
     * @param begun what it is asked to go on with; empty to ask afresh
     */
    @Nullable Try prepareToGoOn(int offer, boolean lastResort, String begun) {
        UpstreamCall call = caller(offer, true);
        Quote quote = lineup.quotes().get(offer);
        Outgoing outgoing =
                begun.isEmpty()
                        ? call.outgoing(request, quote)
                        : call.continuing(request, quote, begun);
        return prepare(offer, lastResort, gone, call, outgoing);
    }

    private UpstreamCall caller(int offer, boolean translate) {
        Offer called = lineup.quotes().get(offer).offer();
        return new UpstreamCall(serving.upstreams().of(called.provider()), request, translate);
    }

    /** Whether a second offer is asked when the first token of this one is late. */
    private boolean isHedged(int offer) {
        return serving.patience().hedge().on()
                && request.stream()
                && lineup.own() > 1
                && hedgeAfter(offer) != null;
    }

    /** The 95th percentile of the time to its first token, or null while it is not measured. */
    private @Nullable Double hedgeAfter(int offer) {
        Speed speed = rooms.health().of(lineup.quotes().get(offer).offer().name());
        return speed.slowFirstTokenMillis();
    }

    /** The call, and beside it a second one when it is late: the first answer is taken. */
    private Race.Done race(Try alone) {
        rooms.hedges().request(serving.patience().hedge().share());
        Cancellation own = ownCancellation();
        Try first = alone.with(own);
        Try second = null;
        try {
            Race race = new Race(rooms.nanos());
            race.enter(first, request, deadline());
            Double late = hedgeAfter(first.offer());
            Race.Done done = race.next((long) ((late == null ? 0 : late) * 1e6));
            if (done != null) {
                return done;
            }
            second = second(first.offer());
            if (second != null) {
                race.enter(second, request, deadline());
            }
            return winner(race, first, second);
        } finally {
            rooms.sweeper().remove(own);
            if (second != null) {
                rooms.sweeper().remove(second.cancellation());
            }
        }
    }

    private @Nullable Try second(int first) {
        OptionalInt other = walk.beside(first);
        return other.isEmpty() || gone.isCancelled() || !rooms.hedges().take()
                ? null
                : prepare(other.getAsInt(), false, ownCancellation());
    }

    /** For a call that can be cut short without giving up the request. */
    private Cancellation ownCancellation() {
        Cancellation own = new Cancellation(rooms.nanos());
        gone.alsoCancels(own);
        rooms.sweeper().add(own);
        return own;
    }

    private Race.Done winner(Race race, Try first, @Nullable Try second) {
        Race.Done done = race.next(FOREVER);
        if (done == null) {
            CallFailure nothing = new CallFailure.TimedOut("no answer in time");
            return new Race.Done(first, new Result.Failed(nothing));
        }
        if (second == null) {
            return done;
        }
        if (done.result() instanceof Result.Failed(CallFailure failure)) {
            Race.Done other = race.next(FOREVER);
            if (other != null && !gone.isCancelled()) {
                failed(done.call(), failure);
            }
            return other == null ? done : other;
        }
        lose(done.call() == first ? second : first);
        return done;
    }

    /** What the slower one has read by now is paid for, whether or not anybody sees its answer. */
    private void lose(Try slower) {
        slower.abandon();
        note(slower.quote(), 0, "hedge_lost", slower.millisSoFar(), read(slower.quote()));
    }

    /** An offer had the request and gave no answer: what it read is taken for charged. */
    private Spending read(Quote quote) {
        Spending spent = Bill.reading(quote, job.at());
        if (spent.cost() != null) {
            walk.spent(spent.cost());
        }
        return spent;
    }

    /** The client left before anything came. */
    private void left() {
        Quote quote = lastQuote;
        if (quote == null) {
            End end = new End(Outcome.CLIENT_GONE, 499, "client_gone");
            rooms.reply().gone(unanswered(end));
        } else {
            rooms.reply().gone(answered(quote, new Tally(), null));
        }
    }

    /** Leaves no row open and no client waiting after a mistake of ours. */
    void mistaken() {
        rooms.reply().refuse(job, Refusal.mistake(), mistakes(Outcome.FAILED, 500), List.of());
    }

    /** The same within an answer that is being passed on. */
    void mistaken(StreamWriter writer, OutputStream out) {
        owing = true;
        rooms.reply().mistaken(mistakes(Outcome.CUT, 200), writer, out);
    }

    private LedgerEntry mistakes(Outcome outcome, int status) {
        Bill bill = owing ? Bill.LOST : Bill.FREE.with(attempts);
        End end = new End(outcome, status, Refusal.mistake().code());
        return rooms.settlement().unanswered(job, request, lineup.plan(), attempts, bill, end);
    }

    private void fail() {
        if (last == null && attempts.isEmpty()) {
            refuseHeld();
            return;
        }
        byte[] refused = Failures.bodyOfRefusal(last);
        if (refused != null && last != null) {
            End end = new End(Outcome.REFUSED, last.status(), last.code());
            rooms.reply().refusedByProvider(job, last, refused, unanswered(end));
            return;
        }
        if (last instanceof CallFailure.Unsupported(Refusal unsaid)) {
            Refusal refusal = unsaid.renamed(job.dialect().fieldNames());
            End end = new End(Outcome.REFUSED, job.dialect().status(refusal), refusal.code());
            rooms.reply().refuse(job, refusal, unanswered(end), List.of());
            return;
        }
        Refusal refusal = Failures.refusal(last, attempts);
        List<Header> headers = new ArrayList<>(Failures.headers(last));
        if (attempts.size() > 1) {
            headers.add(new Header("x-should-retry", "false"));
        }
        End end = new End(Outcome.FAILED, job.dialect().status(refusal), refusal.code());
        rooms.reply().refuse(job, refusal, unanswered(end), headers);
    }

    /** Nobody could be called at all: says what keeps them. */
    private void refuseHeld() {
        Map<String, Why> held = new LinkedHashMap<>();
        long soonest = Long.MAX_VALUE;
        for (int i = 0; i < targets.length; i++) {
            if (rooms.health().standing(target(i)) instanceof Standing.Held(Why why, long until)) {
                held.put(target(i).offer(), why);
                soonest = why.isKeys() ? soonest : Math.min(soonest, until - now());
            }
        }
        long millis = soonest == Long.MAX_VALUE ? 1000 : TimeUnit.NANOSECONDS.toMillis(soonest);
        Header wait = Failures.retryAfter(millis);
        Refusal refusal = Failures.held(held, Long.parseLong(wait.value()));
        End end = new End(Outcome.FAILED, job.dialect().status(refusal), refusal.code());
        List<Header> headers =
                refusal.kind() == Refusal.Kind.RATE_LIMITED
                        ? List.of(wait)
                        : List.of(new Header("x-should-retry", "false"));
        rooms.reply().refuse(job, refusal, unanswered(end), headers);
    }

    private Target target(int offer) {
        Target target = targets[offer];
        if (target == null) {
            Offer called = lineup.quotes().get(offer).offer();
            target = Lineup.target(called, serving.upstreams());
            targets[offer] = target;
        }
        return target;
    }

    ChatRequest request() {
        return request;
    }

    Patience patience() {
        return serving.patience();
    }

    Walk walk() {
        return walk;
    }

    long endBy() {
        return walk.endBy();
    }

    /** Cut short when the client leaves. */
    Cancellation gone() {
        return gone;
    }

    /** Every attempt so far, in order. */
    List<Attempt> attempts() {
        return attempts;
    }

    private LedgerEntry unanswered(End end) {
        return rooms.settlement().unanswered(job, request, lineup.plan(), attempts, end);
    }

    Answered answered(Quote quote, Tally tally, @Nullable Long firstTokenMillis) {
        return new Answered(
                job,
                request,
                lineup.plan(),
                lineup.reason(),
                quote,
                tally,
                attempts,
                firstTokenMillis);
    }

    void note(Quote quote, int status, String code, long millis, @Nullable Spending spent) {
        Offer offer = quote.offer();
        attempts.add(
                new Attempt(offer.provider(), offer.model().id(), status, code, millis, spent));
    }

    long now() {
        return rooms.nanos().getAsLong();
    }

    long sinceAdmission() {
        return TimeUnit.NANOSECONDS.toMillis(now() - job.startedNanos());
    }

    /** What the gateway itself took so far, in microseconds. */
    long overheadMicros() {
        return TimeUnit.NANOSECONDS.toMicros(now() - job.startedNanos() - waitedNanos);
    }
}

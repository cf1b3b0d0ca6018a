package dev.undercut.dispatch;

import dev.undercut.chat.CallFailure;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Delta;
import dev.undercut.chat.Feature;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dispatch.UpstreamCall.Result;
import dev.undercut.dispatch.relay.Cancellation;
import dev.undercut.dispatch.relay.Continuation;
import dev.undercut.dispatch.relay.Delivered;
import dev.undercut.dispatch.relay.Pinging;
import dev.undercut.dispatch.relay.Relay;
import dev.undercut.dispatch.relay.Relay.End;
import dev.undercut.dispatch.relay.Tally;
import dev.undercut.dispatch.walk.Walk.Step;
import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.Ledger.LedgerUnavailable;
import dev.undercut.tokens.TokenCounter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Passes a streamed answer on to its end. One that breaks off is gone on with by another offer
 * where that is possible without losing or repeating text: it must be text and nothing else, and
 * the other offer must go on with it, or say the same again up to where it broke off.
 */
final class Answering {
    private static final System.Logger LOG = System.getLogger(Answering.class.getName());

    /** Begins the code of an attempt whose answer another one went on with. */
    static final String BROKE_OFF = "broke_off";

    private static final int MOST_AGAIN = 2;

    private final Walking walking;
    private final Dispatch.Rooms rooms;
    private final Job job;
    private final ChatRequest request;
    private final Delivered delivered = new Delivered();
    private final Set<Integer> noPrefill = new HashSet<>(0);
    private final boolean recovers;
    private Part part;
    private @Nullable StreamWriter writer;
    private boolean translating;
    private int again;

    /** The part of the answer that one offer gave; its attempt by place in the list. */
    private record Part(Try call, Result.Streaming streaming, Tally tally, int attempt) {}

    Answering(
            Walking walking, Dispatch.Rooms rooms, Job job, Try call, Result.Streaming streaming) {
        this.walking = walking;
        this.rooms = rooms;
        this.job = job;
        this.request = walking.request();
        this.part = new Part(call, streaming, new Tally(), walking.attempts().size() - 1);
        this.recovers =
                walking.patience().recovery()
                        && request.choices() == 1
                        && !request.needs().contains(Feature.JSON_SCHEMA);
    }

    /** Passes it on, and books it. */
    void run() {
        long firstToken = walking.sinceAdmission();
        End how = new End.ClientGone();
        OutputStream out = null;
        try {
            StreamWriter first = firstWriter();
            writer = first;
            out =
                    rooms.reply()
                            .begin(
                                    walking.answered(part.call().quote(), part.tally(), firstToken),
                                    walking.overheadMicros());
            if (out == null) {
                rooms.reply().gone(walking.answered(part.call().quote(), part.tally(), firstToken));
                return;
            }
            how = relay(part, part.streaming().events(), part.streaming().first(), out);
            while (how instanceof End.Cut cut && canGoOn()) {
                End next = goOn(cut, out);
                if (next == null) {
                    break;
                }
                how = next;
            }
            rooms.reply()
                    .end(
                            walking.answered(part.call().quote(), part.tally(), firstToken),
                            how,
                            writer == null ? first : writer,
                            out);
        } catch (LedgerUnavailable e) {
            rooms.reply().refuseUnbooked(job, Reply.booksClosed());
        } catch (RuntimeException e) {
            if (out == null || writer == null) {
                throw e;
            }
            LOG.log(System.Logger.Level.ERROR, "a stream broke off through a mistake of ours", e);
            walking.mistaken(writer, out);
        } finally {
            over(part, how);
        }
    }

    private StreamWriter firstWriter() {
        translating = !part.streaming().sameDialect();
        StreamWriter plain =
                translating
                        ? job.dialect().translating(request, Reply.stamp(job, part.call().quote()))
                        : job.dialect().passing(request.usageAsked(), job.requestId());
        return job.recorded(plain, !translating);
    }

    private End relay(
            Part from, AnswerStream events, @Nullable StreamEvent first, OutputStream out) {
        StreamWriter current = writer == null ? firstWriter() : writer;
        Pinging client =
                new Pinging(current, out, walking.gone(), walking.patience().ping(), rooms.nanos());
        Cancellation waiting = from.call().cancellation();
        Relay.Taken taken =
                recovers ? event -> delivered.note(event, from.call().call().dialect()) : null;
        rooms.sweeper().add(client);
        rooms.sweeper().add(waiting);
        try {
            return new Relay(events, client, from.tally(), taken, waiting, walking.endBy())
                    .run(first);
        } finally {
            rooms.sweeper().remove(client);
            if (waiting != walking.gone()) {
                rooms.sweeper().remove(waiting);
            }
            client.close();
        }
    }

    private boolean canGoOn() {
        return recovers
                && delivered.isOnlyText()
                && (translating
                        || !delivered.isEmpty()
                        || part.call().call().dialect().beginsAgain())
                && !walking.gone().isCancelled();
    }

    /** Lets another offer go on; null when none can. How that one ended, else. */
    private @Nullable End goOn(End.Cut cut, OutputStream out) {
        over(part, cut);
        boolean silent = cut.code().equals("upstream_timeout");
        walking.walk()
                .failed(
                        part.call().offer(),
                        silent
                                ? new CallFailure.TimedOut(cut.message())
                                : new CallFailure.Broken(cut.message(), 200),
                        walking.now());
        String given = delivered.text();
        while (true) {
            switch (walking.walk().next(walking.now())) {
                case Step.GiveUp over -> {
                    return null;
                }
                case Step.Wait(long until) -> {
                    if (!walking.pause(until)) {
                        return new End.ClientGone();
                    }
                }
                case Step.Call(int offer, boolean lastResort) -> {
                    End how = ask(offer, lastResort, given, cut, out);
                    if (how != null) {
                        return how;
                    }
                    if (walking.gone().isCancelled()) {
                        return new End.ClientGone();
                    }
                }
            }
        }
    }

    /** Asks an offer to go on; null when the client got nothing of it. */
    private @Nullable End ask(
            int offer, boolean lastResort, String given, End.Cut cut, OutputStream out) {
        String asked = walking.goesOn(offer) && !noPrefill.contains(offer) ? given.strip() : "";
        if (asked.length() < Continuation.TELLING) {
            asked = "";
        } else {
            asked = given.stripTrailing();
        }
        if (asked.isEmpty() && !given.isEmpty() && ++again > MOST_AGAIN) {
            walking.walk().unsupported(offer);
            return null;
        }
        Try call = walking.prepareToGoOn(offer, lastResort, asked);
        if (call == null) {
            return null;
        }
        return switch (walking.send(call)) {
            case Result.Failed(CallFailure failure) -> {
                refused(call, failure, !asked.isEmpty());
                yield null;
            }
            case Result.Whole whole -> null;
            case Result.Streaming streaming -> take(call, streaming, given, asked, cut, out);
        };
    }

    private void refused(Try call, CallFailure failure, boolean prefilled) {
        if (walking.gone().isCancelled()) {
            walking.note(call.quote(), failure.status(), "client_gone", call.millis(), null);
        } else if (prefilled && failure instanceof CallFailure.BadRequest) {
            walking.note(call.quote(), failure.status(), "prefill_refused", call.millis(), null);
            noPrefill.add(call.offer());
            walking.walk().again(call.offer());
        } else {
            walking.failed(call, failure);
        }
    }

    private @Nullable End take(
            Try call,
            Result.Streaming streaming,
            String given,
            String asked,
            End.Cut cut,
            OutputStream out) {
        walking.note(call.quote(), streaming.answer().status(), "ok", call.millis(), null);
        Part next = new Part(call, streaming, new Tally(), walking.attempts().size() - 1);
        Continuation rest = new Continuation(streaming.events(), given, asked);
        Part before = part;
        prime(next, given);
        End how = relay(next, rest, rest.rest(streaming.first()), out);
        if (!rest.hasDelivered() && how instanceof End.Cut broken) {
            over(next, how);
            code(next, rest.hasDiverged() ? "diverged" : broken.code());
            if (rest.hasDiverged()) {
                walking.walk().unsupported(call.offer());
            } else {
                walking.walk()
                        .failed(
                                call.offer(),
                                new CallFailure.Broken(broken.message(), 200),
                                walking.now());
            }
            return null;
        }
        code(before, BROKE_OFF + ":" + cut.code());
        part = next;
        if (rest.goesOn()) {
            int bytes = given.getBytes(StandardCharsets.UTF_8).length;
            next.tally().before(TokenCounter.textEstimate(bytes));
        }
        return how;
    }

    /** From here on the client's own dialect is written, from where it stands. */
    private void prime(Part next, String given) {
        if (translating) {
            return;
        }
        StreamWriter fresh =
                job.dialect().translating(request, Reply.stamp(job, next.call().quote()));
        List<Delta> said =
                given.isEmpty()
                        ? List.of(new Delta.Started(null, null))
                        : List.of(new Delta.Started(null, null), new Delta.Text(0, given));
        try {
            fresh.write(
                    new StreamEvent.Piece(StreamEvent.NO_FRAME, 0, null, said),
                    OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("nothing was written anywhere", e);
        }
        writer = fresh;
        translating = true;
    }

    /** Notes that an attempt that went well at first did not, and what it cost all the same. */
    private void code(Part of, String code) {
        Attempt noted = walking.attempts().get(of.attempt());
        Attempt.Spending spent = Bill.replaced(of.call().quote(), of.tally(), job.at());
        if (spent.cost() != null) {
            walking.walk().spent(spent.cost());
        }
        walking.attempts()
                .set(
                        of.attempt(),
                        new Attempt(
                                noted.provider(),
                                noted.model(),
                                noted.status(),
                                code,
                                of.call().millisSoFar(),
                                spent));
    }

    /** Tells everybody that a part is over; again is as good as once. */
    private void over(Part of, End how) {
        switch (how) {
            case End.Complete complete ->
                    of.call().permit().answered(of.tally().usage(of.call().quote()).totalOutput());
            case End.Cut cut -> of.call().permit().brokeOff();
            case End.ClientGone left -> of.call().permit().givenUp();
        }
        rooms.endOfAnswer().close(of.streaming().answer(), how instanceof End.Complete);
    }
}

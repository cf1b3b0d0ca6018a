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
import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.Ledger.LedgerUnavailable;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Opening;
import dev.undercut.ledger.Outcome;
import dev.undercut.market.Offer;
import dev.undercut.route.Plan;
import dev.undercut.route.Quote;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Walks a plan: one offer after the other until one answers, the client leaves or none is left. */
final class Dispatch {
    private final Ledger ledger;
    private final Settlement settlement;
    private final Reply reply;
    private final EndOfAnswer endOfAnswer;
    private final LongSupplier nanos;

    Dispatch(
            Ledger ledger,
            Settlement settlement,
            Reply reply,
            EndOfAnswer endOfAnswer,
            LongSupplier nanos) {
        this.ledger = ledger;
        this.settlement = settlement;
        this.reply = reply;
        this.endOfAnswer = endOfAnswer;
        this.nanos = nanos;
    }

    /**
     * Answers the request, whatever happens.
     *
     * @param maxAttempts offers to try at most
     */
    void run(Job job, ChatRequest request, Plan plan, Upstreams upstreams, int maxAttempts) {
        try {
            ledger.open(opening(job, request, plan));
        } catch (LedgerUnavailable e) {
            reply.refuseUnbooked(job, Reply.booksClosed());
            return;
        }
        new Walk(job, request, plan).walk(upstreams, maxAttempts);
    }

    private static Opening opening(Job job, ChatRequest request, Plan plan) {
        Quote first = plan.first();
        return new Opening(
                job.requestId(),
                job.at(),
                job.keyId(),
                request.model(),
                first.offer().provider(),
                first.offer().model().id(),
                request.stream(),
                first.worst());
    }

    /** One request's way along its plan. */
    private final class Walk {
        private final Job job;
        private final ChatRequest request;
        private final Plan plan;
        private final Cancellation cancellation = new Cancellation();
        private final List<Attempt> attempts = new ArrayList<>(2);
        private long waitedNanos;

        Walk(Job job, ChatRequest request, Plan plan) {
            this.job = job;
            this.request = request;
            this.plan = plan;
        }

        void walk(Upstreams upstreams, int maxAttempts) {
            job.client().onGone(cancellation::cancel);
            CallFailure last = null;
            List<Quote> quotes = plan.quotes();
            int tries = Math.min(maxAttempts, quotes.size());
            for (Quote quote : quotes.subList(0, tries)) {
                UpstreamCall call =
                        new UpstreamCall(upstreams.of(quote.offer().provider()), request);
                long started = nanos.getAsLong();
                Result result = send(call, quote);
                last = took(quote, result, started);
                if (last == null) {
                    return;
                }
                if (cancellation.isCancelled()) {
                    reply.gone(answered(quote, new Tally(), null));
                    return;
                }
                if (!last.tryNextOffer()) {
                    break;
                }
            }
            fail(last);
        }

        private Result send(UpstreamCall call, Quote quote) {
            return switch (call.outgoing(request, quote)) {
                case Outgoing.Unsupported(Refusal refusal) ->
                        new Result.Failed(new CallFailure.Unsupported(refusal));
                case Outgoing.Ready ready -> send(call, ready);
            };
        }

        private Result send(UpstreamCall call, Outgoing.Ready ready) {
            long started = nanos.getAsLong();
            cancellation.enter();
            try {
                return call.send(request, ready);
            } finally {
                cancellation.leave();
                waitedNanos += nanos.getAsLong() - started;
            }
        }

        /** Deals with one result; null when the client has its answer, else why it has not. */
        private @Nullable CallFailure took(Quote quote, Result result, long started) {
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - started);
            switch (result) {
                case Result.Failed(CallFailure failure) -> {
                    note(quote.offer(), failure.status(), failure.code(), millis);
                    return failure;
                }
                case Result.Whole whole -> {
                    note(quote.offer(), 200, "ok", millis);
                    Tally tally = new Tally();
                    tally.note(whole.answer());
                    reply.whole(answered(quote, tally, null), whole, overheadMicros());
                    return null;
                }
                case Result.Streaming streaming -> {
                    note(quote.offer(), streaming.answer().status(), "ok", millis);
                    stream(quote, streaming);
                    return null;
                }
            }
        }

        private void stream(Quote quote, Result.Streaming streaming) {
            Tally tally = new Tally();
            Answered answered = answered(quote, tally, sinceAdmission());
            Relay.End how = new Relay.End.ClientGone();
            try {
                OutputStream out = reply.begin(answered, overheadMicros());
                if (out == null) {
                    reply.gone(answered);
                    return;
                }
                StreamWriter writer = writer(quote, streaming);
                how =
                        new Relay(streaming.events(), writer, tally, cancellation)
                                .run(streaming.first(), out);
                reply.end(answered, how, writer, out);
            } catch (LedgerUnavailable e) {
                reply.refuseUnbooked(job, Reply.booksClosed());
            } finally {
                endOfAnswer.close(streaming.answer(), how instanceof Relay.End.Complete);
            }
        }

        private StreamWriter writer(Quote quote, Result.Streaming streaming) {
            boolean same = streaming.sameDialect();
            StreamWriter writer =
                    same
                            ? job.dialect().passing(request.usageAsked())
                            : job.dialect().translating(request, Reply.stamp(job, quote));
            return job.recorded(writer, same);
        }

        private void fail(@Nullable CallFailure last) {
            if (last instanceof CallFailure.BadRequest refused) {
                reply.refusedByProvider(
                        job,
                        refused,
                        unanswered(new End(Outcome.REFUSED, refused.status(), refused.code())));
                return;
            }
            if (last instanceof CallFailure.Unsupported(Refusal refusal)) {
                End end = new End(Outcome.REFUSED, job.dialect().status(refusal), refusal.code());
                reply.refuse(job, refusal, unanswered(end), List.of());
                return;
            }
            Refusal refusal = Failures.refusal(last, attempts);
            List<Header> headers = new ArrayList<>(Failures.headers(last));
            if (attempts.size() > 1) {
                headers.add(new Header("x-should-retry", "false"));
            }
            End end = new End(Outcome.FAILED, job.dialect().status(refusal), refusal.code());
            reply.refuse(job, refusal, unanswered(end), headers);
        }

        private LedgerEntry unanswered(End end) {
            return settlement.unanswered(job, request, plan, attempts, end);
        }

        private Answered answered(Quote quote, Tally tally, @Nullable Long firstTokenMillis) {
            return new Answered(job, request, plan, quote, tally, attempts, firstTokenMillis);
        }

        private void note(Offer offer, int status, String code, long millis) {
            attempts.add(new Attempt(offer.provider(), offer.model().id(), status, code, millis));
        }

        private long sinceAdmission() {
            return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - job.startedNanos());
        }

        /** What the gateway itself took so far, in microseconds. */
        private long overheadMicros() {
            return TimeUnit.NANOSECONDS.toMicros(
                    nanos.getAsLong() - job.startedNanos() - waitedNanos);
        }
    }
}

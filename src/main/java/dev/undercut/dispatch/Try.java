package dev.undercut.dispatch;

import dev.undercut.chat.CallFailure;
import dev.undercut.chat.ChatRequest;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dispatch.UpstreamCall.Result;
import dev.undercut.dispatch.relay.Cancellation;
import dev.undercut.health.Permit;
import dev.undercut.route.Quote;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One call to one offer, from leave to call until it has begun to answer or failed. */
final class Try {
    private final int offer;
    private final Quote quote;
    private final UpstreamCall call;
    private final Outgoing.Ready ready;
    private final Permit permit;
    private final Cancellation cancellation;
    private final LongSupplier nanos;
    private long startedNanos;
    private long tookNanos;
    private boolean abandoned;

    Try(
            int offer,
            Quote quote,
            Prepared prepared,
            Permit permit,
            Cancellation cancellation,
            LongSupplier nanos) {
        this.offer = offer;
        this.quote = quote;
        this.call = prepared.call();
        this.ready = prepared.ready();
        this.permit = permit;
        this.cancellation = cancellation;
        this.nanos = nanos;
        this.startedNanos = nanos.getAsLong();
    }

    /** A request in the words of who is to be called. */
    record Prepared(UpstreamCall call, Outgoing.Ready ready) {}

    /** The same call, cut short by somebody else. */
    Try with(Cancellation other) {
        return new Try(offer, quote, new Prepared(call, ready), permit, other, nanos);
    }

    int offer() {
        return offer;
    }

    Quote quote() {
        return quote;
    }

    Permit permit() {
        return permit;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(tookNanos);
    }

    UpstreamCall call() {
        return call;
    }

    /** So long it has been under way. */
    long millisSoFar() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - startedNanos);
    }

    /** Sends it and waits for an answer to begin, until {@code deadline} at the latest. */
    Result send(ChatRequest request, long deadline) {
        startedNanos = nanos.getAsLong();
        Result result;
        cancellation.enter(deadline);
        try {
            result = call.send(request, ready, permit.key());
        } catch (RuntimeException e) {
            // A mistake of ours, which says nothing of the offer.
            permit.givenUp();
            throw e;
        } finally {
            cancellation.leave();
            tookNanos = nanos.getAsLong() - startedNanos;
        }
        if (result instanceof Result.Failed && cancellation.isLate()) {
            result = new Result.Failed(new CallFailure.TimedOut("no token in time", true));
        }
        tell(result);
        return result;
    }

    /** Nobody waits for it any more; an answer that comes is closed unread. */
    void abandon() {
        synchronized (this) {
            abandoned = true;
        }
        cancellation.cancel();
    }

    synchronized boolean isAbandoned() {
        return abandoned;
    }

    private void tell(Result result) {
        switch (result) {
            case Result.Failed(CallFailure failure) -> {
                if (cancellation.isCancelled()) {
                    permit.givenUp();
                } else {
                    permit.failed(failure);
                }
            }
            case Result.Whole whole -> permit.answered(0);
            case Result.Streaming streaming -> permit.began();
        }
    }
}

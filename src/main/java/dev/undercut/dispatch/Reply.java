package dev.undercut.dispatch;

import dev.undercut.chat.Answer;
import dev.undercut.chat.CallFailure;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.ClientDialect.Stamp;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dispatch.Client.Header;
import dev.undercut.dispatch.Settlement.Answered;
import dev.undercut.dispatch.Settlement.End;
import dev.undercut.dispatch.UpstreamCall.Result;
import dev.undercut.dispatch.relay.Relay;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.Ledger.LedgerUnavailable;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.route.Quote;
import dev.undercut.telemetry.Telemetry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes answers to clients and settles what they cost. The entry is on disk before the last bytes
 * go out.
 */
final class Reply {
    private static final System.Logger LOG = System.getLogger(Reply.class.getName());
    private static final int BUFFER = 8 * 1024;
    static final Header JSON = new Header("content-type", "application/json");
    static final Header EVENTS = new Header("content-type", "text/event-stream");
    static final Header NO_CACHE = new Header("cache-control", "no-cache");
    static final Header UNBUFFERED = new Header("x-accel-buffering", "no");
    private static final Header NO_RETRY = new Header("x-should-retry", "false");

    private final Ledger ledger;
    private final Settlement settlement;
    private final Telemetry telemetry;

    Reply(Ledger ledger, Settlement settlement, Telemetry telemetry) {
        this.ledger = ledger;
        this.settlement = settlement;
        this.telemetry = telemetry;
    }

    /** A whole answer. */
    void whole(Answered answered, Result.Whole whole, long overheadMicros) {
        Job job = answered.job();
        LedgerEntry entry = settlement.answered(answered, new End(Outcome.OK, 200, null));
        List<Header> headers = headers(answered, overheadMicros, JSON);
        if (entry.cost() != null) {
            headers.add(new Header("x-undercut-cost-usd", entry.cost().plain()));
        }
        if (entry.saved() != null) {
            headers.add(new Header("x-undercut-saved-usd", entry.saved().plain()));
        }
        String receipt = Receipt.json(entry, answered.reason());
        byte[] body =
                whole.sameDialect()
                        ? job.dialect().asAsked(answered.request(), whole.body())
                        : translated(answered, whole, entry);
        byte[] receipted = job.dialect().withReceipt(body, receipt);
        // Last, so that the books say OK of nothing that could not be written.
        if (!settle(job, entry)) {
            return;
        }
        if (job.recording() != null) {
            job.recording().ended(answered, whole, body, entry);
        }
        send(job, 200, headers, receipted);
    }

    private static byte[] translated(Answered answered, Result.Whole whole, LedgerEntry entry) {
        return answered.job()
                .dialect()
                .write(
                        answered.request(),
                        Answer.of(whole.answer().deltas()),
                        entry.usage() == null ? Usage.NONE : entry.usage(),
                        stamp(answered.job(), answered.quote()));
    }

    /** What a translated answer says of itself. */
    static Stamp stamp(Job job, Quote quote) {
        return new Stamp(job.requestId(), quote.offer().model().id(), job.at().getEpochSecond());
    }

    /**
     * Begins a streamed answer; null when the client is gone.
     *
     * @throws LedgerUnavailable when the books cannot take the request
     */
    @Nullable OutputStream begin(Answered answered, long overheadMicros) throws LedgerUnavailable {
        ledger.awaitOpened(answered.job().requestId());
        List<Header> headers = headers(answered, overheadMicros, EVENTS, NO_CACHE, UNBUFFERED);
        try {
            return new BufferedOutputStream(answered.job().client().stream(headers), BUFFER);
        } catch (IOException e) {
            return null;
        }
    }

    /** Ends a streamed answer that came to its end, or to another one. */
    void end(Answered answered, Relay.End how, StreamWriter writer, OutputStream out) {
        End end =
                switch (how) {
                    case Relay.End.Complete complete -> new End(Outcome.OK, 200, null);
                    case Relay.End.Cut cut -> new End(Outcome.CUT, 200, cut.code());
                    case Relay.End.ClientGone gone ->
                            new End(Outcome.CLIENT_GONE, 200, "client_gone");
                };
        LedgerEntry entry = settlement.answered(answered, end);
        try {
            ledger.settle(entry);
            telemetry.settled(entry);
            switch (how) {
                case Relay.End.Complete complete -> {
                    if (answered.job().recording() != null) {
                        answered.job().recording().ended(answered, entry);
                    }
                    writer.end(
                            Receipt.json(entry, answered.reason()),
                            entry.usage() == null ? Usage.NONE : entry.usage(),
                            out);
                }
                case Relay.End.Cut cut -> writer.broken(brokenOff(answered, cut), out);
                case Relay.End.ClientGone gone -> {}
            }
            out.flush();
        } catch (LedgerUnavailable e) {
            LOG.log(System.Logger.Level.ERROR, "the ledger cannot be written: {0}", e.getMessage());
            broken(writer, out, booksClosed());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a client left before its last bytes");
        }
    }

    /** Ends a streamed answer in which we made a mistake. */
    void mistaken(LedgerEntry entry, StreamWriter writer, OutputStream out) {
        try {
            ledger.settle(entry);
            telemetry.settled(entry);
            broken(writer, out, Refusal.mistake());
        } catch (LedgerUnavailable e) {
            LOG.log(System.Logger.Level.ERROR, "the ledger cannot be written: {0}", e.getMessage());
            broken(writer, out, booksClosed());
        }
    }

    /** The client left before anything came. */
    void gone(Answered answered) {
        gone(settlement.answered(answered, new End(Outcome.CLIENT_GONE, 499, "client_gone")));
    }

    /** The client left; nobody is told anything. */
    void gone(LedgerEntry entry) {
        try {
            ledger.settle(entry);
            telemetry.settled(entry);
        } catch (LedgerUnavailable e) {
            LOG.log(System.Logger.Level.ERROR, "the ledger cannot be written: {0}", e.getMessage());
        }
    }

    /** Refuses a request that nobody was paid for. */
    void refuse(Job job, Refusal refusal, LedgerEntry entry, List<Header> more) {
        if (!settle(job, entry)) {
            return;
        }
        List<Header> headers = new ArrayList<>(more);
        headers.add(JSON);
        addRequestId(headers, job);
        byte[] body = job.dialect().refusal(refusal, job.requestId());
        send(job, job.dialect().status(refusal), headers, body);
    }

    /**
     * Passes on a provider's refusal of the request itself, in the client's dialect.
     *
     * @param body the provider's own words in that dialect; empty where it has none
     */
    void refusedByProvider(Job job, CallFailure failure, byte[] body, LedgerEntry entry) {
        if (body.length == 0) {
            Refusal refusal =
                    new Refusal(
                            Refusal.Kind.INVALID,
                            failure instanceof CallFailure.TooLong
                                    ? "context_length_exceeded"
                                    : "refused_by_provider",
                            "The provider refused the request: " + failure.message(),
                            null);
            refuse(job, refusal, entry, List.of(NO_RETRY));
            return;
        }
        if (settle(job, entry)) {
            List<Header> headers = new ArrayList<>();
            headers.add(JSON);
            addRequestId(headers, job);
            headers.add(NO_RETRY);
            send(job, failure.status(), headers, body);
        }
    }

    /** Refuses without an entry: the books themselves are what fails. */
    void refuseUnbooked(Job job, Refusal refusal) {
        send(job, job.dialect().status(refusal), List.of(JSON), job.dialect().refusal(refusal));
    }

    /** What a client hears while the books cannot be written: nothing is spent unbooked. */
    static Refusal booksClosed() {
        return new Refusal(
                Refusal.Kind.UNAVAILABLE,
                "ledger_unavailable",
                "The ledger cannot be written at the moment, so no request is served. The operator"
                        + " should look at the disk of the data directory.",
                null);
    }

    /** Puts an entry on disk; false when that failed and the client has been told. */
    boolean settle(Job job, LedgerEntry entry) {
        try {
            ledger.settle(entry);
            telemetry.settled(entry);
            return true;
        } catch (LedgerUnavailable e) {
            LOG.log(System.Logger.Level.ERROR, "the ledger cannot be written: {0}", e.getMessage());
            refuseUnbooked(job, booksClosed());
            return false;
        }
    }

    private static void broken(StreamWriter writer, OutputStream out, Refusal refusal) {
        try {
            writer.broken(refusal, out);
            out.flush();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a client left before its error event");
        }
    }

    private static Refusal brokenOff(Answered answered, Relay.End.Cut cut) {
        return new Refusal(
                Refusal.Kind.UPSTREAM,
                cut.code(),
                "The answer of " + answered.quote().offer().name() + " broke off: " + cut.message(),
                null);
    }

    private static List<Header> headers(Answered answered, long overheadMicros, Header... more) {
        List<Header> headers = new ArrayList<>(9);
        headers.addAll(List.of(more));
        addRequestId(headers, answered.job());
        headers.add(new Header("x-undercut-provider", answered.quote().offer().provider()));
        headers.add(new Header("x-undercut-model", answered.quote().offer().model().id()));
        headers.add(new Header("x-undercut-overhead-us", Long.toString(overheadMicros)));
        return headers;
    }

    /** Also under the name by which the dialect's own clients look for it. */
    static void addRequestId(List<Header> headers, Job job) {
        headers.add(new Header("x-undercut-request-id", job.requestId()));
        String own = job.dialect().requestIdHeader();
        if (own != null) {
            headers.add(new Header(own, job.requestId()));
        }
    }

    static void send(Job job, int status, List<Header> headers, byte[] body) {
        try {
            job.client().send(status, headers, body);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a client left before its answer");
        }
    }
}

package dev.undercut.dispatch;

import dev.undercut.chat.Delta;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.SseFrames.Frame;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dispatch.Settlement.Answered;
import dev.undercut.dispatch.UpstreamCall.Result;
import dev.undercut.dispatch.cache.CacheKey;
import dev.undercut.dispatch.cache.CachedAnswer;
import dev.undercut.dispatch.cache.CachedAnswer.Content;
import dev.undercut.dispatch.cache.RequestDigest;
import dev.undercut.dispatch.cache.ResponseCache;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.route.Quote;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a copy of an answer on its way to the client and hands it to the cache when it has turned
 * out to be complete: settled as OK, and ended by the model itself.
 */
final class Recording {
    private final ResponseCache cache;
    private final RequestDigest digest;
    private final int most;
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream(0);
    private final List<Delta> deltas = new ArrayList<>(0);
    private long size;
    private boolean passed;
    private boolean spoilt;

    Recording(ResponseCache cache, RequestDigest digest) {
        this.cache = cache;
        this.digest = digest;
        this.most = cache.settings().maxEntryBytes();
    }

    /** The key of that request's answer by the offer of that quote. */
    static CacheKey key(RequestDigest digest, Quote quote, boolean streamed) {
        return new CacheKey(digest, quote.offer().name(), quote.outputLimit(), streamed);
    }

    /** The answer is not one offer's own from beginning to end; it will not be kept. */
    void spoil() {
        spoilt = true;
        wire.reset();
        deltas.clear();
    }

    /** The same writer, recorded. */
    StreamWriter beside(StreamWriter writer, boolean sameDialect) {
        passed = sameDialect;
        return new Recorded(writer);
    }

    /** A streamed answer has come to its end and is settled. */
    void ended(Answered answered, LedgerEntry entry) {
        if (!spoilt) {
            Content content =
                    passed
                            ? new Content.Passed(wire.toByteArray(), true)
                            : new Content.Told(deltas);
            keep(answered, content, entry);
        }
    }

    /**
     * A whole answer is settled.
     *
     * @param body in the client's dialect, without receipt
     */
    void ended(Answered answered, Result.Whole whole, byte[] body, LedgerEntry entry) {
        Content content =
                whole.sameDialect()
                        ? new Content.Passed(body, false)
                        : new Content.Told(whole.answer().deltas());
        keep(answered, content, entry);
    }

    private void keep(Answered answered, Content content, LedgerEntry entry) {
        boolean vectors = answered.request().needs().contains(Feature.EMBEDDINGS);
        StopReason reason = entry.stopReason();
        // Embeddings do not say why they stop.
        boolean whole = reason == null ? vectors : isTheModelsOwnEnd(reason);
        // What two offers wrote together is neither's answer.
        if (entry.outcome() == Outcome.OK && whole && !Receipt.isRecovered(entry)) {
            boolean streamed = answered.request().stream();
            cache.keep(
                    key(digest, answered.quote(), streamed),
                    new CachedAnswer(content, entry, entry.at().plusMillis(entry.millis())));
        }
    }

    private static boolean isTheModelsOwnEnd(StopReason reason) {
        return switch (reason) {
            case STOP, LENGTH, TOOL -> true;
            case FILTER, ERROR -> false;
        };
    }

    private void note(StreamEvent event) {
        switch (event) {
            case StreamEvent.Piece piece -> note(piece.frame(), piece.deltas());
            case StreamEvent.Finish finish -> {
                if (!isTheModelsOwnEnd(finish.reason())) {
                    spoil();
                }
                note(finish.frame(), finish.deltas());
            }
            case StreamEvent.UsageOnly usage -> note(usage.frame(), List.of());
            case StreamEvent.Idle idle -> {}
            case StreamEvent.Done done -> {}
            case StreamEvent.Failed failed -> spoil();
        }
    }

    private void note(Frame frame, List<Delta> more) {
        if (spoilt) {
            return;
        }
        if (passed) {
            int length = frame.to() - frame.from();
            size += length;
            // An event without bytes of its own came from somewhere else.
            if (size > most || length == 0) {
                spoil();
            } else {
                wire.write(frame.buffer(), frame.from(), length);
            }
            return;
        }
        more.forEach(delta -> size += CachedAnswer.bytesOf(delta));
        if (size > most) {
            spoil();
        } else {
            deltas.addAll(more);
        }
    }

    private final class Recorded implements StreamWriter {
        private final StreamWriter writer;

        Recorded(StreamWriter writer) {
            this.writer = writer;
        }

        @Override
        public void write(StreamEvent event, OutputStream out) throws IOException {
            note(event);
            writer.write(event, out);
        }

        @Override
        public void ping(OutputStream out) throws IOException {
            writer.ping(out);
        }

        @Override
        public void end(String receipt, Usage usage, OutputStream out) throws IOException {
            writer.end(receipt, usage, out);
        }

        @Override
        public void broken(Refusal refusal, OutputStream out) throws IOException {
            spoil();
            writer.broken(refusal, out);
        }
    }
}

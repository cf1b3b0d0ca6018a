package dev.undercut.dispatch;

import dev.undercut.chat.Answer;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Delta;
import dev.undercut.chat.OriginalBody.Translation;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.ClientDialect.Stamp;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.WholeAnswer;
import dev.undercut.dispatch.Client.Header;
import dev.undercut.dispatch.cache.CacheKey;
import dev.undercut.dispatch.cache.CachedAnswer;
import dev.undercut.dispatch.cache.CachedAnswer.Content;
import dev.undercut.dispatch.cache.RequestDigest;
import dev.undercut.dispatch.cache.ResponseCache;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.route.Plan;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests from the {@link ResponseCache}, in the form they ask for: the bytes as they were
 * where the form is the same, else what they say, written anew.
 */
final class Replay {
    private static final System.Logger LOG = System.getLogger(Replay.class.getName());
    private static final int BUFFER = 8 * 1024;

    /**
     * Fields without neutral meaning that do not show in an answer, so that its form may change.
     */
    private static final Set<String> UNSEEN =
            Set.of(
                    "user",
                    "metadata",
                    "store",
                    "service_tier",
                    "safety_identifier",
                    "prompt_cache_key",
                    "prompt_cache_retention",
                    "logit_bias",
                    "verbosity",
                    "prediction");

    private final Reply reply;
    private final Settlement settlement;
    private final LongSupplier nanos;

    Replay(Reply reply, Settlement settlement, LongSupplier nanos) {
        this.reply = reply;
        this.settlement = settlement;
        this.nanos = nanos;
    }

    /**
     * Answers from the cache, or says how to go on: the same job, with a recording where its answer
     * may be kept.
     *
     * @return null when the client has had its answer
     */
    @Nullable Job orRecord(
            Job job, Incoming incoming, ChatRequest request, Plan plan, Serving serving) {
        ResponseCache cache = serving.cache();
        ResponseCache.Settings settings = cache.settings();
        // Of several answers only the first one's end is looked at, so those are not kept.
        if (!settings.enabled()
                || request.preferences().uncached()
                || request.choices() > 1
                || incoming.body().length > settings.maxEntryBytes()) {
            return job;
        }
        RequestDigest digest;
        try {
            digest =
                    RequestDigest.of(
                            job.keyId(), job.dialect().path(), incoming.headers(), incoming.body());
        } catch (IOException e) {
            return job;
        }
        CacheKey key = Recording.key(digest, plan.first(), request.stream());
        CachedAnswer found = cache.find(key);
        Upstream upstream = serving.upstreams().of(plan.first().offer().provider());
        if (found == null) {
            found = inOtherForm(cache.find(key.inOtherForm()), request, upstream);
        }
        if (found == null) {
            return job.recording(new Recording(cache, digest));
        }
        answer(job, request, plan, found, upstream);
        return null;
    }

    /** What an answer in the other form says, if this form can say all of it. */
    private static @Nullable CachedAnswer inOtherForm(
            @Nullable CachedAnswer found, ChatRequest request, Upstream upstream) {
        if (found == null || !(found.content() instanceof Content.Passed passed)) {
            return found;
        }
        boolean sayable =
                request.body().translated() instanceof Translation.Of(var conversation)
                        && UNSEEN.containsAll(conversation.others().keySet());
        List<Delta> deltas = sayable ? deltas(passed, upstream) : null;
        return deltas == null
                ? null
                : new CachedAnswer(new Content.Told(deltas), found.made(), found.at());
    }

    private static @Nullable List<Delta> deltas(Content.Passed passed, Upstream upstream) {
        if (!passed.streamed()) {
            WholeAnswer whole =
                    upstream.dialect().whole(passed.wire(), upstream.quirks(), Depth.TRANSLATE);
            return whole == null ? null : whole.deltas();
        }
        List<Delta> deltas = new ArrayList<>();
        try {
            AnswerStream events = events(passed, upstream, Depth.TRANSLATE);
            for (StreamEvent event = events.next(); event != null; event = events.next()) {
                deltas.addAll(deltas(event));
            }
        } catch (IOException e) {
            return null;
        }
        return deltas;
    }

    private static List<Delta> deltas(StreamEvent event) {
        return switch (event) {
            case StreamEvent.Piece piece -> piece.deltas();
            case StreamEvent.Finish finish -> finish.deltas();
            case StreamEvent.UsageOnly usage -> List.of();
            case StreamEvent.Idle idle -> List.of();
            case StreamEvent.Done done -> List.of();
            case StreamEvent.Failed failed -> List.of();
        };
    }

    private static AnswerStream events(Content.Passed passed, Upstream upstream, Depth depth) {
        return upstream.dialect().stream(
                new ByteArrayInputStream(passed.wire()), upstream.quirks(), depth);
    }

    private void answer(
            Job job, ChatRequest request, Plan plan, CachedAnswer found, Upstream upstream) {
        LedgerEntry entry = settlement.cached(job, request, plan, found.made());
        if (!reply.settle(job, entry)) {
            return;
        }
        long age = Math.max(0, found.at().until(job.at()).toSeconds());
        String reason = plan.reason() + "; answered from the cache, " + age + " s old";
        String receipt = Receipt.json(entry, reason);
        if (request.stream()) {
            stream(new Given(job, request, found, entry), receipt, upstream);
        } else {
            byte[] body = whole(new Given(job, request, found, entry));
            List<Header> headers = headers(job, entry, Reply.JSON);
            Reply.send(job, 200, headers, job.dialect().withReceipt(body, receipt));
        }
    }

    /** A request and the answer that it is given. */
    private record Given(Job job, ChatRequest request, CachedAnswer found, LedgerEntry entry) {
        Usage usage() {
            return entry.usage() == null ? Usage.NONE : entry.usage();
        }

        Stamp stamp() {
            String model = entry.model() == null ? "" : entry.model();
            return new Stamp(job.requestId(), model, job.at().getEpochSecond());
        }
    }

    private static byte[] whole(Given given) {
        return switch (given.found().content()) {
            case Content.Passed passed -> passed.wire();
            case Content.Told told ->
                    given.job()
                            .dialect()
                            .write(
                                    given.request(),
                                    Answer.of(told.deltas()),
                                    given.usage(),
                                    given.stamp());
        };
    }

    private void stream(Given given, String receipt, Upstream upstream) {
        Job job = given.job();
        List<Header> headers =
                headers(job, given.entry(), Reply.EVENTS, Reply.NO_CACHE, Reply.UNBUFFERED);
        try {
            OutputStream out = new BufferedOutputStream(job.client().stream(headers), BUFFER);
            StreamWriter writer =
                    switch (given.found().content()) {
                        case Content.Passed passed -> passed(given, passed, upstream, out);
                        case Content.Told told -> told(given, told, out);
                    };
            writer.end(receipt, given.usage(), out);
            out.flush();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a client left within an answer from the cache");
        }
    }

    private static StreamWriter passed(
            Given given, Content.Passed passed, Upstream upstream, OutputStream out)
            throws IOException {
        StreamWriter writer =
                given.job()
                        .dialect()
                        .passing(given.request().usageAsked(), given.job().requestId());
        AnswerStream events = events(passed, upstream, Depth.METER);
        for (StreamEvent event = events.next(); event != null; event = events.next()) {
            writer.write(event, out);
        }
        return writer;
    }

    private static StreamWriter told(Given given, Content.Told told, OutputStream out)
            throws IOException {
        StreamWriter writer = given.job().dialect().translating(given.request(), given.stamp());
        for (Delta delta : told.deltas()) {
            writer.write(event(delta), out);
        }
        return writer;
    }

    private static StreamEvent event(Delta delta) {
        return delta instanceof Delta.Stopped stopped
                ? new StreamEvent.Finish(
                        StreamEvent.NO_FRAME, stopped.reason(), null, List.of(delta))
                : new StreamEvent.Piece(StreamEvent.NO_FRAME, 0, null, List.of(delta));
    }

    private List<Header> headers(Job job, LedgerEntry entry, Header... more) {
        List<Header> headers = new ArrayList<>(10);
        headers.addAll(List.of(more));
        Reply.addRequestId(headers, job);
        headers.add(new Header("x-undercut-provider", String.valueOf(entry.provider())));
        headers.add(new Header("x-undercut-model", String.valueOf(entry.model())));
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos.getAsLong() - job.startedNanos());
        headers.add(new Header("x-undercut-overhead-us", Long.toString(micros)));
        headers.add(new Header("x-undercut-cached", "true"));
        headers.add(new Header("x-undercut-cost-usd", "0"));
        if (entry.saved() != null) {
            headers.add(new Header("x-undercut-saved-usd", entry.saved().plain()));
        }
        return headers;
    }
}

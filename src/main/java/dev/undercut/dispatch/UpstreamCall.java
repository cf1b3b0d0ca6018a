package dev.undercut.dispatch;

import dev.undercut.chat.CallFailure;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Feature;
import dev.undercut.chat.OriginalBody.Change;
import dev.undercut.chat.OriginalBody.Translation;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.WholeAnswer;
import dev.undercut.provider.Provider;
import dev.undercut.route.Quote;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes one call to one offer and looks far enough into the answer to know that it is one. What
 * comes after a failure is {@link Dispatch}'s business.
 */
final class UpstreamCall {
    private static final int MAX_ERROR_BODY = 64 * 1024;
    private static final int MAX_WHOLE_BODY = 256 * 1024 * 1024;

    private static final byte[] NO_BODY = {};

    private final Upstream upstream;
    private final UpstreamDialect dialect;
    private final boolean translate;

    UpstreamCall(Upstream upstream, ChatRequest request) {
        this(upstream, request, false);
    }

    /**
     * A call.
     *
     * @param translate whether the answer is read to its last word in any case
     */
    UpstreamCall(Upstream upstream, ChatRequest request, boolean translate) {
        this.upstream = upstream;
        this.translate = translate;
        UpstreamDialect chat = upstream.dialect();
        UpstreamDialect vectors =
                request.needs().contains(Feature.EMBEDDINGS) ? chat.embeddings() : null;
        // Where a provider makes none, the body says so itself: it can be translated to nothing.
        this.dialect = vectors == null ? chat : vectors;
    }

    /** What came of a call. */
    sealed interface Result {

        /** A whole answer. */
        @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
        record Whole(byte[] body, WholeAnswer answer, boolean sameDialect) implements Result {}

        /**
         * The beginning of a streamed answer; the caller closes it.
         *
         * @param first its first real event
         */
        record Streaming(
                Provider.Answer answer, AnswerStream events, StreamEvent first, boolean sameDialect)
                implements Result {}

        /** No answer. */
        record Failed(CallFailure failure) implements Result {}
    }

    /**
     * The request as this provider shall see it: byte for byte the client's where both speak the
     * same dialect, else translated.
     */
    Outgoing outgoing(ChatRequest request, Quote quote) {
        return isSameDialect(request)
                ? passed(request, quote)
                : switch (request.body().translated()) {
                    case Translation.Refused(Refusal refusal) -> new Outgoing.Unsupported(refusal);
                    case Translation.Of(Conversation conversation) ->
                            dialect.write(conversation, target(request, quote));
                };
    }

    /**
     * The request with an answer begun, for an offer that goes on with it.
     *
     * @param begun what the answer has said so far; not empty, without space at its end
     */
    Outgoing continuing(ChatRequest request, Quote quote, String begun) {
        return switch (request.body().translated()) {
            case Translation.Refused(Refusal refusal) -> new Outgoing.Unsupported(refusal);
            case Translation.Of(Conversation conversation) ->
                    upstream.dialect().write(conversation.withTurn(begun), target(request, quote));
        };
    }

    /** Whether this provider goes on with an answer begun. */
    boolean goesOn() {
        return upstream.quirks().prefill();
    }

    UpstreamDialect dialect() {
        return dialect;
    }

    private boolean isSameDialect(ChatRequest request) {
        return request.body().dialect().equals(dialect.name());
    }

    private Outgoing passed(ChatRequest request, Quote quote) {
        Quirks quirks = upstream.quirks();
        boolean ask = request.stream() && quirks.streamUsage() == Quirks.StreamUsage.ASK;
        String model = quote.offer().upstreamId();
        Change change = new Change(model, ask, quote.outputLimit(), quirks.outputLimit());
        return new Outgoing.Ready(
                dialect.chatPath(model, request.stream()),
                request.body().headers(),
                request.body().rewritten(change));
    }

    private Target target(ChatRequest request, Quote quote) {
        return new Target(
                quote.offer().upstreamId(),
                request.stream(),
                quote.outputLimit(),
                quote.offer().maxOutput(),
                upstream.quirks(),
                quote.offer().features().contains(Feature.REASONING));
    }

    /**
     * Sends it. Blocks; an interruption ends the call.
     *
     * @param key which of the provider's keys to use, from 0
     */
    Result send(ChatRequest request, Outgoing.Ready ready, int key) {
        Provider.Call call =
                new Provider.Call(
                        ready.path(),
                        ready.headers(),
                        ready.body(),
                        request.stream(),
                        upstream.firstByte());
        Provider.@Nullable Answer answer = null;
        try {
            answer = upstream.providers().get(key).post(call);
            Result result = look(request, answer);
            if (result instanceof Result.Streaming) {
                answer = null;
            }
            return result;
        } catch (SocketTimeoutException e) {
            return new Result.Failed(new CallFailure.TimedOut("no answer in time", true));
        } catch (IOException e) {
            return new Result.Failed(new CallFailure.Unreachable(reason(e)));
        } finally {
            if (answer != null) {
                answer.close();
            }
        }
    }

    private Result look(ChatRequest request, Provider.Answer answer) throws IOException {
        boolean same = isSameDialect(request) && !translate;
        Depth depth = same ? Depth.METER : Depth.TRANSLATE;
        if (answer.status() < 200 || answer.status() > 299) {
            byte[] body = answer.redacted(upTo(answer.body(), MAX_ERROR_BODY));
            CallFailure failure = dialect.failure(answer.status(), answer::header, body);
            return new Result.Failed(same ? failure : inWords(failure));
        }
        if (request.stream() && dialect.isStream(contentType(answer))) {
            return streaming(answer, dialect.stream(answer.body(), upstream.quirks(), depth), same);
        }
        byte[] body = answer.body().readNBytes(MAX_WHOLE_BODY);
        WholeAnswer whole = dialect.whole(body, upstream.quirks(), depth);
        if (whole == null || request.stream()) {
            return new Result.Failed(broken(answer, body.length));
        }
        if (answer.body().read() >= 0) {
            return new Result.Failed(
                    new CallFailure.Broken("an answer of more than 256 MiB", answer.status()));
        }
        return new Result.Whole(body, whole, same);
    }

    /** What a client of another dialect can be told of a refusal: its message. */
    private static CallFailure inWords(CallFailure failure) {
        return switch (failure) {
            case CallFailure.BadRequest refused ->
                    new CallFailure.BadRequest(refused.message(), refused.status(), NO_BODY);
            case CallFailure.TooLong refused ->
                    new CallFailure.TooLong(refused.message(), refused.status(), NO_BODY);
            case CallFailure other -> other;
        };
    }

    /** Holds the client's status line until the provider has really begun to answer. */
    private static Result streaming(Provider.Answer answer, AnswerStream events, boolean same)
            throws IOException {
        StreamEvent event = events.next();
        while (event instanceof StreamEvent.Idle) {
            event = events.next();
        }
        return switch (event) {
            case null ->
                    new Result.Failed(new CallFailure.Broken("an empty stream", answer.status()));
            case StreamEvent.Failed(String message) ->
                    new Result.Failed(new CallFailure.Broken(message, answer.status()));
            case StreamEvent.Done done ->
                    new Result.Failed(
                            new CallFailure.Broken("a stream without content", answer.status()));
            case StreamEvent real -> new Result.Streaming(answer, events, real, same);
        };
    }

    private static String contentType(Provider.Answer answer) {
        String type = answer.header("content-type");
        return type == null ? "" : type.toLowerCase(Locale.ROOT);
    }

    private static CallFailure broken(Provider.Answer answer, int length) {
        String type = answer.header("content-type");
        return new CallFailure.Broken(
                "HTTP "
                        + answer.status()
                        + " with "
                        + length
                        + " bytes of "
                        + (type == null ? "no content type" : type)
                        + " that are no answer",
                answer.status());
    }

    private static byte[] upTo(InputStream in, int limit) {
        try {
            return in.readNBytes(limit);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}

package dev.undercut.dispatch;

import dev.undercut.chat.CallFailure;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.OriginalBody.Change;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.UpstreamDialect;
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

    private final Upstream upstream;

    UpstreamCall(Upstream upstream) {
        this.upstream = upstream;
    }

    /** What came of a call. */
    sealed interface Result {

        /** A whole answer. */
        @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
        record Whole(byte[] body, WholeAnswer answer) implements Result {}

        /**
         * The beginning of a streamed answer; the caller closes it.
         *
         * @param first its first real event
         */
        record Streaming(Provider.Answer answer, AnswerStream events, StreamEvent first)
                implements Result {}

        /** No answer. */
        record Failed(CallFailure failure) implements Result {}
    }

    /** The request as this provider shall see it. */
    byte[] body(ChatRequest request, Quote quote) {
        Quirks quirks = upstream.quirks();
        boolean ask = request.stream() && quirks.streamUsage() == Quirks.StreamUsage.ASK;
        return request.body()
                .rewritten(
                        new Change(
                                quote.offer().upstreamId(),
                                ask,
                                quote.outputLimit(),
                                quirks.outputLimit()));
    }

    /** Sends it. Blocks; an interruption ends the call. */
    Result send(byte[] body, boolean stream) {
        UpstreamDialect dialect = upstream.dialect();
        Provider.Call call =
                new Provider.Call(dialect.chatPath(), body, stream, upstream.firstByte());
        Provider.@Nullable Answer answer = null;
        try {
            answer = upstream.provider().post(call);
            Result result = look(stream, answer, dialect, upstream.quirks());
            if (result instanceof Result.Streaming) {
                answer = null;
            }
            return result;
        } catch (SocketTimeoutException e) {
            return new Result.Failed(new CallFailure.TimedOut("no answer in time"));
        } catch (IOException e) {
            return new Result.Failed(new CallFailure.Unreachable(reason(e)));
        } finally {
            if (answer != null) {
                answer.close();
            }
        }
    }

    private static Result look(
            boolean stream, Provider.Answer answer, UpstreamDialect dialect, Quirks quirks)
            throws IOException {
        if (answer.status() < 200 || answer.status() > 299) {
            byte[] body = upTo(answer.body(), MAX_ERROR_BODY);
            return new Result.Failed(dialect.failure(answer.status(), answer::header, body));
        }
        if (stream && isEventStream(answer)) {
            return streaming(answer, dialect.stream(answer.body(), quirks));
        }
        byte[] body = answer.body().readNBytes(MAX_WHOLE_BODY);
        WholeAnswer whole = dialect.whole(body, quirks);
        if (whole == null || stream) {
            return new Result.Failed(broken(answer, body.length));
        }
        if (answer.body().read() >= 0) {
            return new Result.Failed(
                    new CallFailure.Broken("an answer of more than 256 MiB", answer.status()));
        }
        return new Result.Whole(body, whole);
    }

    /** Holds the client's status line until the provider has really begun to answer. */
    private static Result streaming(Provider.Answer answer, AnswerStream events)
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
            case StreamEvent real -> new Result.Streaming(answer, events, real);
        };
    }

    private static boolean isEventStream(Provider.Answer answer) {
        String type = answer.header("content-type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
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

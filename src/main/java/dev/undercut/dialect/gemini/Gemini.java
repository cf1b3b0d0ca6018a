package dev.undercut.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.CallFailure;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Delta;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dialect.WholeAnswer;
import dev.undercut.dialect.wire.PathSegment;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Google's generateContent and streamGenerateContent. No client speaks it to us, so every request
 * is translated.
 */
public final class Gemini implements UpstreamDialect {
    /** The dialect's name. */
    public static final String NAME = "gemini";

    private static final int REMEMBERED_CALLS = 20_000;
    private static final long REMEMBERED_CHARS = 64L * 1024 * 1024;

    private final CallMemory memory;
    private final Supplier<String> ids;

    /**
     * The dialect, with a memory of its own of what calls need back.
     *
     * @param ids makes ids for calls, each a new one that nobody can guess
     */
    public Gemini(Supplier<String> ids) {
        this.memory = new CallMemory(REMEMBERED_CALLS, REMEMBERED_CHARS);
        this.ids = ids;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String chatPath(String model, boolean stream) {
        return "/models/"
                + PathSegment.of(model)
                + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }

    @Override
    public String keyHeader() {
        return "x-goog-api-key";
    }

    @Override
    public Outgoing write(Conversation conversation, Target target) {
        try {
            byte[] body = GeminiRequest.write(conversation, target, memory);
            return new Outgoing.Ready(chatPath(target.model(), target.stream()), Map.of(), body);
        } catch (RefusedException e) {
            return new Outgoing.Unsupported(e.refusal());
        }
    }

    @Override
    public CallFailure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return GeminiErrors.read(status, header, body);
    }

    /** Both: a server that does not know {@code alt=sse} streams one JSON array. */
    @Override
    public boolean isStream(String contentType) {
        return contentType.startsWith("text/event-stream")
                || contentType.startsWith("application/json");
    }

    @Override
    public AnswerStream stream(InputStream body, Quirks quirks, Depth depth) {
        return new GeminiStream(body, new GeminiReader(memory, ids));
    }

    @Override
    public @Nullable WholeAnswer whole(byte[] body, Quirks quirks, Depth depth) {
        JsonNode json = Json.exactTree(body);
        return switch (new GeminiReader(memory, ids).event(json)) {
            case StreamEvent.Finish finish ->
                    new WholeAnswer(finish.reason(), finish.report(), body.length, finish.deltas());
            case StreamEvent.Piece piece ->
                    saysSomething(piece.deltas())
                            ? new WholeAnswer(
                                    null, piece.report(), piece.textBytes(), piece.deltas())
                            : null;
            case StreamEvent.Failed failed -> null;
            case StreamEvent.UsageOnly usage -> null;
            case StreamEvent.Idle idle -> null;
            case StreamEvent.Done done -> null;
        };
    }

    private static boolean saysSomething(List<Delta> deltas) {
        return deltas.stream().anyMatch(delta -> !(delta instanceof Delta.Started));
    }
}

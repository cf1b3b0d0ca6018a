package dev.undercut.provider.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The server-sent events of one answer, each written when it is asked for. */
final class EventSource implements Supplier<PacedBody.@Nullable Event> {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final CompletionWriter writer;
    private final Completion completion;
    private final boolean includeUsage;
    private final Iterator<Piece> pieces;
    private boolean usageDue;
    private boolean doneDue = true;
    private Duration now;

    EventSource(CompletionWriter writer, Completion completion, boolean includeUsage) {
        this.writer = writer;
        this.completion = completion;
        this.includeUsage = includeUsage;
        this.usageDue = includeUsage;
        this.pieces = Piece.of(completion).iterator();
        this.now = completion.model().firstToken();
    }

    @Override
    public PacedBody.@Nullable Event get() {
        if (pieces.hasNext()) {
            Piece piece = pieces.next();
            now = due(completion.model(), piece.before());
            return event(writer.chunk(completion, piece, includeUsage));
        }
        if (usageDue) {
            usageDue = false;
            return event(writer.chunk(completion, null, true));
        }
        if (doneDue) {
            doneDue = false;
            return event(DONE);
        }
        return null;
    }

    /** When a model has written that many tokens. */
    static Duration due(SandboxModel model, long tokens) {
        long nanos = Math.multiplyExact(tokens, 1_000_000_000L / model.tokensPerSecond());
        return model.firstToken().plusNanos(nanos);
    }

    private PacedBody.Event event(byte[] payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 8);
        bytes.writeBytes(DATA);
        bytes.writeBytes(payload);
        bytes.writeBytes(END);
        return new PacedBody.Event(now, bytes.toByteArray());
    }
}

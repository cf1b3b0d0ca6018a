package dev.undercut.dispatch.relay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.undercut.chat.Delta;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.SseFrames.Frame;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.UpstreamDialect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The text that a client of a streamed answer has been given, so that another offer can go on with
 * it. Kept only while the answer is nothing but text, and up to a size.
 */
public final class Delivered {
    private static final int MOST = 1024 * 1024;

    /** Bytes of JSON strings as they came; decoded only when an answer has broken off. */
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream(256);

    private final StringBuilder text = new StringBuilder(0);
    private boolean onlyText = true;

    /** The client is given an event of an answer in that dialect. */
    public void note(StreamEvent event, UpstreamDialect dialect) {
        if (!onlyText) {
            return;
        }
        switch (event) {
            case StreamEvent.Piece piece -> {
                if (piece.deltas().isEmpty()) {
                    passed(dialect.text(piece.frame()));
                } else {
                    piece.deltas().forEach(this::said);
                }
            }
            case StreamEvent.Finish finish -> finish.deltas().forEach(this::said);
            case StreamEvent.UsageOnly only -> {}
            case StreamEvent.Idle idle -> {}
            case StreamEvent.Done done -> {}
            case StreamEvent.Failed failed -> {}
        }
    }

    /** Whether it is no text at all yet. */
    public boolean isEmpty() {
        return raw.size() == 0 && text.isEmpty();
    }

    /** Whether another offer could go on with it. */
    public boolean isOnlyText() {
        return onlyText;
    }

    /**
     * All of it.
     *
     * @throws IllegalStateException when it is not only text
     */
    public String text() {
        if (!onlyText) {
            throw new IllegalStateException("not only text");
        }
        if (raw.size() > 0) {
            text.insert(0, decoded());
            raw.reset();
        }
        return text.toString();
    }

    private void passed(@Nullable Frame span) {
        if (span == null || raw.size() > MOST) {
            onlyText = false;
        } else {
            raw.write(span.buffer(), span.from(), span.to() - span.from());
        }
    }

    private void said(Delta delta) {
        switch (delta) {
            case Delta.Started started -> {}
            case Delta.Text said -> {
                onlyText &= said.choice() == 0 && text.length() <= MOST;
                text.append(said.text());
            }
            // Thoughts of another offer cannot go on with these, and need not.
            case Delta.Thought thought -> {}
            case Delta.ThoughtSignature signature -> onlyText = false;
            case Delta.HiddenThought thought -> onlyText = false;
            case Delta.Refused refused -> onlyText = false;
            case Delta.ToolCall call -> onlyText = false;
            case Delta.Arguments more -> onlyText = false;
            case Delta.Stopped stopped -> {}
        }
    }

    /** Pieces of one JSON string are one JSON string: an escape never spans two of them. */
    private String decoded() {
        String json = '"' + raw.toString(StandardCharsets.UTF_8) + '"';
        try (JsonParser parser = Json.FACTORY.createParser(json)) {
            return parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        } catch (IOException e) {
            throw new IllegalStateException("text that was passed on as JSON", e);
        }
    }
}

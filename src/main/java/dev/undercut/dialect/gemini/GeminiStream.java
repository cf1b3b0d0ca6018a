package dev.undercut.dialect.gemini;

import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.SseFrames;
import dev.undercut.dialect.SseFrames.Frame;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.wire.JsonObjects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer: server-sent events, or the one JSON array that a server sends which does not
 * know {@code alt=sse}. Which one shows in the first byte. There is no end mark: the stream is
 * whole when a candidate has finished.
 */
final class GeminiStream implements AnswerStream {
    private static final int MAX_FRAME = 64 * 1024 * 1024;

    private final InputStream in;
    private final GeminiReader reader;
    private @Nullable SseFrames frames;
    private @Nullable JsonObjects objects;

    GeminiStream(InputStream in, GeminiReader reader) {
        this.in = in;
        this.reader = reader;
    }

    @Override
    public boolean isReady() {
        if (frames != null) {
            return frames.isReady();
        }
        return objects != null && objects.isReady();
    }

    @Override
    public @Nullable StreamEvent next() throws IOException {
        if (frames == null && objects == null) {
            begin();
        }
        if (objects != null) {
            byte[] object = objects.next();
            return object == null ? null : reader.event(Json.exactTree(object));
        }
        return frames == null ? null : event(frames);
    }

    private void begin() throws IOException {
        int first = in.read();
        while (first == ' ' || first == '\r' || first == '\n') {
            first = in.read();
        }
        if (first < 0) {
            return;
        }
        InputStream whole =
                new SequenceInputStream(new ByteArrayInputStream(new byte[] {(byte) first}), in);
        if (first == '[' || first == '{') {
            objects = new JsonObjects(whole, MAX_FRAME);
        } else {
            frames = new SseFrames(whole, MAX_FRAME);
        }
    }

    private @Nullable StreamEvent event(SseFrames events) throws IOException {
        Frame frame = events.next();
        if (frame == null) {
            return null;
        }
        byte[] data = SseFrames.data(frame);
        return data == null
                ? new StreamEvent.Idle(StreamEvent.NO_FRAME)
                : reader.event(Json.exactTree(data));
    }
}

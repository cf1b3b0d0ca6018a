package dev.undercut.dialect.ollama;

import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.wire.JsonObjects;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A streamed answer: one JSON object a line, the last with {@code done}. */
final class OllamaStream implements AnswerStream {
    private static final int MAX_LINE = 64 * 1024 * 1024;

    private final JsonObjects lines;
    private final OllamaReader reader;

    OllamaStream(InputStream in, OllamaReader reader) {
        this.lines = new JsonObjects(in, MAX_LINE);
        this.reader = reader;
    }

    @Override
    public boolean isReady() {
        return lines.isReady();
    }

    @Override
    public @Nullable StreamEvent next() throws IOException {
        byte[] line = lines.next();
        return line == null ? null : reader.event(Json.exactTree(line));
    }
}

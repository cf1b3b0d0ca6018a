package dev.undercut.dialect.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.dialect.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes JSON, in which text that is JSON already keeps its spelling. */
final class JsonText {

    private JsonText() {}

    /** What writes one document. */
    @FunctionalInterface
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /** The document as UTF-8. */
    static byte[] of(int size, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }
}

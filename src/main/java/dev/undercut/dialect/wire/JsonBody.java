package dev.undercut.dialect.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes a JSON document in memory. */
public final class JsonBody {
    private static final int FIRST_SIZE = 4 * 1024;

    private JsonBody() {}

    /** What stands in a document. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes it.
         *
         * @throws RefusedException when the client asked for what cannot be said
         */
        void writeTo(JsonGenerator json) throws IOException, RefusedException;
    }

    /**
     * The document as UTF-8.
     *
     * @throws RefusedException as {@link Content} does
     */
    public static byte[] of(Content content) throws RefusedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_SIZE);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }
}

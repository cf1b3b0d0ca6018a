package dev.undercut.dialect.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.dialect.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes a JSON document in memory. */
public final class JsonBody {
    /** What a request of a few turns takes. */
    public static final int REQUEST_SIZE = 4 * 1024;

    private JsonBody() {}

    /**
     * What stands in a document.
     *
     * @param <X> why it may not be written after all
     */
    @FunctionalInterface
    public interface Content<X extends Exception> {
        /** Writes it. */
        void writeTo(JsonGenerator json) throws IOException, X;
    }

    /**
     * The document as UTF-8.
     *
     * @param size about how many bytes it will be
     * @throws X as {@link Content} does
     */
    public static <X extends Exception> byte[] of(int size, Content<X> content) throws X {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }
}

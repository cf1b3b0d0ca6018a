package dev.undercut.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.RequestBody;
import dev.undercut.dialect.TextSpans;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Walks over JSON in one pass. What nobody looks into can be taken as the text that it is, so that
 * its numbers and the order of its keys survive.
 */
final class JsonCursor {
    private final byte[] bytes;
    private final JsonParser parser;
    private int fieldStart;
    private @Nullable TextSpans noting;
    private int noted;

    private JsonCursor(byte[] bytes, JsonParser parser) {
        this.bytes = bytes;
        this.parser = parser;
    }

    /** What is done with one field of an object; it may leave the value unread. */
    @FunctionalInterface
    interface Field {
        void read(String name) throws IOException, RefusedException;
    }

    /** What is done with one element of a list; it may leave the value unread. */
    @FunctionalInterface
    interface Element {
        void read(int index) throws IOException, RefusedException;
    }

    /** What is done with a whole document. */
    @FunctionalInterface
    interface Document<T> {
        T read(JsonCursor cursor) throws IOException, RefusedException;
    }

    /**
     * Reads a document.
     *
     * @throws RefusedException when it is no JSON; the message quotes nothing of it
     */
    static <T> T over(byte[] bytes, Document<T> document) throws RefusedException {
        RequestBody.refuseOtherEncodings(bytes);
        try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
            JsonCursor cursor = new JsonCursor(bytes, parser);
            parser.nextToken();
            T read = document.read(cursor);
            if (parser.nextToken() != null) {
                throw refused(null, "the body must be one JSON object, with nothing after it");
            }
            return read;
        } catch (IOException e) {
            throw RequestBody.malformed(e);
        }
    }

    JsonToken token() {
        return parser.currentToken();
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    boolean isString() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    boolean isList() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    /** Every field of the object that stands here. */
    void object(@Nullable String path, Field each) throws IOException, RefusedException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw refused(path, path == null ? "the body must be a JSON object" : "an object");
        }
        while (advance() == JsonToken.FIELD_NAME) {
            fieldStart = start();
            String name = parser.currentName();
            parser.nextToken();
            each.read(name);
            parser.skipChildren();
        }
    }

    /** Every element of the list that stands here. */
    void list(String path, Element each) throws IOException, RefusedException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw refused(path, "a list");
        }
        int index = 0;
        while (advance() != JsonToken.END_ARRAY) {
            each.read(index++);
            parser.skipChildren();
        }
    }

    /**
     * Notes the string that stands here without decoding it: it ends before the next token, give or
     * take white space and a comma.
     */
    void note(TextSpans spans) {
        if (isString()) {
            noting = spans;
            noted = start();
        }
    }

    private @Nullable JsonToken advance() throws IOException {
        JsonToken next = parser.nextToken();
        if (noting != null) {
            noting.add(noted, start());
            noting = null;
        }
        return next;
    }

    /** Where the name of the field begins whose value is read. */
    int fieldStart() {
        return fieldStart;
    }

    String string(String path) throws IOException, RefusedException {
        if (!isString()) {
            throw refused(path, "a string");
        }
        return parser.getText();
    }

    @Nullable String stringOrNull(String path) throws IOException, RefusedException {
        return isNull() ? null : string(path);
    }

    boolean bool(String path) throws RefusedException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw refused(path, "true or false");
        };
    }

    /** A whole number, {@code least} or more; null where null stands. */
    @Nullable Long whole(String path, long least) throws IOException, RefusedException {
        if (isNull()) {
            return null;
        }
        boolean fits =
                parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && (parser.getNumberType() == JsonParser.NumberType.INT
                                || parser.getNumberType() == JsonParser.NumberType.LONG);
        if (!fits || parser.getLongValue() < least) {
            throw refused(path, "a whole number, " + least + " or more");
        }
        return parser.getLongValue();
    }

    /** A number as the text that it is; null where null stands. */
    @Nullable String number(String path) throws IOException, RefusedException {
        if (isNull()) {
            return null;
        }
        if (!parser.currentToken().isNumeric()) {
            throw refused(path, "a number");
        }
        return parser.getText();
    }

    /** The value that stands here as the text that it is. */
    String raw() throws IOException {
        int start = start();
        parser.skipChildren();
        parser.finishToken();
        return new String(bytes, start, end() - start, UTF_8);
    }

    /** Moves over the value that stands here. */
    void skip() throws IOException {
        parser.skipChildren();
        parser.finishToken();
    }

    /** The first byte of the token that stands here. */
    int start() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** The byte after what was read. */
    int end() {
        return (int) parser.currentLocation().getByteOffset();
    }

    /** A value that is not what it should be. */
    static RefusedException refused(@Nullable String path, String expected) {
        return new RefusedException(
                Refusal.invalid(path, path == null ? expected : path + ": expected " + expected));
    }
}

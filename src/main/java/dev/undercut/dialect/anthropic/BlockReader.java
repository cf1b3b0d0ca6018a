package dev.undercut.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import dev.undercut.chat.Conversation.CacheMark;
import dev.undercut.chat.Part;
import dev.undercut.chat.Part.Media;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.Signature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads blocks of content. In a request a block or a key that has no meaning elsewhere is refused
 * by its place; in an answer it is left out, because providers add new ones all the time.
 */
final class BlockReader {
    private final JsonCursor cursor;
    private final boolean strict;

    private BlockReader(JsonCursor cursor, boolean strict) {
        this.cursor = cursor;
        this.strict = strict;
    }

    /** What a request holds at that place: a string or a list of blocks. */
    static List<Part> ofRequest(JsonCursor cursor, String path)
            throws IOException, RefusedException {
        return new BlockReader(cursor, true).content(path);
    }

    /** What an answer holds. */
    static List<Part> ofAnswer(JsonCursor cursor, String path)
            throws IOException, RefusedException {
        return new BlockReader(cursor, false).content(path);
    }

    private List<Part> content(String path) throws IOException, RefusedException {
        if (cursor.isString()) {
            return List.of(new Part.Text(cursor.string(path)));
        }
        if (cursor.isNull()) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        cursor.list(
                path,
                index -> {
                    Part part = new Block(path + "." + index).read();
                    if (part != null) {
                        parts.add(part);
                    }
                });
        return parts;
    }

    /** How long to keep what stands up to here in the prompt cache; null for not at all. */
    static @Nullable CacheMark cacheMark(JsonCursor cursor, String path)
            throws IOException, RefusedException {
        if (cursor.isNull()) {
            return null;
        }
        boolean[] hour = new boolean[1];
        cursor.object(
                path,
                name -> {
                    if (name.equals("ttl")) {
                        hour[0] = "1h".equals(cursor.stringOrNull(path + ".ttl"));
                    }
                });
        return hour[0] ? CacheMark.HOUR : CacheMark.MINUTES;
    }

    /** One block; its type may stand behind its other keys. */
    private final class Block {
        private final String path;
        private String type = "";
        private String text = "";
        private @Nullable String signature;
        private String id = "";
        private String name = "";
        private String input = "{}";
        private List<Part> content = List.of();
        private boolean error;
        private @Nullable Media media;
        private @Nullable String title;
        private @Nullable CacheMark cache;
        private @Nullable String unknown;

        Block(String path) {
            this.path = path;
        }

        @Nullable Part read() throws IOException, RefusedException {
            cursor.object(path, this::field);
            Part part = part();
            if (strict && part == null) {
                throw JsonCursor.refused(
                        path + ".type",
                        "a block that other providers know, got \"" + shown(type) + "\"");
            }
            if (strict && unknown != null) {
                throw JsonCursor.refused(
                        path + "." + unknown, "no such key: other providers have no place for it");
            }
            return part;
        }

        private void field(String key) throws IOException, RefusedException {
            String at = path + "." + key;
            switch (key) {
                case "type" -> type = cursor.string(at);
                case "text", "thinking", "data" -> text = cursor.string(at);
                case "signature" -> signature = cursor.stringOrNull(at);
                case "id", "tool_use_id" -> id = cursor.string(at);
                case "name" -> name = cursor.string(at);
                case "input" -> input = cursor.raw();
                case "content" -> content = inner(at);
                case "is_error" -> error = cursor.bool(at);
                case "source" -> source(at);
                case "title" -> title = cursor.stringOrNull(at);
                case "cache_control" -> cache = cacheMark(cursor, at);
                // Where a text or a call came from; a model that reads it again does not need it.
                case "caller" -> cursor.skip();
                case "citations" -> citations(key);
                default -> unknown(key);
            }
        }

        /** Of images and documents it is an object; what it is of others, only they know. */
        private void source(String at) throws IOException, RefusedException {
            if (cursor.token() == JsonToken.START_OBJECT) {
                media = media(at);
            } else {
                unknown("source");
            }
        }

        private List<Part> inner(String at) throws IOException, RefusedException {
            if (cursor.isString() || cursor.isList() || cursor.isNull()) {
                return content(at);
            }
            unknown("content");
            return List.of();
        }

        /** A list says where a text came from; an object asks for such a list. */
        private void citations(String key) throws IOException {
            if (cursor.isList()) {
                cursor.skip();
            } else if (!cursor.isNull() && cursor.raw().contains("true")) {
                unknown = key;
            }
        }

        private void unknown(String key) throws IOException {
            if (!cursor.isNull()) {
                unknown = key;
            }
            cursor.skip();
        }

        private @Nullable Part part() {
            return switch (type) {
                case "text" -> new Part.Text(text, cache);
                case "image" -> media == null ? null : new Part.Image(media, null, cache);
                case "document" -> media == null ? null : new Part.Document(media, title, cache);
                case "tool_use" -> new Part.ToolCall(id, name, input, null);
                case "tool_result" -> new Part.ToolResult(id, content, error, cache);
                case "thinking" -> new Part.Thought(text, marked(signature));
                case "redacted_thinking" ->
                        new Part.HiddenThought(Signature.fromClient(Anthropic.NAME, text));
                default -> null;
            };
        }

        private static @Nullable String marked(@Nullable String signature) {
            return signature == null || signature.isEmpty()
                    ? null
                    : Signature.fromClient(Anthropic.NAME, signature);
        }

        private static String shown(String type) {
            return type.length() > 64 ? type.substring(0, 64) : type;
        }

        private @Nullable Media media(String at) throws IOException, RefusedException {
            Source source = new Source(at);
            cursor.object(at, source::field);
            Media read = source.media();
            if (strict && read == null) {
                throw JsonCursor.refused(at + ".type", "base64, url, file or text");
            }
            return read;
        }
    }

    /** Where the bytes of an image or a document come from. */
    private final class Source {
        private final String path;
        private String type = "";
        private String mediaType = "";
        private String value = "";

        Source(String path) {
            this.path = path;
        }

        void field(String key) throws IOException, RefusedException {
            switch (key) {
                case "type" -> type = cursor.string(path + ".type");
                case "media_type" -> mediaType = cursor.string(path + ".media_type");
                case "data", "url", "file_id" -> value = cursor.string(path + "." + key);
                default -> cursor.skip();
            }
        }

        @Nullable Media media() {
            return switch (type) {
                case "base64" -> new Media.Inline(mediaType, value);
                case "url" -> new Media.Url(value);
                case "file" -> new Media.Uploaded(value);
                case "text" ->
                        new Media.Inline(
                                "text/plain",
                                Base64.getEncoder().encodeToString(value.getBytes(UTF_8)));
                default -> null;
            };
        }
    }
}

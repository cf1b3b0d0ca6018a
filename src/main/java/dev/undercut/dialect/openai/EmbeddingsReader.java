package dev.undercut.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Preferences;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.PreferencesReader;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.RequestBody;
import dev.undercut.dialect.TextSpans;
import dev.undercut.dialect.openai.OpenAiBody.Span;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a request for embeddings: whose, of what, and in which encoding. */
final class EmbeddingsReader {
    private static final String INPUT = "a text, a list of texts, or tokens as whole numbers";

    private final byte[] bytes;
    private final JsonParser parser;
    private final OpenAiBody.Places places = new OpenAiBody.Places();
    private final TextSpans prompt;
    private final Set<String> seen = new HashSet<>();
    private @Nullable String model;
    private boolean base64;
    private Preferences preferences = Preferences.NONE;

    private EmbeddingsReader(byte[] bytes, JsonParser parser) {
        this.bytes = bytes;
        this.parser = parser;
        this.prompt = new TextSpans(bytes);
    }

    /**
     * Reads a whole body.
     *
     * @throws RefusedException naming the field at fault
     */
    static ChatRequest read(byte[] bytes) throws RefusedException {
        try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
            return new EmbeddingsReader(bytes, parser).read();
        } catch (IOException e) {
            throw RequestBody.malformed(e);
        }
    }

    private ChatRequest read() throws IOException, RefusedException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw refused(null, "the body must be a JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            int nameAt = tokenStart();
            String name = parser.currentName();
            parser.nextToken();
            field(name, nameAt);
        }
        places.closingBrace = tokenStart();
        if (parser.nextToken() != null) {
            throw refused(null, "the body must be one JSON object, with nothing after it");
        }
        if (model == null || !seen.contains("input")) {
            String missing = model == null ? "model" : "input";
            throw refused(missing, "Missing required parameter: '" + missing + "'.");
        }
        return new ChatRequest(
                model,
                false,
                true,
                null,
                1,
                Effort.DEFAULT,
                Set.of(Feature.EMBEDDINGS),
                prompt,
                preferences,
                new EmbeddingsBody(new OpenAiBody(bytes, places), base64));
    }

    private void field(String name, int nameAt) throws IOException, RefusedException {
        switch (name) {
            case "model" -> {
                once(name);
                model = name();
                parser.finishToken();
                places.model = new Span(tokenStart(), here());
            }
            case "input" -> {
                once(name);
                input();
            }
            case "encoding_format" -> {
                once(name);
                base64 = encoding();
            }
            case "undercut" -> {
                once(name);
                int start = tokenStart();
                parser.skipChildren();
                parser.finishToken();
                places.undercut = new Span(nameAt, here());
                preferences = PreferencesReader.read(bytes, start, here() - start);
            }
            default -> parser.skipChildren();
        }
    }

    private String name() throws IOException, RefusedException {
        String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        if (text.isBlank() || text.length() > OpenAiRequestReader.MAX_NAME) {
            throw refused(
                    "model",
                    "model: expected a name of 1 to "
                            + OpenAiRequestReader.MAX_NAME
                            + " characters");
        }
        return text;
    }

    private boolean encoding() throws IOException, RefusedException {
        String format = parser.currentToken() == JsonToken.VALUE_NULL ? "float" : parser.getText();
        return switch (format) {
            case "base64" -> true;
            case "float" -> false;
            default ->
                    throw refused("encoding_format", "encoding_format: expected float or base64");
        };
    }

    private void input() throws IOException, RefusedException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            text();
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw refused("input", "input: expected " + INPUT);
        }
        int items = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            item("input[" + items + "]");
            items++;
        }
        if (items == 0) {
            throw refused("input", "input: must not be empty");
        }
    }

    /** A list of tokens counts as its text, which is more than it can be in tokens. */
    private void item(String where) throws IOException, RefusedException {
        switch (parser.currentToken()) {
            case VALUE_STRING -> text();
            case VALUE_NUMBER_INT -> prompt.add(tokenStart(), here());
            case START_ARRAY -> {
                int start = tokenStart();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                        throw refused("input", where + ": expected tokens as whole numbers");
                    }
                }
                prompt.add(start, here());
                prompt.addMessage();
            }
            default -> throw refused("input", where + ": expected " + INPUT);
        }
    }

    private void text() throws IOException {
        int start = tokenStart();
        parser.finishToken();
        prompt.add(start, here());
        prompt.addMessage();
    }

    private void once(String name) throws RefusedException {
        if (!seen.add(name)) {
            throw refused(name, name + ": stands twice in the body");
        }
    }

    private int tokenStart() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private int here() {
        return (int) parser.currentLocation().getByteOffset();
    }

    private static RefusedException refused(@Nullable String param, String message) {
        return new RefusedException(Refusal.invalid(param, message));
    }
}

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
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chat completion request in one pass over its bytes: what routing needs, and the places
 * that may change. Fields that it does not know are left alone.
 */
final class OpenAiRequestReader {
    /** The most answers that one request may ask for. */
    static final int MAX_CHOICES = 128;

    /** The longest name of a model, which goes into the books and into error messages. */
    static final int MAX_NAME = 512;

    /** What decides where a request goes must not stand twice: readers would differ. */
    private static final Set<String> DECIDING =
            Set.of(
                    "model",
                    "messages",
                    "stream",
                    "stream_options",
                    "max_tokens",
                    "max_completion_tokens",
                    "n",
                    "tools",
                    "functions",
                    "response_format",
                    "reasoning_effort",
                    "modalities",
                    "undercut");

    private final byte[] bytes;
    private final JsonParser parser;
    private final OpenAiBody.Places places = new OpenAiBody.Places();
    private final TextSpans prompt;
    private final Set<Feature> needs = EnumSet.noneOf(Feature.class);
    private final Set<String> seen = new HashSet<>();
    private @Nullable String model;
    private boolean stream;
    private @Nullable Long maxOutput;
    private int choices = 1;
    private Effort effort = Effort.DEFAULT;
    private Preferences preferences = Preferences.NONE;
    private boolean sawMessages;

    private OpenAiRequestReader(byte[] bytes, JsonParser parser) {
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
        RequestBody.refuseOtherEncodings(bytes);
        try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
            return new OpenAiRequestReader(bytes, parser).read();
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
        if (model == null) {
            throw RequestBody.missing("model", "a model name such as \"undercut/gpt-4o\"");
        }
        if (!sawMessages) {
            throw RequestBody.missing("messages", "a list of messages");
        }
        if (effort != Effort.DEFAULT && effort != Effort.NONE) {
            needs.add(Feature.REASONING);
        }
        return new ChatRequest(
                model,
                stream,
                places.usageAsked,
                maxOutput,
                choices,
                effort,
                needs,
                prompt,
                preferences,
                new OpenAiBody(bytes, places));
    }

    private void field(String name, int nameAt) throws IOException, RefusedException {
        if (DECIDING.contains(name) && !seen.add(name)) {
            throw twice(name);
        }
        switch (name) {
            case "model" -> model();
            case "messages" -> messages();
            case "stream" -> stream = bool(name);
            case "stream_options" -> streamOptions();
            case "max_tokens", "max_completion_tokens" -> limit(name);
            case "n" -> choices = choices(name);
            case "tools", "functions" -> tools(name);
            case "response_format" -> responseFormat();
            case "reasoning_effort" -> reasoningEffort(name);
            case "modalities" -> modalities();
            case "undercut" -> undercut(nameAt);
            default -> parser.skipChildren();
        }
    }

    private void model() throws IOException, RefusedException {
        model = string("model");
        if (model.isBlank()) {
            throw refused("model", "must not be empty");
        }
        if (model.length() > MAX_NAME) {
            throw refused("model", "expected at most " + MAX_NAME + " characters");
        }
        places.model = valueSpan();
    }

    private void messages() throws IOException, RefusedException {
        expect(JsonToken.START_ARRAY, "messages", "a list of messages");
        sawMessages = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.START_OBJECT, "messages[" + prompt.messages() + "]", "an object");
            new OpenAiMessageReader(parser, prompt, needs).read();
        }
        if (prompt.messages() == 0) {
            throw refused("messages", "must hold at least one message");
        }
    }

    private void streamOptions() throws IOException, RefusedException {
        int start = tokenStart();
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            places.streamOptions = valueSpan();
            return;
        }
        expect(JsonToken.START_OBJECT, "stream_options", "an object");
        places.streamOptionsIsObject = true;
        places.streamOptionsEmpty = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            places.streamOptionsEmpty = false;
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("include_usage")) {
                if (places.includeUsage != null) {
                    throw twice("stream_options.include_usage");
                }
                places.usageAsked = bool("stream_options.include_usage");
                places.includeUsage = valueSpan();
            } else {
                parser.skipChildren();
            }
        }
        places.streamOptions = new Span(start, here());
    }

    private void limit(String name) throws IOException, RefusedException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            places.limits.add(new OpenAiBody.Limit(name, valueSpan(), null));
            return;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || !fitsLong()
                || parser.getLongValue() < 1) {
            throw refused(name, "expected a whole number of tokens, 1 or more");
        }
        long value = parser.getLongValue();
        maxOutput = maxOutput == null ? value : Math.min(maxOutput, value);
        places.limits.add(new OpenAiBody.Limit(name, valueSpan(), value));
    }

    private int choices(String name) throws IOException, RefusedException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return 1;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || !fitsLong()
                || parser.getLongValue() < 1
                || parser.getLongValue() > MAX_CHOICES) {
            throw refused(name, "expected a whole number from 1 to " + MAX_CHOICES);
        }
        return parser.getIntValue();
    }

    private void tools(String name) throws IOException, RefusedException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(JsonToken.START_ARRAY, name, "a list");
        int start = tokenStart();
        boolean any = parser.nextToken() != JsonToken.END_ARRAY;
        while (parser.currentToken() != JsonToken.END_ARRAY) {
            parser.skipChildren();
            parser.nextToken();
        }
        if (any) {
            needs.add(Feature.TOOLS);
            prompt.add(start, here());
            places.functions |= name.equals("functions");
        }
    }

    private void responseFormat() throws IOException, RefusedException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(JsonToken.START_OBJECT, "response_format", "an object");
        int start = tokenStart();
        boolean schema = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("type") && parser.currentToken() == JsonToken.VALUE_STRING) {
                schema = parser.getText().equals("json_schema");
            }
            parser.skipChildren();
        }
        if (schema) {
            needs.add(Feature.JSON_SCHEMA);
            prompt.add(start, here());
        }
    }

    private void reasoningEffort(String name) throws IOException, RefusedException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        String code = string(name);
        effort =
                Effort.of(code)
                        .orElseThrow(() ->
                                refused(
                                        name,
                                        "expected none, minimal, low, medium, high, xhigh"
                                                + " or max"));
    }

    private void modalities() throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING
                    && parser.getText().equals("audio")) {
                needs.add(Feature.AUDIO);
            }
            parser.skipChildren();
        }
    }

    private void undercut(int nameAt) throws IOException, RefusedException {
        int start = tokenStart();
        parser.skipChildren();
        parser.finishToken();
        int end = here();
        places.undercut = new Span(nameAt, end);
        preferences = PreferencesReader.read(bytes, start, end - start);
    }

    private String string(String name) throws IOException, RefusedException {
        expect(JsonToken.VALUE_STRING, name, "a string");
        return parser.getText();
    }

    private boolean bool(String name) throws RefusedException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw refused(name, "expected true or false");
        };
    }

    private void expect(JsonToken token, String name, String what) throws RefusedException {
        if (parser.currentToken() != token) {
            throw refused(name, "expected " + what);
        }
    }

    private static RefusedException twice(String name) {
        return refused(name, "stands twice in the body");
    }

    private boolean fitsLong() throws IOException {
        JsonParser.NumberType type = parser.getNumberType();
        return type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG;
    }

    private Span valueSpan() throws IOException {
        parser.finishToken();
        return new Span(tokenStart(), here());
    }

    private int tokenStart() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private int here() {
        return (int) parser.currentLocation().getByteOffset();
    }

    private static RefusedException refused(@Nullable String param, String message) {
        return new RefusedException(
                Refusal.invalid(param, param == null ? message : param + ": " + message));
    }
}

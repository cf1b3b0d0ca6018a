package dev.undercut.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Preferences;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.PreferencesReader;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.TextSpans;
import dev.undercut.dialect.anthropic.AnthropicBody.Span;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Messages request in one pass over its bytes: what routing needs, and the places that may
 * change. Fields that it does not know are left alone.
 */
final class AnthropicRequestReader {
    /** The longest name of a model, which goes into the books and into error messages. */
    private static final int MAX_NAME = 512;

    /** What decides where a request goes must not stand twice: readers would differ. */
    private static final Set<String> DECIDING =
            Set.of(
                    "model",
                    "messages",
                    "max_tokens",
                    "stream",
                    "system",
                    "tools",
                    "thinking",
                    "output_config",
                    "output_format",
                    "thread",
                    "undercut");

    private final byte[] bytes;
    private final JsonCursor cursor;
    private final AnthropicBody.Places places = new AnthropicBody.Places();
    private final TextSpans prompt;
    private final Set<Feature> needs = EnumSet.noneOf(Feature.class);
    private final Set<String> seen = new HashSet<>();
    private @Nullable String model;
    private boolean stream;
    private boolean sawMessages;
    private ThinkingField thinking = ThinkingField.NOT_SAID;
    private @Nullable Effort effort;
    private Preferences preferences = Preferences.NONE;

    private AnthropicRequestReader(byte[] bytes, JsonCursor cursor) {
        this.bytes = bytes;
        this.cursor = cursor;
        this.prompt = new TextSpans(bytes);
    }

    /**
     * Reads a whole body.
     *
     * @param headers the client's that go on with it
     * @param limited whether an output limit must be there
     * @throws RefusedException naming the field at fault
     */
    static ChatRequest read(byte[] bytes, Map<String, String> headers, boolean limited)
            throws RefusedException {
        return JsonCursor.over(
                bytes, cursor -> new AnthropicRequestReader(bytes, cursor).read(headers, limited));
    }

    private ChatRequest read(Map<String, String> headers, boolean limited)
            throws IOException, RefusedException {
        cursor.object(null, this::field);
        places.closingBrace = cursor.start();
        if (model == null) {
            throw missing("model", "a model name such as \"undercut/gpt-4o\"");
        }
        if (!sawMessages) {
            throw missing("messages", "a list of messages");
        }
        if (limited && places.limit == null) {
            throw missing("max_tokens", "the most tokens to write, 1 or more");
        }
        if (thinking.isOn()) {
            needs.add(Feature.REASONING);
        }
        return new ChatRequest(
                model,
                stream,
                true,
                places.limit,
                1,
                thinking.effort(effort),
                needs,
                prompt,
                preferences,
                new AnthropicBody(bytes, places, headers));
    }

    private void field(String name) throws IOException, RefusedException {
        if (DECIDING.contains(name) && !seen.add(name)) {
            throw new RefusedException(Refusal.invalid(name, name + ": stands twice in the body"));
        }
        switch (name) {
            case "model" -> model();
            case "messages" -> messages();
            case "max_tokens" -> maxTokens();
            case "stream" -> stream = cursor.bool(name);
            case "system" -> new PromptReader(cursor, prompt, needs).content("system");
            case "tools" -> tools();
            case "thinking" -> thinking = ThinkingField.read(cursor);
            case "output_config" -> outputConfig();
            case "output_format" -> format();
            case "thread" -> refuseThread();
            case "undercut" -> undercut();
            default -> cursor.skip();
        }
    }

    private void model() throws IOException, RefusedException {
        model = cursor.string("model");
        if (model.isBlank()) {
            throw JsonCursor.refused("model", "a name, got an empty one");
        }
        if (model.length() > MAX_NAME) {
            throw JsonCursor.refused("model", "at most " + MAX_NAME + " characters");
        }
        places.model = span();
    }

    private void maxTokens() throws IOException, RefusedException {
        places.limit = cursor.whole("max_tokens", 1);
        places.maxTokens = span();
    }

    private void messages() throws IOException, RefusedException {
        sawMessages = true;
        cursor.list(
                "messages",
                index -> new PromptReader(cursor, prompt, needs).message("messages." + index));
        if (prompt.messages() == 0) {
            throw JsonCursor.refused("messages", "at least one message");
        }
    }

    private void tools() throws IOException, RefusedException {
        if (cursor.isNull()) {
            return;
        }
        int start = cursor.start();
        boolean[] any = new boolean[1];
        cursor.list("tools", index -> any[0] = true);
        if (any[0]) {
            needs.add(Feature.TOOLS);
            prompt.add(start, cursor.end());
        }
    }

    private void outputConfig() throws IOException, RefusedException {
        if (cursor.isNull()) {
            return;
        }
        cursor.object(
                "output_config",
                name -> {
                    switch (name) {
                        case "effort" -> effort = ThinkingField.readEffort(cursor);
                        case "format" -> format();
                        default -> cursor.skip();
                    }
                });
    }

    private void format() throws IOException {
        if (cursor.token() == JsonToken.START_OBJECT) {
            int start = cursor.start();
            cursor.skip();
            needs.add(Feature.JSON_SCHEMA);
            prompt.add(start, cursor.end());
        }
    }

    /**
     * A thread keeps the conversation at one account of one provider and sends only what is new.
     * Nobody else could answer; a client that is told so goes on with the whole of it.
     */
    private void refuseThread() throws IOException, RefusedException {
        if (!cursor.isNull()) {
            throw AnthropicErrors.noThreads();
        }
    }

    private void undercut() throws IOException, RefusedException {
        int nameAt = cursor.fieldStart();
        int start = cursor.start();
        cursor.skip();
        places.undercut = new Span(nameAt, cursor.end());
        preferences = PreferencesReader.read(bytes, start, cursor.end() - start);
    }

    private Span span() throws IOException {
        cursor.skip();
        return new Span(cursor.start(), cursor.end());
    }

    private static RefusedException missing(String name, String what) {
        return new RefusedException(
                new Refusal(
                        Refusal.Kind.INVALID,
                        "missing_required_parameter",
                        name + ": Field required: expected " + what,
                        name));
    }
}

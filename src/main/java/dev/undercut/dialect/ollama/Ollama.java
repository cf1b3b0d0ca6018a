package dev.undercut.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.CallFailure;
import dev.undercut.chat.Conversation;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dialect.WholeAnswer;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Ollama's native {@code /api/chat}. No client speaks it to us, so every request is translated; a
 * local Ollama that is found by itself is therefore spoken to in OpenAI's dialect, which passes
 * through.
 */
public final class Ollama implements UpstreamDialect {
    /** The dialect's name. */
    public static final String NAME = "ollama";

    private static final String PATH = "/api/chat";

    private final Supplier<String> ids;

    /**
     * The dialect.
     *
     * @param ids makes ids for calls that come without, each a new one
     */
    public Ollama(Supplier<String> ids) {
        this.ids = ids;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String chatPath(String model, boolean stream) {
        return PATH;
    }

    @Override
    public Outgoing write(Conversation conversation, Target target) {
        try {
            byte[] body = OllamaRequest.write(conversation, target);
            return new Outgoing.Ready(PATH, Map.of(), body);
        } catch (RefusedException e) {
            return new Outgoing.Unsupported(e.refusal());
        }
    }

    @Override
    public CallFailure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return OllamaErrors.read(status, header, body);
    }

    @Override
    public boolean isStream(String contentType) {
        return contentType.startsWith("application/x-ndjson")
                || contentType.startsWith("application/json");
    }

    @Override
    public AnswerStream stream(InputStream body, Quirks quirks, Depth depth) {
        return new OllamaStream(body, new OllamaReader(ids));
    }

    @Override
    public @Nullable WholeAnswer whole(byte[] body, Quirks quirks, Depth depth) {
        JsonNode json = Json.exactTree(body);
        return new OllamaReader(ids).event(json) instanceof StreamEvent.Finish finish
                ? new WholeAnswer(finish.reason(), finish.report(), body.length, finish.deltas())
                : null;
    }
}

package dev.undercut.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.CallFailure;
import dev.undercut.chat.Conversation;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dialect.WholeAnswer;
import dev.undercut.dialect.wire.PathSegment;
import java.io.InputStream;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Amazon Bedrock's Converse and ConverseStream. No client speaks it to us, so every request is
 * translated. How a request is signed is the provider's business.
 */
public final class Bedrock implements UpstreamDialect {
    /** The dialect's name. */
    public static final String NAME = "bedrock";

    private static final String EVENTS = "application/vnd.amazon.eventstream";
    private static final Map<String, String> STREAM_HEADERS = Map.of("Accept", EVENTS);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String chatPath(String model, boolean stream) {
        return "/model/" + PathSegment.of(model) + (stream ? "/converse-stream" : "/converse");
    }

    @Override
    public Outgoing write(Conversation conversation, Target target) {
        try {
            return new Outgoing.Ready(
                    chatPath(target.model(), target.stream()),
                    target.stream() ? STREAM_HEADERS : Map.of(),
                    BedrockRequest.write(conversation, target));
        } catch (RefusedException e) {
            return new Outgoing.Unsupported(e.refusal());
        }
    }

    @Override
    public CallFailure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return BedrockErrors.read(status, header, body);
    }

    @Override
    public boolean isStream(String contentType) {
        return contentType.startsWith(EVENTS);
    }

    @Override
    public AnswerStream stream(InputStream body, Quirks quirks, Depth depth) {
        return new BedrockStream(body);
    }

    @Override
    public @Nullable WholeAnswer whole(byte[] body, Quirks quirks, Depth depth) {
        JsonNode json = Json.exactTree(body);
        return json == null ? null : BedrockAnswer.read(json, body.length);
    }
}

package dev.undercut.dialect.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.Answer;
import dev.undercut.chat.CallFailure;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.Reading;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.Splice;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dialect.WholeAnswer;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's embeddings on both sides. Vectors of two models can never stand in for each other, so
 * they are only ever passed on, and never streamed.
 */
public final class OpenAiEmbeddings implements ClientDialect, UpstreamDialect {
    /** The dialect's name. */
    public static final String NAME = "openai-embeddings";

    private static final String ONLY_PASSED = "embeddings are passed on, never translated";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String path() {
        return "/v1/embeddings";
    }

    @Override
    public Reading read(byte[] body) {
        try {
            return new Reading.Read(EmbeddingsReader.read(body));
        } catch (RefusedException e) {
            return new Reading.Refused(e.refusal());
        }
    }

    @Override
    public byte[] refusal(Refusal refusal) {
        return OpenAiErrors.write(refusal);
    }

    @Override
    public byte[] withReceipt(byte[] body, String receipt) {
        return new Splice()
                .insert(OpenAiStreamWriter.lastBrace(body), ",\"undercut\":" + receipt)
                .apply(body);
    }

    /** Servers that know no base64 answer in numbers; a client that asked would misread them. */
    @Override
    public byte[] asAsked(ChatRequest request, byte[] body) {
        boolean base64 = request.body() instanceof EmbeddingsBody asked && asked.base64();
        return base64 ? encoded(body) : body;
    }

    private static byte[] encoded(byte[] body) {
        JsonNode answer = Json.tree(body);
        boolean changed = false;
        for (JsonNode item : answer == null ? Json.MAPPER.createArrayNode() : answer.path("data")) {
            if (item instanceof ObjectNode vector && vector.path("embedding").isArray()) {
                vector.put("embedding", base64(vector.path("embedding")));
                changed = true;
            }
        }
        try {
            return changed ? Json.MAPPER.writeValueAsBytes(answer) : body;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was read can be written", e);
        }
    }

    /** Little-endian 32-bit floats, as the official clients decode them. */
    private static String base64(JsonNode numbers) {
        ByteBuffer bytes =
                ByteBuffer.allocate(numbers.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(number -> bytes.putFloat(number.floatValue()));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    @Override
    public StreamWriter passing(boolean usageAsked) {
        throw new IllegalStateException(ONLY_PASSED);
    }

    @Override
    public StreamWriter translating(ChatRequest request, Stamp stamp) {
        throw new IllegalStateException(ONLY_PASSED);
    }

    @Override
    public byte[] write(ChatRequest request, Answer answer, Usage usage, Stamp stamp) {
        throw new IllegalStateException(ONLY_PASSED);
    }

    @Override
    public String chatPath(String model, boolean stream) {
        return "/embeddings";
    }

    @Override
    public Outgoing write(Conversation conversation, Target target) {
        throw new IllegalStateException(ONLY_PASSED);
    }

    @Override
    public CallFailure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return OpenAiErrors.read(status, header, body);
    }

    @Override
    public boolean isStream(String contentType) {
        return false;
    }

    @Override
    public AnswerStream stream(InputStream body, Quirks quirks, Depth depth) {
        throw new IllegalStateException(ONLY_PASSED);
    }

    @Override
    public @Nullable WholeAnswer whole(byte[] body, Quirks quirks, Depth depth) {
        JsonNode answer = Json.tree(body);
        if (answer == null || !answer.path("data").isArray() || answer.path("data").isEmpty()) {
            return null;
        }
        JsonNode usage = answer.path("usage");
        return new WholeAnswer(null, OpenAiUsage.read(usage, quirks), 0);
    }
}

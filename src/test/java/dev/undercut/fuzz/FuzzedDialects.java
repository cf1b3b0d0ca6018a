package dev.undercut.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.chat.ChatRequest;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.ClientDialect.Stamp;
import dev.undercut.dialect.Reading;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dialect.anthropic.Anthropic;
import dev.undercut.dialect.bedrock.Bedrock;
import dev.undercut.dialect.gemini.Gemini;
import dev.undercut.dialect.ollama.Ollama;
import dev.undercut.dialect.openai.OpenAi;
import dev.undercut.dialect.openai.OpenAiEmbeddings;
import dev.undercut.dialect.responses.Responses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the targets have in common: fresh dialects, small requests, and a strict reader of JSON. */
final class FuzzedDialects {
    static final Stamp STAMP = new Stamp("req_1", "m", 1_700_000_000);
    private static final JsonMapper STRICT =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private FuzzedDialects() {}

    static List<ClientDialect> clients() {
        return List.of(new OpenAi(), new Anthropic(), new Responses(), new OpenAiEmbeddings());
    }

    /** Those whose answers can be written from deltas. */
    static List<ClientDialect> chatting() {
        return clients().subList(0, 3);
    }

    static List<UpstreamDialect> upstreams() {
        return List.of(
                new OpenAi(),
                new Anthropic(),
                new Gemini(ids()),
                new Ollama(ids()),
                new Bedrock(),
                new OpenAiEmbeddings());
    }

    private static Supplier<String> ids() {
        AtomicInteger next = new AtomicInteger();
        return () -> "call_" + next.getAndIncrement();
    }

    private static final Map<String, ChatRequest> REQUESTS =
            chatting().stream()
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    ClientDialect::path, FuzzedDialects::read));

    /** A request of that client, for the writers that echo it. */
    static ChatRequest request(ClientDialect client) {
        return Objects.requireNonNull(REQUESTS.get(client.path()));
    }

    private static ChatRequest read(ClientDialect client) {
        String body =
                switch (client.path()) {
                    case "/v1/messages" ->
                            "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"messages\":"
                                    + "[{\"role\":\"user\",\"content\":\"x\"}]}";
                    case "/v1/responses" -> "{\"model\":\"m\",\"stream\":true,\"input\":\"x\"}";
                    default ->
                            "{\"model\":\"m\",\"stream\":true,\"messages\":"
                                    + "[{\"role\":\"user\",\"content\":\"x\"}]}";
                };
        return switch (client.read(body.getBytes(UTF_8))) {
            case Reading.Read read -> read.request();
            case Reading.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    /** Whether these bytes are one JSON document. */
    static boolean isJson(byte[] bytes) {
        try {
            return !STRICT.readTree(bytes).isMissingNode();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether these bytes are text. */
    static boolean isUtf8(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** The tree of bytes that must be JSON. */
    static JsonNode json(byte[] bytes, String whose) {
        try {
            return STRICT.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new AssertionError(whose + " is no JSON: " + new String(bytes, UTF_8), e);
        } catch (IOException e) {
            throw new AssertionError(whose + " is no UTF-8", e);
        }
    }
}

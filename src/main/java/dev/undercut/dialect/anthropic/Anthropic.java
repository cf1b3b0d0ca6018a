package dev.undercut.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Answer;
import dev.undercut.chat.CallFailure;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.ListedModel;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.Reading;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.SseFrames.Frame;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dialect.TokenCounting;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dialect.WholeAnswer;
import dev.undercut.dialect.wire.JsonBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Anthropic's Messages, on both sides. */
public final class Anthropic implements ClientDialect, UpstreamDialect {
    /** The dialect's name. */
    public static final String NAME = "anthropic";

    private static final String PATH = "/v1/messages";

    private static final Map<String, String> FIELD_NAMES =
            Map.of(
                    "parallel_tool_calls", "tool_choice.disable_parallel_tool_use",
                    "response_format", "output_config.format",
                    "reasoning_effort", "thinking",
                    "stop", "stop_sequences",
                    "image_url", "source",
                    "file", "document",
                    "file_id", "source.file_id");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public Reading read(byte[] body) {
        return read(body, name -> null);
    }

    @Override
    public Reading read(byte[] body, UnaryOperator<@Nullable String> header) {
        return read(body, header, true);
    }

    private static Reading read(
            byte[] body, UnaryOperator<@Nullable String> header, boolean limited) {
        try {
            return new Reading.Read(
                    AnthropicRequestReader.read(body, ClientHeaders.kept(header), limited));
        } catch (RefusedException e) {
            return new Reading.Refused(e.refusal());
        }
    }

    @Override
    public boolean isSpokenBy(UnaryOperator<@Nullable String> header) {
        return header.apply(ClientHeaders.VERSION) != null;
    }

    @Override
    public Optional<TokenCounting> tokenCounting() {
        return Optional.of(
                new TokenCounting() {
                    @Override
                    public String path() {
                        return PATH + "/count_tokens";
                    }

                    @Override
                    public Reading read(byte[] body, UnaryOperator<@Nullable String> header) {
                        return Anthropic.read(body, header, false);
                    }

                    @Override
                    public byte[] write(long tokens) {
                        return ("{\"input_tokens\":" + tokens + "}").getBytes(UTF_8);
                    }
                });
    }

    @Override
    public byte[] models(List<ListedModel> models) {
        return ModelList.write(models);
    }

    @Override
    public byte[] model(ListedModel model) {
        return ModelList.write(model);
    }

    @Override
    public Map<String, String> fieldNames() {
        return FIELD_NAMES;
    }

    @Override
    public byte[] refusal(Refusal refusal) {
        return AnthropicErrors.write(refusal, null);
    }

    @Override
    public byte[] refusal(Refusal refusal, String requestId) {
        return AnthropicErrors.write(refusal, requestId);
    }

    @Override
    public int status(Refusal refusal) {
        return AnthropicErrors.status(refusal);
    }

    @Override
    public String requestIdHeader() {
        return "request-id";
    }

    @Override
    public StreamWriter passing(boolean usageAsked) {
        return new PassingWriter(null);
    }

    @Override
    public StreamWriter passing(boolean usageAsked, String requestId) {
        return new PassingWriter(requestId);
    }

    @Override
    public StreamWriter translating(ChatRequest request, Stamp stamp) {
        return new TranslatingWriter(stamp);
    }

    @Override
    public byte[] write(ChatRequest request, Answer answer, Usage usage, Stamp stamp) {
        return AnswerWriter.write(answer, usage, stamp);
    }

    @Override
    public byte[] withReceipt(byte[] body, String receipt) {
        return PassingWriter.withReceipt(body, receipt);
    }

    @Override
    public String chatPath(String model, boolean stream) {
        return "/messages";
    }

    @Override
    public String keyHeader() {
        return "x-api-key";
    }

    @Override
    public Map<String, String> headers() {
        return Map.of(ClientHeaders.VERSION, ClientHeaders.USUAL_VERSION);
    }

    @Override
    public String countPath() {
        return "/messages/count_tokens";
    }

    @Override
    public Outgoing write(Conversation conversation, Target target) {
        try {
            byte[] body = AnthropicWriter.write(conversation, target);
            return new Outgoing.Ready(chatPath(target.model(), target.stream()), Map.of(), body);
        } catch (RefusedException e) {
            return new Outgoing.Unsupported(e.refusal());
        }
    }

    @Override
    public CallFailure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return AnthropicErrors.read(status, header, body);
    }

    @Override
    public boolean isStream(String contentType) {
        return contentType.startsWith("text/event-stream");
    }

    @Override
    public AnswerStream stream(InputStream body, Quirks quirks, Depth depth) {
        return new AnthropicStream(body, depth);
    }

    @Override
    public @Nullable Frame text(Frame event) {
        return AnthropicStream.text(event);
    }

    @Override
    public boolean beginsAgain() {
        return false;
    }

    @Override
    public @Nullable WholeAnswer whole(byte[] body, Quirks quirks, Depth depth) {
        return AnthropicAnswer.read(body, depth);
    }

    /** The client's headers that say how a body is meant, and so go on with it. No others do. */
    private static final class ClientHeaders {
        static final String VERSION = "anthropic-version";

        /** The only version that clients send; providers' files name it too. */
        static final String USUAL_VERSION = "2023-06-01";

        private static final String BETA = "anthropic-beta";
        private static final int MAX_LENGTH = 4_096;

        private ClientHeaders() {}

        /**
         * What of them must go on.
         *
         * @throws RefusedException when one cannot be sent as it is
         */
        static Map<String, String> kept(UnaryOperator<@Nullable String> header)
                throws RefusedException {
            String version = header.apply(VERSION);
            String beta = header.apply(BETA);
            boolean usual = version == null || version.equals(USUAL_VERSION);
            if (usual && beta == null) {
                return Map.of();
            }
            Map<String, String> kept = new LinkedHashMap<>();
            if (!usual && version != null) {
                kept.put(VERSION, checked(VERSION, version));
            }
            if (beta != null && !beta.isBlank()) {
                kept.put(BETA, checked(BETA, beta));
            }
            return kept;
        }

        private static String checked(String name, String value) throws RefusedException {
            boolean plain = value.chars().allMatch(letter -> letter >= ' ' && letter < 0x7F);
            if (!plain || value.length() > MAX_LENGTH) {
                throw new RefusedException(
                        Refusal.invalid(name, name + ": expected at most 4096 ASCII characters"));
            }
            return value;
        }
    }

    /** Models as clients of this dialect list them: all on one page. */
    private static final class ModelList {
        /** What the API itself says of models whose day is not known. */
        private static final String UNKNOWN = "1970-01-01";

        private ModelList() {}

        static byte[] write(List<ListedModel> models) {
            return JsonBody.of(
                    4096,
                    json -> {
                        json.writeStartObject();
                        json.writeArrayFieldStart("data");
                        for (ListedModel model : models) {
                            model(json, model);
                        }
                        json.writeEndArray();
                        json.writeBooleanField("has_more", false);
                        json.writeStringField(
                                "first_id", models.isEmpty() ? null : models.getFirst().id());
                        json.writeStringField(
                                "last_id", models.isEmpty() ? null : models.getLast().id());
                        json.writeEndObject();
                    });
        }

        static byte[] write(ListedModel model) {
            return JsonBody.of(256, json -> model(json, model));
        }

        private static void model(JsonGenerator json, ListedModel model) throws IOException {
            json.writeStartObject();
            json.writeStringField("type", "model");
            json.writeStringField("id", model.id());
            json.writeStringField("display_name", model.name());
            String day = model.released() == null ? UNKNOWN : model.released().toString();
            json.writeStringField("created_at", day + "T00:00:00Z");
            json.writeEndObject();
        }
    }
}

package dev.undercut.provider.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes JSON as OpenAI does: the same keys in the same order. */
final class CompletionWriter {

    private final JsonFactory json = new JsonFactory();

    /** Something that writes JSON. */
    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    private byte[] bytes(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartObject();
            body.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot be: memory
        }
        return bytes.toByteArray();
    }

    /** A whole answer. */
    byte[] completion(Completion completion) {
        return bytes(out -> {
            head(out, completion, "chat.completion");
            out.writeArrayFieldStart("choices");
            for (int i = 0; i < completion.choices().size(); i++) {
                choice(out, i, completion.choices().get(i));
            }
            out.writeEndArray();
            usage(out, completion);
            tail(out);
        });
    }

    private static void head(JsonGenerator out, Completion completion, String object)
            throws IOException {
        out.writeStringField("id", completion.id());
        out.writeStringField("object", object);
        out.writeNumberField("created", completion.created());
        out.writeStringField("model", completion.model().id());
    }

    private static void tail(JsonGenerator out) throws IOException {
        out.writeStringField("service_tier", "default");
        out.writeStringField("system_fingerprint", "fp_sandbox");
    }

    private static void choice(JsonGenerator out, int index, Choice choice) throws IOException {
        out.writeStartObject();
        out.writeNumberField("index", index);
        out.writeObjectFieldStart("message");
        out.writeStringField("role", "assistant");
        Choice.ToolCall call = choice.call();
        if (call == null) {
            out.writeStringField("content", choice.content());
        } else {
            out.writeNullField("content");
        }
        if (!choice.reasoning().isEmpty()) {
            out.writeStringField("reasoning_content", choice.reasoning());
        }
        if (call != null) {
            out.writeArrayFieldStart("tool_calls");
            out.writeStartObject();
            toolCall(out, call, call.arguments());
            out.writeEndObject();
            out.writeEndArray();
        }
        out.writeNullField("refusal");
        out.writeArrayFieldStart("annotations");
        out.writeEndArray();
        out.writeEndObject();
        out.writeNullField("logprobs");
        out.writeStringField("finish_reason", choice.finish());
        out.writeEndObject();
    }

    private static void toolCall(JsonGenerator out, Choice.ToolCall call, String arguments)
            throws IOException {
        out.writeStringField("id", call.id());
        out.writeStringField("type", "function");
        out.writeObjectFieldStart("function");
        out.writeStringField("name", call.name());
        out.writeStringField("arguments", arguments);
        out.writeEndObject();
    }

    private static void usage(JsonGenerator out, Completion completion) throws IOException {
        long written = completion.completionTokens();
        out.writeObjectFieldStart("usage");
        out.writeNumberField("prompt_tokens", completion.promptTokens());
        out.writeNumberField("completion_tokens", written);
        out.writeNumberField("total_tokens", completion.promptTokens() + written);
        out.writeObjectFieldStart("prompt_tokens_details");
        out.writeNumberField("cached_tokens", completion.cachedTokens());
        out.writeNumberField("audio_tokens", 0);
        out.writeEndObject();
        out.writeObjectFieldStart("completion_tokens_details");
        out.writeNumberField("reasoning_tokens", completion.reasoningTokens());
        out.writeNumberField("audio_tokens", 0);
        out.writeNumberField("accepted_prediction_tokens", 0);
        out.writeNumberField("rejected_prediction_tokens", 0);
        out.writeEndObject();
        out.writeEndObject();
    }

    /** One chunk of a stream; {@code piece} null is the last one, with the usage. */
    byte[] chunk(Completion completion, @Nullable Piece piece, boolean includeUsage) {
        return bytes(out -> {
            head(out, completion, "chat.completion.chunk");
            tail(out);
            out.writeArrayFieldStart("choices");
            if (piece != null) {
                delta(out, completion, piece);
            }
            out.writeEndArray();
            if (piece == null) {
                usage(out, completion);
            } else if (includeUsage) {
                out.writeNullField("usage");
            }
        });
    }

    private static void delta(JsonGenerator out, Completion completion, Piece piece)
            throws IOException {
        Choice choice = completion.choices().get(piece.choice());
        out.writeStartObject();
        out.writeNumberField("index", piece.choice());
        out.writeObjectFieldStart("delta");
        switch (piece.kind()) {
            case ROLE -> {
                out.writeStringField("role", "assistant");
                out.writeStringField("content", "");
                out.writeNullField("refusal");
            }
            case REASONING -> out.writeStringField("reasoning_content", piece.text());
            case CONTENT -> out.writeStringField("content", piece.text());
            case CALL, ARGUMENTS -> toolDelta(out, choice, piece);
            case FINISH -> {}
        }
        out.writeEndObject();
        out.writeNullField("logprobs");
        if (piece.kind() == Piece.Kind.FINISH) {
            out.writeStringField("finish_reason", choice.finish());
        } else {
            out.writeNullField("finish_reason");
        }
        out.writeEndObject();
    }

    private static void toolDelta(JsonGenerator out, Choice choice, Piece piece)
            throws IOException {
        Choice.ToolCall call = choice.call();
        out.writeArrayFieldStart("tool_calls");
        out.writeStartObject();
        out.writeNumberField("index", 0);
        if (piece.kind() == Piece.Kind.CALL && call != null) {
            toolCall(out, call, "");
        } else {
            out.writeObjectFieldStart("function");
            out.writeStringField("arguments", piece.text());
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndArray();
    }

    /** An error, all four keys present. */
    byte[] error(Refusal refusal) {
        return bytes(out -> {
            out.writeObjectFieldStart("error");
            out.writeStringField("message", refusal.getMessage());
            out.writeStringField("type", refusal.type());
            out.writeStringField("param", refusal.param);
            out.writeStringField("code", refusal.code);
            out.writeEndObject();
        });
    }
}

package dev.undercut.dialect.openai;

import dev.undercut.chat.Answer;
import dev.undercut.chat.CallFailure;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.Reading;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.Splice;
import dev.undercut.dialect.SseFrames.Frame;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dialect.WholeAnswer;
import dev.undercut.dialect.openai.request.OpenAiRequestWriter;
import java.io.InputStream;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** OpenAI's chat completions, the field's lingua franca, on both sides. */
public final class OpenAi implements ClientDialect, UpstreamDialect {
    /** The dialect's name. */
    public static final String NAME = "openai";

    private static final OpenAiEmbeddings EMBEDDINGS = new OpenAiEmbeddings();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String path() {
        return "/v1/chat/completions";
    }

    @Override
    public Reading read(byte[] body) {
        try {
            return new Reading.Read(OpenAiRequestReader.read(body));
        } catch (RefusedException e) {
            return new Reading.Refused(e.refusal());
        }
    }

    /** A budget for thinking is OpenRouter's way to say it. */
    @Override
    public Map<String, String> fieldNames() {
        return Map.of("thinking", "reasoning.max_tokens");
    }

    @Override
    public byte[] refusal(Refusal refusal) {
        return OpenAiErrors.write(refusal);
    }

    @Override
    public StreamWriter passing(boolean usageAsked) {
        return new OpenAiStreamWriter(usageAsked);
    }

    @Override
    public StreamWriter translating(ChatRequest request, Stamp stamp) {
        return new OpenAiChunkWriter(stamp, request.usageAsked(), hasOldCalls(request));
    }

    @Override
    public byte[] write(ChatRequest request, Answer answer, Usage usage, Stamp stamp) {
        return OpenAiAnswerWriter.write(answer, usage, stamp, hasOldCalls(request));
    }

    private static boolean hasOldCalls(ChatRequest request) {
        return request.body() instanceof OpenAiBody body && body.declaresFunctions();
    }

    @Override
    public byte[] withReceipt(byte[] body, String receipt) {
        return new Splice()
                .insert(OpenAiStreamWriter.lastBrace(body), ",\"undercut\":" + receipt)
                .apply(body);
    }

    @Override
    public String chatPath(String model, boolean stream) {
        return "/chat/completions";
    }

    @Override
    public UpstreamDialect embeddings() {
        return EMBEDDINGS;
    }

    @Override
    public Outgoing write(Conversation conversation, Target target) {
        return OpenAiRequestWriter.write(
                conversation, target, chatPath(target.model(), target.stream()));
    }

    @Override
    public boolean isStream(String contentType) {
        return contentType.startsWith("text/event-stream");
    }

    @Override
    public CallFailure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return OpenAiErrors.read(status, header, body);
    }

    @Override
    public AnswerStream stream(InputStream body, Quirks quirks, Depth depth) {
        return new OpenAiStream(body, quirks, depth);
    }

    @Override
    public @Nullable Frame text(Frame event) {
        return OpenAiStream.text(event);
    }

    @Override
    public @Nullable WholeAnswer whole(byte[] body, Quirks quirks, Depth depth) {
        return OpenAiAnswer.read(body, quirks, depth);
    }
}

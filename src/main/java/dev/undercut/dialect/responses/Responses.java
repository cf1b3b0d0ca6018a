package dev.undercut.dialect.responses;

import dev.undercut.chat.Answer;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.OriginalBody;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.Reading;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dialect.openai.OpenAi;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * OpenAI's Responses API, for clients only: no provider is spoken to in it. Nothing is kept between
 * two requests, so all that refers to an earlier one is refused.
 */
public final class Responses implements ClientDialect {
    /** The dialect's name. */
    public static final String NAME = "openai-responses";

    private static final Map<String, String> FIELD_NAMES =
            Map.of(
                    "messages", "input",
                    "response_format", "text.format",
                    "reasoning_effort", "reasoning.effort",
                    "file", "input_file");

    private final OpenAi openai = new OpenAi();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String path() {
        return "/v1/responses";
    }

    @Override
    public Reading read(byte[] body) {
        try {
            return new Reading.Read(ResponsesReader.read(body));
        } catch (RefusedException e) {
            return new Reading.Refused(e.refusal());
        }
    }

    @Override
    public Map<String, String> fieldNames() {
        return FIELD_NAMES;
    }

    @Override
    public byte[] refusal(Refusal refusal) {
        return openai.refusal(refusal);
    }

    @Override
    public StreamWriter passing(boolean usageAsked) {
        throw new IllegalStateException("no provider speaks " + NAME);
    }

    @Override
    public StreamWriter translating(ChatRequest request, Stamp stamp) {
        return new ResponsesStreamWriter(new ResponseJson(echo(request), stamp));
    }

    @Override
    public byte[] write(ChatRequest request, Answer answer, Usage usage, Stamp stamp) {
        ResponseJson response = new ResponseJson(echo(request), stamp);
        return ResponsesAnswer.write(response, answer, usage).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] withReceipt(byte[] body, String receipt) {
        return openai.withReceipt(body, receipt);
    }

    private static Echo echo(ChatRequest request) {
        OriginalBody body = request.body();
        return body instanceof ResponsesBody own ? own.echo() : Echo.NONE;
    }
}

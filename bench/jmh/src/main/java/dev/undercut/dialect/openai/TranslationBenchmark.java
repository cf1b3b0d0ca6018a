package dev.undercut.dialect.openai;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.OriginalBody.Change;
import dev.undercut.chat.OriginalBody.Translation;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.ClientDialect.Stamp;
import dev.undercut.dialect.Outgoing;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.Reading;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.responses.Responses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What translating costs over passing on: a request of 2 KB with a tool and a history, and a stream
 * of 100 chunks. Both sides are this dialect's own, so that each figure holds one reading and one
 * writing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class TranslationBenchmark {
    private static final int EVENTS = 100;
    private static final Stamp STAMP = new Stamp("r1", "m", 1_700_000_000);
    private static final Target TARGET = new Target("up", true, null, null, Quirks.NONE);

    private final OpenAi chat = new OpenAi();
    private final Responses responses = new Responses();
    private final byte[] chatRequest = bytes(chatRequest());
    private final byte[] responsesRequest = bytes(responsesRequest());
    private final byte[] stream = bytes(stream());
    private final ChatRequest asked = read(chat, chatRequest);
    private final ChatRequest askedForResponse = read(responses, responsesRequest);

    private static String chatRequest() {
        return "{\"model\":\"undercut/55\",\"stream\":true,\"temperature\":0.2,\"messages\":[{\"role\":"
                + "\"system\",\"content\":\""
                + "Be brief. ".repeat(30)
                + "\"},{\"role\":\"user\",\"content\":\""
                + "lorem ipsum ".repeat(60)
                + "\"},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_1\","
                + "\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"{\\\"at\\\":1}\"}}]},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\""
                + "seen ".repeat(60)
                + "\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\",\"parameters\":"
                + "{\"type\":\"object\",\"properties\":{\"at\":{\"type\":\"integer\",\"description\":\""
                + "where ".repeat(20)
                + "\"}}}}}]}";
    }

    private static String responsesRequest() {
        return "{\"model\":\"undercut/55\",\"stream\":true,\"temperature\":0.2,\"instructions\":\""
                + "Be brief. ".repeat(30)
                + "\",\"input\":[{\"role\":\"user\",\"content\":\""
                + "lorem ipsum ".repeat(60)
                + "\"},{\"type\":\"function_call\",\"call_id\":\"call_1\",\"name\":\"look\","
                + "\"arguments\":\"{\\\"at\\\":1}\"},{\"type\":\"function_call_output\",\"call_id\":"
                + "\"call_1\",\"output\":\""
                + "seen ".repeat(60)
                + "\"}],\"tools\":[{\"type\":\"function\",\"name\":\"look\",\"parameters\":"
                + "{\"type\":\"object\",\"properties\":{\"at\":{\"type\":\"integer\",\"description\":\""
                + "where ".repeat(20)
                + "\"}}}}]}";
    }

    private static String stream() {
        String head =
                "data: {\"id\":\"chatcmpl-123456789012345678901\",\"object\":"
                        + "\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"up\","
                        + "\"system_fingerprint\":\"fp_1234567890\",\"choices\":[";
        String event =
                head
                        + "{\"index\":0,\"delta\":{\"content\":\" word\"},\"logprobs\":null,"
                        + "\"finish_reason\":null}],\"usage\":null}\n\n";
        return event.repeat(EVENTS)
                + head
                + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    }

    private static ChatRequest read(ClientDialect dialect, byte[] body) {
        return switch (dialect.read(body)) {
            case Reading.Read(var read) -> read;
            case Reading.Refused(var refusal) -> throw new IllegalStateException(refusal.message());
        };
    }

    @Benchmark
    public byte[] pass_a_request() {
        return read(chat, chatRequest)
                .body()
                .rewritten(new Change("up", true, null, "max_tokens"));
    }

    @Benchmark
    public Outgoing translate_a_request() {
        return translated(read(chat, chatRequest));
    }

    @Benchmark
    public Outgoing translate_a_request_of_the_responses_api() {
        return translated(read(responses, responsesRequest));
    }

    private Outgoing translated(ChatRequest request) {
        return switch (request.body().translated()) {
            case Translation.Of(var conversation) -> chat.write(conversation, TARGET);
            case Translation.Refused(var refusal) ->
                    throw new IllegalStateException(refusal.message());
        };
    }

    @Benchmark
    public void pass_100_chunks() throws IOException {
        relay(Depth.METER, chat.passing(false));
    }

    @Benchmark
    public void translate_100_chunks() throws IOException {
        relay(Depth.TRANSLATE, chat.translating(asked, STAMP));
    }

    @Benchmark
    public void translate_100_chunks_to_the_responses_api() throws IOException {
        relay(Depth.TRANSLATE, responses.translating(askedForResponse, STAMP));
    }

    private void relay(Depth depth, StreamWriter writer) throws IOException {
        AnswerStream events = chat.stream(new ByteArrayInputStream(stream), Quirks.NONE, depth);
        OutputStream out = OutputStream.nullOutputStream();
        for (StreamEvent event = events.next(); event != null; event = events.next()) {
            writer.write(event, out);
        }
        writer.end("{}", Usage.NONE, out);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package dev.undercut.dialect.openai;

import dev.undercut.chat.OriginalBody.Change;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dialect.Reading;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.WholeAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the codec does for a request: read it, splice it, read the answer or 100 events of one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class OpenAiBenchmark {
    private static final int EVENTS = 100;

    /** Bytes of text in the request's one message. */
    @Param({"1024", "1048576"})
    private int promptBytes;

    private final OpenAi dialect = new OpenAi();
    private byte[] request = new byte[0];
    private byte[] answer = new byte[0];
    private byte[] stream = new byte[0];

    @Setup
    public void write() {
        String text = "lorem ipsum ".repeat(promptBytes / 12);
        request =
                bytes(
                        "{\"model\":\"undercut/55\",\"messages\":[{\"role\":\"user\",\"content\":\""
                                + text
                                + "\"}],\"temperature\":0.2,\"stream\":true}");
        String usage =
                "\"usage\":{\"prompt_tokens\":300,\"completion_tokens\":200,\"total_tokens\":500,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":100}}";
        answer =
                bytes(
                        "{\"id\":\"x\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{"
                                + "\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                                + "x".repeat(800)
                                + "\"},\"finish_reason\":\"stop\"}],"
                                + usage
                                + "}");
        String head = "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"choices\":[";
        String event =
                head
                        + "{\"index\":0,\"delta\":{\"content\":\" word\"},\"finish_reason\":null}]}"
                        + "\n\n";
        stream =
                bytes(
                        event.repeat(EVENTS)
                                + head
                                + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                                + usage
                                + "}\n\ndata: [DONE]\n\n");
    }

    @Benchmark
    public byte[] read_and_splice_a_request() {
        return switch (dialect.read(request)) {
            case Reading.Read(var read) ->
                    read.body().rewritten(new Change("other-model", true, null, "max_tokens"));
            case Reading.Refused(var refusal) -> throw new IllegalStateException(refusal.message());
        };
    }

    @Benchmark
    public @Nullable WholeAnswer read_an_answer() {
        return dialect.whole(answer, Quirks.NONE, UpstreamDialect.Depth.METER);
    }

    @Benchmark
    public int read_a_stream_of_100_events() throws IOException {
        AnswerStream events = dialect.stream(new ByteArrayInputStream(stream), Quirks.NONE, UpstreamDialect.Depth.METER);
        int count = 0;
        for (StreamEvent event = events.next(); event != null; event = events.next()) {
            count++;
        }
        return count;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

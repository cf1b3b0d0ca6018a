package dev.undercut.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.Splice;
import dev.undercut.dialect.SseFrames.Frame;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Passes a provider's events on as they are, but for the receipt on the last message_delta. */
final class PassingWriter implements StreamWriter {
    private static final byte[] STOP =
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n".getBytes(UTF_8);
    private static final byte[] PING =
            "event: ping\ndata: {\"type\": \"ping\"}\n\n".getBytes(UTF_8);

    private final @Nullable String requestId;
    private @Nullable Frame finish;

    /**
     * A writer of one answer.
     *
     * @param requestId what an error event names, or null where the request has no id
     */
    PassingWriter(@Nullable String requestId) {
        this.requestId = requestId;
    }

    @Override
    public void write(StreamEvent event, OutputStream out) throws IOException {
        switch (event) {
            case StreamEvent.Piece piece -> {
                release(out);
                send(piece.frame(), out);
            }
            case StreamEvent.Finish last -> {
                release(out);
                finish = last.frame().kept();
            }
            case StreamEvent.UsageOnly report -> send(report.frame(), out);
            case StreamEvent.Idle idle -> send(idle.frame(), out);
            case StreamEvent.Done done -> {}
            case StreamEvent.Failed failed -> {}
        }
    }

    @Override
    public void ping(OutputStream out) throws IOException {
        ping(finish != null, out);
    }

    /** Between the last piece and the end mark there is no place for one. */
    static void ping(boolean finished, OutputStream out) throws IOException {
        if (!finished) {
            out.write(PING);
        }
    }

    @Override
    public void end(String receipt, Usage usage, OutputStream out) throws IOException {
        if (finish != null) {
            byte[] event = Arrays.copyOfRange(finish.buffer(), finish.from(), finish.to());
            out.write(withReceipt(event, receipt));
        }
        out.write(STOP);
    }

    @Override
    public void broken(Refusal refusal, OutputStream out) throws IOException {
        fail(refusal, requestId, out);
    }

    /** An error event, after which clients of this dialect expect nothing. */
    static void fail(Refusal refusal, @Nullable String requestId, OutputStream out)
            throws IOException {
        out.write("event: error\ndata: ".getBytes(UTF_8));
        out.write(AnthropicErrors.write(refusal, requestId));
        out.write('\n');
        out.write('\n');
    }

    static void stop(OutputStream out) throws IOException {
        out.write(STOP);
    }

    /** JSON with the receipt as its last field. */
    static byte[] withReceipt(byte[] json, String receipt) {
        int brace = json.length - 1;
        while (json[brace] != '}') {
            brace--;
        }
        return new Splice().insert(brace, ",\"undercut\":" + receipt).apply(json);
    }

    private void release(OutputStream out) throws IOException {
        if (finish != null) {
            send(finish, out);
            finish = null;
        }
    }

    private static void send(Frame frame, OutputStream out) throws IOException {
        out.write(frame.buffer(), frame.from(), frame.to() - frame.from());
    }
}

package dev.undercut.dialect.openai;

import dev.undercut.chat.Refusal;
import dev.undercut.dialect.JsonBytes;
import dev.undercut.dialect.Splice;
import dev.undercut.dialect.SseFrames.Frame;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Passes a provider's events on as they are, but for the usage that the client did not ask for, and
 * the receipt on the last regular chunk.
 */
final class OpenAiStreamWriter implements StreamWriter {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
    private static final JsonBytes USAGE = JsonBytes.key("usage");

    private final boolean usageAsked;
    private @Nullable Frame finish;
    private @Nullable Frame usage;

    OpenAiStreamWriter(boolean usageAsked) {
        this.usageAsked = usageAsked;
    }

    @Override
    public void write(StreamEvent event, OutputStream out) throws IOException {
        switch (event) {
            case StreamEvent.Piece piece -> {
                releaseFinish(out);
                send(piece.frame(), out);
            }
            case StreamEvent.Finish last -> {
                releaseFinish(out);
                finish = last.frame().kept();
            }
            case StreamEvent.UsageOnly report -> usage = report.frame().kept();
            case StreamEvent.Idle idle -> send(idle.frame(), out);
            case StreamEvent.Done done -> {}
            case StreamEvent.Failed failed -> {}
        }
    }

    @Override
    public void end(String receipt, OutputStream out) throws IOException {
        Frame last = finish;
        if (last != null) {
            out.write(withReceipt(last, receipt));
        }
        if (usage != null && usageAsked) {
            send(usage, out);
        }
        out.write(DONE);
    }

    @Override
    public void broken(Refusal refusal, OutputStream out) throws IOException {
        out.write("data: ".getBytes(StandardCharsets.UTF_8));
        out.write(OpenAiErrors.write(refusal));
        out.write('\n');
        out.write('\n');
    }

    /** With several choices, the finish of one may be followed by pieces of another. */
    private void releaseFinish(OutputStream out) throws IOException {
        if (finish != null) {
            send(finish, out);
            finish = null;
        }
    }

    private void send(Frame frame, OutputStream out) throws IOException {
        int[] field = usageAsked ? null : USAGE.field(frame.buffer(), frame.from(), frame.to());
        if (field == null) {
            out.write(frame.buffer(), frame.from(), frame.to() - frame.from());
            return;
        }
        out.write(frame.buffer(), frame.from(), field[0] - frame.from());
        out.write(frame.buffer(), field[1], frame.to() - field[1]);
    }

    private byte[] withReceipt(Frame frame, String receipt) {
        byte[] bytes = Arrays.copyOfRange(frame.buffer(), frame.from(), frame.to());
        int[] hidden = usageAsked ? null : USAGE.field(bytes, 0, bytes.length);
        Splice splice = new Splice().insert(lastBrace(bytes), ",\"undercut\":" + receipt);
        if (hidden != null) {
            splice.remove(hidden[0], hidden[1]);
        }
        return splice.apply(bytes);
    }

    static int lastBrace(byte[] bytes) {
        int at = bytes.length - 1;
        while (bytes[at] != '}') {
            at--;
        }
        return at;
    }
}

package dev.undercut.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.JsonBytes;
import dev.undercut.dialect.Splice;
import dev.undercut.dialect.SseFrames;
import dev.undercut.dialect.SseFrames.Frame;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Passes a provider's events on as they are, but for the usage that the client did not ask for, and
 * the receipt on the last regular chunk.
 */
final class OpenAiStreamWriter implements StreamWriter {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.UTF_8);
    private static final JsonBytes USAGE = JsonBytes.key("usage");

    private final boolean usageAsked;
    private final List<Frame> trailing = new ArrayList<>(2);
    private @Nullable Frame finish;
    private @Nullable Frame usage;

    OpenAiStreamWriter(boolean usageAsked) {
        this.usageAsked = usageAsked;
    }

    @Override
    public void write(StreamEvent event, OutputStream out) throws IOException {
        switch (event) {
            case StreamEvent.Piece piece -> {
                if (finish != null && trails(finish, piece.frame())) {
                    trailing.add(piece.frame().kept());
                } else {
                    releaseFinish(out);
                    send(piece.frame(), out);
                }
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

    /** A comment, which clients skip; a chunk of ours would need the id of theirs. */
    @Override
    public void ping(OutputStream out) throws IOException {
        if (finish == null) {
            out.write(PING);
        }
    }

    @Override
    public void end(String receipt, Usage used, OutputStream out) throws IOException {
        Frame last = finish;
        if (last != null) {
            out.write(withReceipt(last, receipt));
            sendTrailing(out);
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
            sendTrailing(out);
        }
    }

    private void sendTrailing(OutputStream out) throws IOException {
        for (Frame frame : trailing) {
            send(frame, out);
        }
        trailing.clear();
    }

    /**
     * Whether a piece after a finish only adds to the answer that finished, as some providers do
     * with their filters' verdicts or an empty piece that carries the usage. It then waits with the
     * finish, which is the chunk that takes the receipt.
     */
    private static boolean trails(Frame finish, Frame piece) {
        Set<Integer> finished = choices(finish);
        return finished.containsAll(choices(piece));
    }

    private static Set<Integer> choices(Frame frame) {
        byte[] data = SseFrames.data(frame);
        JsonNode chunk = data == null ? null : Json.tree(data);
        Set<Integer> indexes = new HashSet<>();
        if (chunk != null) {
            chunk.path("choices").forEach(choice -> indexes.add(choice.path("index").asInt()));
        }
        return indexes;
    }

    private void send(Frame frame, OutputStream out) throws IOException {
        int[] field = hiddenUsage(frame);
        if (field == null) {
            out.write(frame.buffer(), frame.from(), frame.to() - frame.from());
            return;
        }
        out.write(frame.buffer(), frame.from(), field[0] - frame.from());
        out.write(frame.buffer(), field[1], frame.to() - field[1]);
    }

    private int @Nullable [] hiddenUsage(Frame frame) {
        if (usageAsked || USAGE.find(frame.buffer(), frame.from(), frame.to()) < 0) {
            return null;
        }
        return USAGE.field(frame.buffer(), frame.from(), frame.to());
    }

    private byte[] withReceipt(Frame frame, String receipt) {
        byte[] bytes = Arrays.copyOfRange(frame.buffer(), frame.from(), frame.to());
        int[] hidden = hiddenUsage(new Frame(bytes, 0, bytes.length));
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

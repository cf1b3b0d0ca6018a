package dev.undercut.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.undercut.chat.Delta;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.ClientDialect.Stamp;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Signature;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Writes deltas as events. Blocks are numbered without gaps and one is open at a time; what comes
 * for another one while a call's arguments are not whole waits its turn.
 */
final class TranslatingWriter implements StreamWriter {
    private final Stamp stamp;
    private final Deque<Block> waiting = new ArrayDeque<>(2);
    private @Nullable Block open;
    private boolean started;
    private int blocks;
    private boolean refused;
    private @Nullable StopReason reason;
    private @Nullable String stopSequence;

    TranslatingWriter(Stamp stamp) {
        this.stamp = stamp;
    }

    private enum Kind {
        TEXT,
        THOUGHT,
        HIDDEN,
        CALL
    }

    /** A block that is being written, or waits to be. */
    private static final class Block {
        private final Kind kind;
        private final int call;
        private final String head;
        private final StringBuilder held = new StringBuilder();
        private final ObjectEnd end = new ObjectEnd();

        /**
         * Begins empty.
         *
         * @param call the number of the call, or -1
         * @param head the JSON of its start
         */
        Block(Kind kind, int call, String head) {
            this.kind = kind;
            this.call = call;
            this.head = head;
        }

        /** Whether more may come for it while others wait. */
        boolean isUnfinishedCall() {
            return kind == Kind.CALL && !end.isReached();
        }
    }

    @Override
    public void write(StreamEvent event, OutputStream out) throws IOException {
        for (Delta delta : event.deltas()) {
            write(delta, out);
        }
    }

    private void write(Delta delta, OutputStream out) throws IOException {
        start(out);
        switch (delta) {
            case Delta.Started begun -> {}
            case Delta.Text text -> append(text(), text.text(), out);
            case Delta.Refused said -> {
                refused = true;
                append(text(), said.text(), out);
            }
            case Delta.Thought thought -> append(thought(), thought.text(), out);
            case Delta.ThoughtSignature proof -> sign(proof.signature(), out);
            case Delta.HiddenThought hidden -> hidden(hidden.data(), out);
            case Delta.ToolCall call -> enter(call(call), out);
            case Delta.Arguments more -> arguments(more, out);
            case Delta.Stopped stopped -> {
                reason = stopped.reason();
                stopSequence = stopped.stopSequence();
            }
        }
    }

    private static Block text() {
        return new Block(Kind.TEXT, -1, "{\"type\":\"text\",\"text\":\"\"}");
    }

    private static Block thought() {
        return new Block(
                Kind.THOUGHT, -1, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
    }

    private static Block call(Delta.ToolCall call) {
        return new Block(
                Kind.CALL,
                call.call(),
                "{\"type\":\"tool_use\",\"id\":"
                        + Json.quote(ToolIds.accepted(call.id()))
                        + ",\"name\":"
                        + Json.quote(call.name())
                        + ",\"input\":{}}");
    }

    /** More for the last block where it is of that kind, else for a new one. */
    private void append(Block fresh, String more, OutputStream out) throws IOException {
        if (more.isEmpty()) {
            return;
        }
        if (!waiting.isEmpty() || (open != null && open.isUnfinishedCall())) {
            if (waiting.isEmpty() || waiting.getLast().kind != fresh.kind) {
                waiting.add(fresh);
            }
            waiting.getLast().held.append(more);
            return;
        }
        if (open == null || open.kind != fresh.kind) {
            enter(fresh, out);
        }
        send(fresh.kind, more, out);
    }

    private void sign(String signature, OutputStream out) throws IOException {
        if (!waiting.isEmpty() || (open != null && open.isUnfinishedCall())) {
            return;
        }
        if (open == null || open.kind != Kind.THOUGHT) {
            enter(thought(), out);
        }
        String shown = Signature.forClient(Anthropic.NAME, signature);
        delta("{\"type\":\"signature_delta\",\"signature\":" + Json.quote(shown) + "}", out);
        close(out);
    }

    private void hidden(String data, OutputStream out) throws IOException {
        String shown = Signature.forClient(Anthropic.NAME, data);
        enter(
                new Block(
                        Kind.HIDDEN,
                        -1,
                        "{\"type\":\"redacted_thinking\",\"data\":" + Json.quote(shown) + "}"),
                out);
    }

    private void arguments(Delta.Arguments more, OutputStream out) throws IOException {
        if (more.json().isEmpty()) {
            return;
        }
        if (open != null && open.kind == Kind.CALL && open.call == more.call()) {
            open.end.add(more.json());
            send(Kind.CALL, more.json(), out);
            admitWaiting(out);
            return;
        }
        for (Iterator<Block> back = waiting.descendingIterator(); back.hasNext(); ) {
            Block block = back.next();
            if (block.call == more.call()) {
                block.held.append(more.json());
                return;
            }
        }
    }

    /** Opens a block now, or later when a call before it is whole. */
    private void enter(Block block, OutputStream out) throws IOException {
        waiting.add(block);
        admitWaiting(out);
    }

    private void admitWaiting(OutputStream out) throws IOException {
        while (!waiting.isEmpty() && (open == null || !open.isUnfinishedCall())) {
            open(waiting.removeFirst(), out);
        }
    }

    private void open(Block block, OutputStream out) throws IOException {
        close(out);
        open = block;
        event(
                "content_block_start",
                "{\"type\":\"content_block_start\",\"index\":"
                        + blocks
                        + ",\"content_block\":"
                        + block.head
                        + "}",
                out);
        if (!block.held.isEmpty()) {
            String held = block.held.toString();
            block.end.add(held);
            send(block.kind, held, out);
        }
    }

    private void close(OutputStream out) throws IOException {
        if (open != null) {
            event(
                    "content_block_stop",
                    "{\"type\":\"content_block_stop\",\"index\":" + blocks + "}",
                    out);
            open = null;
            blocks++;
        }
    }

    private void send(Kind kind, String more, OutputStream out) throws IOException {
        String quoted = Json.quote(more);
        delta(
                switch (kind) {
                    case TEXT -> "{\"type\":\"text_delta\",\"text\":" + quoted + "}";
                    case THOUGHT -> "{\"type\":\"thinking_delta\",\"thinking\":" + quoted + "}";
                    case CALL -> "{\"type\":\"input_json_delta\",\"partial_json\":" + quoted + "}";
                    case HIDDEN -> throw new IllegalStateException("it came whole");
                },
                out);
    }

    private void delta(String delta, OutputStream out) throws IOException {
        event(
                "content_block_delta",
                "{\"type\":\"content_block_delta\",\"index\":"
                        + blocks
                        + ",\"delta\":"
                        + delta
                        + "}",
                out);
    }

    private void start(OutputStream out) throws IOException {
        if (!started) {
            started = true;
            event(
                    "message_start",
                    "{\"type\":\"message_start\",\"message\":" + AnswerWriter.begun(stamp) + "}",
                    out);
        }
    }

    @Override
    public void ping(OutputStream out) throws IOException {
        PassingWriter.ping(reason != null, out);
    }

    @Override
    public void end(String receipt, Usage usage, OutputStream out) throws IOException {
        start(out);
        while (!waiting.isEmpty()) {
            open(waiting.removeFirst(), out);
        }
        close(out);
        event(
                "message_delta",
                "{\"type\":\"message_delta\",\"delta\":"
                        + AnswerWriter.stop(refused ? StopReason.FILTER : reason, stopSequence)
                        + ",\"usage\":"
                        + AnswerWriter.usage(usage)
                        + ",\"undercut\":"
                        + receipt
                        + "}",
                out);
        PassingWriter.stop(out);
    }

    @Override
    public void broken(Refusal refusal, OutputStream out) throws IOException {
        PassingWriter.fail(refusal, stamp.requestId(), out);
    }

    private static void event(String name, String data, OutputStream out) throws IOException {
        out.write(("event: " + name + "\ndata: " + data + "\n\n").getBytes(UTF_8));
    }

    /** Watches a JSON object grow and knows when it is whole. */
    private static final class ObjectEnd {
        private int depth;
        private boolean inString;
        private boolean escaped;
        private boolean reached;

        void add(String piece) {
            for (int i = 0; i < piece.length() && !reached; i++) {
                next(piece.charAt(i));
            }
        }

        private void next(char letter) {
            if (escaped) {
                escaped = false;
            } else if (inString) {
                escaped = letter == '\\';
                inString = letter != '"';
            } else {
                switch (letter) {
                    case '"' -> inString = true;
                    case '{', '[' -> depth++;
                    case '}', ']' -> {
                        depth--;
                        reached = depth <= 0;
                    }
                    default -> {}
                }
            }
        }

        boolean isReached() {
            return reached;
        }
    }
}

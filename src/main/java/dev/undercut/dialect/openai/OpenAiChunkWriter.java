package dev.undercut.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.undercut.chat.Delta;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.ClientDialect.Stamp;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dialect.openai.request.OpenAiThoughts;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the deltas of an answer that comes in another dialect as chunks: the role first, {@code
 * finish_reason} once for each choice, the receipt on the last of them.
 */
final class OpenAiChunkWriter implements StreamWriter {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(UTF_8);
    private static final byte[] PING = ": ping\n\n".getBytes(UTF_8);
    private static final String ROLE = "\"role\":\"assistant\",\"content\":\"\",\"refusal\":null";

    private final String head;
    private final String tail;
    private final boolean usageAsked;
    private final boolean oldCalls;
    private final BitSet begun = new BitSet();
    private final BitSet called = new BitSet();
    private final List<Delta.ToolCall> withoutArguments = new ArrayList<>(0);
    private @Nullable String held;

    /**
     * Writes to one client.
     *
     * @param usageAsked whether it wants the usage
     * @param oldCalls whether it speaks of functions rather than of tools
     */
    OpenAiChunkWriter(Stamp stamp, boolean usageAsked, boolean oldCalls) {
        this.usageAsked = usageAsked;
        this.oldCalls = oldCalls;
        this.head =
                "data: {\"id\":"
                        + Json.quote("chatcmpl-" + stamp.requestId())
                        + ",\"object\":\"chat.completion.chunk\",\"created\":"
                        + stamp.created()
                        + ",\"model\":"
                        + Json.quote(stamp.model())
                        + ",\"choices\":[";
        this.tail = usageAsked ? "],\"usage\":null" : "]";
    }

    @Override
    public void write(StreamEvent event, OutputStream out) throws IOException {
        for (Delta delta : deltas(event)) {
            delta(delta, out);
        }
    }

    private static List<Delta> deltas(StreamEvent event) {
        return switch (event) {
            case StreamEvent.Piece piece -> piece.deltas();
            case StreamEvent.Finish finish -> finish.deltas();
            case StreamEvent.UsageOnly only -> List.of();
            case StreamEvent.Idle idle -> List.of();
            case StreamEvent.Done done -> List.of();
            case StreamEvent.Failed failed -> List.of();
        };
    }

    private void delta(Delta delta, OutputStream out) throws IOException {
        switch (delta) {
            case Delta.Started started -> begin(0, out);
            case Delta.Text(int choice, String text) -> field(choice, "content", text, out);
            case Delta.Thought(int choice, String text) ->
                    field(choice, OpenAiThoughts.CONTENT, text, out);
            case Delta.Refused(int choice, String text) -> field(choice, "refusal", text, out);
            case Delta.ThoughtSignature(int choice, String signature) ->
                    piece(choice, OpenAiAnswerWriter.signature(signature), out);
            case Delta.HiddenThought(int choice, String data) ->
                    piece(choice, OpenAiAnswerWriter.hidden(data), out);
            case Delta.ToolCall call -> call(call, out);
            case Delta.Arguments more -> arguments(more, out);
            case Delta.Stopped(int choice, StopReason reason, var sequence) -> {
                begin(choice, out);
                emptyArguments(choice, out);
                release(out);
                held = finish(choice, reason);
            }
        }
    }

    private void field(int choice, String name, String text, OutputStream out) throws IOException {
        if (!text.isEmpty()) {
            piece(choice, '"' + name + "\":" + Json.quote(text), out);
        }
    }

    private void call(Delta.ToolCall call, OutputStream out) throws IOException {
        called.set(call.choice());
        withoutArguments.add(call);
        String function = "{\"name\":" + Json.quote(call.name()) + ",\"arguments\":\"\"}";
        if (!oldCalls) {
            piece(
                    call.choice(),
                    "\"tool_calls\":[{\"index\":"
                            + call.call()
                            + ",\"id\":"
                            + Json.quote(call.id())
                            + ",\"type\":\"function\",\"function\":"
                            + function
                            + "}]",
                    out);
        } else if (call.call() == 0) {
            piece(call.choice(), "\"function_call\":" + function, out);
        }
    }

    private void arguments(Delta.Arguments more, OutputStream out) throws IOException {
        String function = "{\"arguments\":" + Json.quote(more.json()) + "}";
        if (more.json().isEmpty()) {
            return;
        }
        withoutArguments.removeIf(
                call -> call.choice() == more.choice() && call.call() == more.call());
        if (!oldCalls) {
            piece(
                    more.choice(),
                    "\"tool_calls\":[{\"index\":"
                            + more.call()
                            + ",\"function\":"
                            + function
                            + "}]",
                    out);
        } else if (more.call() == 0) {
            piece(more.choice(), "\"function_call\":" + function, out);
        }
    }

    /** No arguments are an empty object: clients parse what they get. */
    private void emptyArguments(int choice, OutputStream out) throws IOException {
        for (Delta.ToolCall call : List.copyOf(withoutArguments)) {
            if (call.choice() == choice) {
                arguments(new Delta.Arguments(choice, call.call(), "{}"), out);
            }
        }
    }

    private void begin(int choice, OutputStream out) throws IOException {
        if (!begun.get(choice)) {
            begun.set(choice);
            piece(choice, ROLE, out);
        }
    }

    private void piece(int choice, String delta, OutputStream out) throws IOException {
        begin(choice, out);
        release(out);
        send(chunk(choice, delta, "null"), out);
    }

    private String finish(int choice, StopReason reason) {
        return chunk(choice, "", '"' + OpenAiStopReasons.write(reason, oldCalls) + '"');
    }

    /** A chunk that still lacks its last brace. */
    private String chunk(int choice, String delta, String finish) {
        return head
                + "{\"index\":"
                + choice
                + ",\"delta\":{"
                + delta
                + "},\"logprobs\":null,\"finish_reason\":"
                + finish
                + '}'
                + tail;
    }

    /** What was held back as the last chunk turned out not to be the last. */
    private void release(OutputStream out) throws IOException {
        if (held != null) {
            send(held, out);
            held = null;
        }
    }

    private static void send(String chunk, OutputStream out) throws IOException {
        out.write((chunk + "}\n\n").getBytes(UTF_8));
    }

    /** A delta that says nothing; before the role, a comment, since nothing may stand there. */
    @Override
    public void ping(OutputStream out) throws IOException {
        if (held != null) {
            return;
        }
        if (begun.isEmpty()) {
            out.write(PING);
        } else {
            send(chunk(0, "", "null"), out);
        }
    }

    @Override
    public void progress(String undercut, OutputStream out) throws IOException {
        if (held == null) {
            begin(0, out);
            send(chunk(0, "", "null") + ",\"undercut\":" + undercut, out);
        }
    }

    @Override
    public void end(String receipt, Usage usage, OutputStream out) throws IOException {
        begin(0, out);
        if (held == null) {
            emptyArguments(0, out);
            held = finish(0, called.get(0) ? StopReason.TOOL : StopReason.STOP);
        }
        send(held + ",\"undercut\":" + receipt, out);
        held = null;
        if (usageAsked) {
            send(head + "],\"usage\":" + OpenAiUsage.write(usage), out);
        }
        out.write(DONE);
    }

    @Override
    public void broken(Refusal refusal, OutputStream out) throws IOException {
        out.write("data: ".getBytes(UTF_8));
        out.write(OpenAiErrors.write(refusal));
        out.write('\n');
        out.write('\n');
    }
}

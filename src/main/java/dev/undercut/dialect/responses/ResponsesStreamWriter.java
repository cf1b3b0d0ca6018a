package dev.undercut.dialect.responses;

import dev.undercut.chat.Delta;
import dev.undercut.chat.Refusal;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes the deltas of an answer as the dialect's events. All but the very last go out as they
 * come; that one holds the whole response, its usage and the receipt.
 */
final class ResponsesStreamWriter implements StreamWriter {
    private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.UTF_8);

    private final ResponseJson json;
    private final Events events = new Events();
    private final ResponsesOutput output;
    private boolean begun;
    private @Nullable StopReason reason;

    ResponsesStreamWriter(ResponseJson json) {
        this.json = json;
        this.output = new ResponsesOutput(json, events);
    }

    /** Numbers the events and frames them. */
    static final class Events {
        private final StringBuilder waiting = new StringBuilder(512);
        private int next;

        /** Adds an event; {@code fields} are its own, without braces. */
        void add(String type, String fields) {
            waiting.append("event: ").append(type).append("\ndata: {\"type\":\"").append(type);
            waiting.append("\",\"sequence_number\":").append(next++);
            waiting.append(',').append(fields).append("}\n\n");
        }

        void flush(OutputStream out) throws IOException {
            if (!waiting.isEmpty()) {
                out.write(waiting.toString().getBytes(StandardCharsets.UTF_8));
                waiting.setLength(0);
            }
        }
    }

    @Override
    public void write(StreamEvent event, OutputStream out) throws IOException {
        for (Delta delta : event.deltas()) {
            begin();
            delta(delta);
        }
        events.flush(out);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            events.add("response.created", "\"response\":" + json.begun());
            events.add("response.in_progress", "\"response\":" + json.begun());
        }
    }

    /** The dialect knows one choice only, and so does the request. */
    private void delta(Delta delta) {
        switch (delta) {
            case Delta.Started started -> {}
            case Delta.Text(int choice, String text) -> output.text(text);
            case Delta.Refused(int choice, String text) -> output.refusal(text);
            case Delta.Thought(int choice, String text) -> output.thought(text);
            case Delta.ThoughtSignature(int choice, String signature) ->
                    output.signature(ResponsesThoughts.ofSignature(signature));
            case Delta.HiddenThought(int choice, String data) ->
                    output.hidden(ResponsesThoughts.ofHidden(data));
            case Delta.ToolCall call -> output.call(call);
            case Delta.Arguments more -> output.arguments(more);
            case Delta.Stopped stopped -> {
                reason = stopped.reason();
                output.close(ResponseJson.incomplete(reason) == null);
            }
        }
    }

    /** A comment: the dialect has no event that says nothing. */
    @Override
    public void ping(OutputStream out) throws IOException {
        if (reason == null) {
            out.write(PING);
        }
    }

    /** The event that says that it goes on may come more than once. */
    @Override
    public void progress(String undercut, OutputStream out) throws IOException {
        if (reason == null) {
            begin();
            events.add(
                    "response.in_progress",
                    "\"response\":" + json.begun() + ",\"undercut\":" + undercut);
            events.flush(out);
        }
    }

    @Override
    public void end(String receipt, Usage usage, OutputStream out) throws IOException {
        begin();
        output.close(ResponseJson.incomplete(reason) == null);
        String type =
                ResponseJson.incomplete(reason) == null
                        ? "response.completed"
                        : "response.incomplete";
        String response = json.ended(reason, output.items(), usage);
        events.add(
                type,
                "\"response\":"
                        + response.substring(0, response.length() - 1)
                        + ",\"undercut\":"
                        + receipt
                        + "}");
        events.flush(out);
    }

    /** Both words that the dialect has for it: some clients listen for one, some for the other. */
    @Override
    public void broken(Refusal refusal, OutputStream out) throws IOException {
        begin();
        output.abandon();
        events.add(
                "response.failed",
                "\"response\":" + json.failed(refusal.message(), output.items()));
        events.add(
                "error",
                "\"code\":"
                        + Json.quote(refusal.code())
                        + ",\"message\":"
                        + Json.quote(refusal.message())
                        + ",\"param\":null");
        events.flush(out);
    }
}

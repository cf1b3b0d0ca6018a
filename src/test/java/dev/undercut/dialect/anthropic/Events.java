package dev.undercut.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.undercut.chat.Delta;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.ClientDialect.Stamp;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.SseFrames.Frame;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.UsageReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes streams through the room's door, as a relay would. */
final class Events {
    static final Anthropic ANTHROPIC = new Anthropic();
    static final Stamp STAMP = new Stamp("01JD", "mini", 1_700_000_000);
    static final String RECEIPT = "{\"cost_usd\":0.1}";

    /** Thinking, text, two calls, and usage that grows. */
    static final String RICH =
            event(
                            "message_start",
                            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":"
                                    + "\"message\",\"role\":\"assistant\",\"model\":\"claude-x\","
                                    + "\"content\":[],\"stop_reason\":null,\"usage\":{"
                                    + "\"input_tokens\":11,\"cache_read_input_tokens\":3,"
                                    + "\"cache_creation_input_tokens\":9,\"cache_creation\":{"
                                    + "\"ephemeral_5m_input_tokens\":4,"
                                    + "\"ephemeral_1h_input_tokens\":5},\"output_tokens\":1}}}")
                    + block(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}")
                    + delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm \\u20ac\"}")
                    + delta(0, "{\"type\":\"signature_delta\",\"signature\":\"SIG==\"}")
                    + stop(0)
                    + event("ping", "{\"type\": \"ping\"}")
                    + block(1, "{\"type\":\"text\",\"text\":\"\"}")
                    + delta(1, "{\"type\":\"text_delta\",\"text\":\"Let me \"}")
                    + delta(1, "{\"type\":\"text_delta\",\"text\":\"see.\"}")
                    + stop(1)
                    + block(
                            2,
                            "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"add\","
                                    + "\"input\":{}}")
                    + delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}")
                    + delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\"}")
                    + delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"1}\"}")
                    + stop(2)
                    + block(
                            3,
                            "{\"type\":\"tool_use\",\"id\":\"toolu_2\",\"name\":\"now\","
                                    + "\"input\":{}}")
                    + stop(3)
                    + event(
                            "message_delta",
                            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\","
                                    + "\"stop_sequence\":null},\"usage\":{\"input_tokens\":null,"
                                    + "\"output_tokens\":40,\"output_tokens_details\":{"
                                    + "\"thinking_tokens\":7}}}")
                    + event("message_stop", "{\"type\":\"message_stop\"}");

    private Events() {}

    static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    static String block(int index, String block) {
        return event(
                "content_block_start",
                "{\"type\":\"content_block_start\",\"index\":"
                        + index
                        + ",\"content_block\":"
                        + block
                        + "}");
    }

    static String delta(int index, String delta) {
        return event(
                "content_block_delta",
                "{\"type\":\"content_block_delta\",\"index\":"
                        + index
                        + ",\"delta\":"
                        + delta
                        + "}");
    }

    static String stop(int index) {
        return event(
                "content_block_stop", "{\"type\":\"content_block_stop\",\"index\":" + index + "}");
    }

    /** A whole short stream with that usage in its last event. */
    static String answer(String text, String usage) {
        return event(
                        "message_start",
                        "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":"
                                + "\"message\",\"role\":\"assistant\",\"model\":\"claude-x\","
                                + "\"content\":[],\"stop_reason\":null,\"usage\":"
                                + "{\"input_tokens\":10,\"output_tokens\":1}}}")
                + block(0, "{\"type\":\"text\",\"text\":\"\"}")
                + delta(0, "{\"type\":\"text_delta\",\"text\":\"" + text + "\"}")
                + stop(0)
                + event(
                        "message_delta",
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\","
                                + "\"stop_sequence\":null},\"usage\":"
                                + usage
                                + "}")
                + event("message_stop", "{\"type\":\"message_stop\"}");
    }

    /** What a stream shows of itself. */
    record Seen(List<String> kinds, List<Delta> deltas, @Nullable UsageReport report) {}

    static Seen seen(InputStream in, Depth depth) throws IOException {
        List<String> kinds = new ArrayList<>();
        List<Delta> deltas = new ArrayList<>();
        UsageReport report = null;
        AnswerStream events = ANTHROPIC.stream(in, Quirks.NONE, depth);
        for (StreamEvent event = events.next(); event != null; event = events.next()) {
            kinds.add(event.getClass().getSimpleName());
            switch (event) {
                case StreamEvent.Piece piece -> deltas.addAll(piece.deltas());
                case StreamEvent.Finish finish -> {
                    deltas.addAll(finish.deltas());
                    report = finish.report();
                }
                case StreamEvent.UsageOnly only -> report = only.report();
                case StreamEvent.Idle idle -> {}
                case StreamEvent.Done done -> {}
                case StreamEvent.Failed failed -> {}
            }
        }
        return new Seen(kinds, deltas, report);
    }

    static Seen seen(String stream, Depth depth) throws IOException {
        return seen(new ByteArrayInputStream(stream.getBytes(UTF_8)), depth);
    }

    /** What a client of this dialect is sent that the deltas come to, one event each. */
    static String translated(List<Delta> deltas, Usage usage) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StreamWriter writer = new TranslatingWriter(STAMP);
        for (Delta delta : deltas) {
            writer.write(
                    new StreamEvent.Piece(new Frame(new byte[0], 0, 0), 0, null, List.of(delta)),
                    out);
        }
        writer.end(RECEIPT, usage, out);
        return out.toString(UTF_8);
    }

    /** What a client is sent when a stream of this dialect is passed on to its end. */
    static String passed(String stream) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StreamWriter writer = ANTHROPIC.passing(true);
        AnswerStream events =
                ANTHROPIC.stream(
                        new ByteArrayInputStream(stream.getBytes(UTF_8)), Quirks.NONE, Depth.METER);
        for (StreamEvent event = events.next(); event != null; event = events.next()) {
            writer.write(event, out);
        }
        writer.end(RECEIPT, Usage.NONE, out);
        return out.toString(UTF_8);
    }
}

package dev.undercut.dialect.openai;

import dev.undercut.chat.Refusal;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.UsageReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes streams through the room's door, as a relay would. */
final class Streams {
    static final String RECEIPT = "{\"cost_usd\":0.1}";
    static final String WITH = ",\"undercut\":" + RECEIPT;
    static final String DONE = "data: [DONE]\n\n";

    private Streams() {}

    /** A chunk as an event; {@code fields} stand after the choices. */
    static String chunk(String choices, String fields) {
        return "data: {\"id\":\"c\",\"choices\":[" + choices + "]" + fields + "}\n\n";
    }

    static String piece(int index, String text) {
        return "{\"index\":"
                + index
                + ",\"delta\":{\"content\":\""
                + text
                + "\"},\"finish_reason\":null}";
    }

    static String finish(int index) {
        return "{\"index\":" + index + ",\"delta\":{},\"finish_reason\":\"stop\"}";
    }

    /** The kinds of all events, as single words. */
    static List<String> kinds(String stream) throws IOException {
        List<String> kinds = new ArrayList<>();
        AnswerStream events = open(stream, Quirks.NONE);
        for (StreamEvent event = events.next(); event != null; event = events.next()) {
            kinds.add(event.getClass().getSimpleName());
        }
        return kinds;
    }

    static StreamEvent first(String stream) throws IOException {
        StreamEvent event = open(stream, Quirks.NONE).next();
        if (event == null) {
            throw new AssertionError("an empty stream");
        }
        return event;
    }

    static AnswerStream open(String stream, Quirks quirks) {
        return new OpenAi()
                .stream(
                        new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)),
                        quirks,
                        Depth.METER);
    }

    /** What a client gets of that stream. */
    static String relayed(String stream, boolean usageAsked) throws IOException {
        AnswerStream events = open(stream, Quirks.NONE);
        StreamWriter writer = new OpenAi().passing(usageAsked);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (StreamEvent event = events.next(); event != null; event = events.next()) {
            if (event instanceof StreamEvent.Failed(String message)) {
                writer.broken(new Refusal(Refusal.Kind.UPSTREAM, "cut", message, null), out);
                return out.toString(StandardCharsets.UTF_8);
            }
            if (event instanceof StreamEvent.Done) {
                break;
            }
            writer.write(event, out);
        }
        writer.end(RECEIPT, Usage.NONE, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The usage that the stream's last word on it reports. */
    static @Nullable UsageReport usage(String stream) throws IOException {
        AnswerStream events = open(stream, Quirks.NONE);
        UsageReport last = null;
        for (StreamEvent event = events.next(); event != null; event = events.next()) {
            UsageReport report =
                    switch (event) {
                        case StreamEvent.Piece piece -> piece.report();
                        case StreamEvent.Finish finish -> finish.report();
                        case StreamEvent.UsageOnly only -> only.report();
                        case StreamEvent.Idle idle -> null;
                        case StreamEvent.Done done -> null;
                        case StreamEvent.Failed failed -> null;
                    };
            last = report == null ? last : report;
        }
        return last;
    }
}

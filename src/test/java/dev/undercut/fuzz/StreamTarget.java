package dev.undercut.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.undercut.chat.Usage;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.SseFrames;
import dev.undercut.dialect.SseFrames.Frame;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.StreamWriter;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dialect.UpstreamDialect.Depth;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * The readers of providers' streams. Nothing but {@link IOException} is thrown; the events are the
 * same wherever the network cuts the bytes; and each client's dialect says them as events whose
 * data is JSON.
 */
public final class StreamTarget {
    private static final String RECEIPT = "{\"request_id\":\"req_1\"}";
    private static final int UPSTREAMS = 5;
    private static final int BEDROCK = 4;

    private StreamTarget() {}

    /** The first byte chooses the dialect, the second the size of reads; the rest is the stream. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int choice = input[0] & 0xff;
        int size = 1 + (input[1] & 0x3f);
        int dialect = choice % UPSTREAMS;
        byte[] stream = Arrays.copyOfRange(input, 2, input.length);
        if (dialect == BEDROCK && (choice & 0x80) == 0) {
            stream = asMessages(stream);
        }
        for (Depth depth : Depth.values()) {
            List<StreamEvent> whole = events(dialect, depth, new ByteArrayInputStream(stream));
            same(whole, events(dialect, depth, new ScribblingStream(stream, size)), depth);
            if (depth == Depth.TRANSLATE) {
                FuzzedDialects.chatting().forEach(client -> written(client, whole));
            } else {
                passed(dialect, whole);
            }
        }
    }

    /** Every line as a message with true checksums, its first word the event's type. */
    private static byte[] asMessages(byte[] lines) {
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        for (String line : new String(lines, UTF_8).split("\n", -1)) {
            int space = Math.max(0, line.indexOf(' '));
            String type = space == 0 ? "?" : line.substring(0, Math.min(space, 99));
            Map<String, HeaderValue> headers =
                    Map.of(
                            ":message-type",
                            HeaderValue.fromString(line.startsWith("!") ? "exception" : "event"),
                            line.startsWith("!") ? ":exception-type" : ":event-type",
                            HeaderValue.fromString(type));
            new Message(headers, line.substring(space).strip().getBytes(UTF_8)).encode(messages);
        }
        return messages.toByteArray();
    }

    /** All events up to the end, the first failure or the end mark, and how it broke. */
    private static List<StreamEvent> events(int dialect, Depth depth, InputStream in) {
        UpstreamDialect upstream = FuzzedDialects.upstreams().get(dialect);
        AnswerStream stream = upstream.stream(in, Quirks.NONE, depth);
        List<StreamEvent> events = new ArrayList<>();
        try {
            for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
                if (event instanceof StreamEvent.Piece piece && depth == Depth.METER) {
                    upstream.text(piece.frame());
                }
                events.add(kept(event));
                if (event instanceof StreamEvent.Failed || event instanceof StreamEvent.Done) {
                    return events;
                }
            }
        } catch (IOException e) {
            events.add(new StreamEvent.Failed("broken"));
        }
        return events;
    }

    private static StreamEvent kept(StreamEvent event) {
        return switch (event) {
            case StreamEvent.Piece piece ->
                    new StreamEvent.Piece(
                            piece.frame().kept(),
                            piece.textBytes(),
                            piece.report(),
                            piece.deltas());
            case StreamEvent.Finish finish ->
                    new StreamEvent.Finish(
                            finish.frame().kept(),
                            finish.reason(),
                            finish.report(),
                            finish.deltas());
            case StreamEvent.UsageOnly usage ->
                    new StreamEvent.UsageOnly(usage.frame().kept(), usage.report());
            case StreamEvent.Idle idle -> new StreamEvent.Idle(idle.frame().kept());
            case StreamEvent.Done done -> new StreamEvent.Done(done.frame().kept());
            case StreamEvent.Failed failed -> failed;
        };
    }

    private static void same(List<StreamEvent> whole, List<StreamEvent> pieces, Depth depth) {
        List<String> expected = whole.stream().map(StreamTarget::said).toList();
        List<String> found = pieces.stream().map(StreamTarget::said).toList();
        // How a stream is cut decides how many empty lines come as events of their own.
        if (!without(expected).equals(without(found))) {
            throw new AssertionError(depth + ": " + found + " instead of " + expected);
        }
    }

    private static List<String> without(List<String> events) {
        return events.stream().filter(event -> !event.equals("Idle")).toList();
    }

    /** All of an event but its line ends, which may fall to either side of a cut. */
    private static String said(StreamEvent event) {
        return switch (event) {
            case StreamEvent.Piece piece ->
                    "Piece "
                            + data(piece.frame())
                            + textBytes(piece)
                            + piece.report()
                            + piece.deltas();
            case StreamEvent.Finish finish ->
                    "Finish "
                            + data(finish.frame())
                            + finish.reason()
                            + finish.report()
                            + finish.deltas();
            case StreamEvent.UsageOnly usage -> "Usage " + data(usage.frame()) + usage.report();
            case StreamEvent.Idle idle -> "Idle";
            case StreamEvent.Done done -> "Done";
            case StreamEvent.Failed failed -> "Failed " + failed.message();
        };
    }

    /** Of what is no JSON it is a guess, in which line ends may count. */
    private static int textBytes(StreamEvent.Piece piece) {
        return isJson(piece.frame()) ? piece.textBytes() : 0;
    }

    private static String data(Frame frame) {
        byte @Nullable [] data = SseFrames.data(frame);
        return data == null ? "" : new String(data, UTF_8);
    }

    private static void written(ClientDialect client, List<StreamEvent> events) {
        StreamWriter writer =
                client.translating(FuzzedDialects.request(client), FuzzedDialects.STAMP);
        write(writer, client, events);
    }

    /**
     * To a client of the same dialect, where there is one. What its provider writes is passed on
     * unread, so that only JSON is sure to be JSON afterwards.
     */
    private static void passed(int dialect, List<StreamEvent> events) {
        if (dialect < 2 && events.stream().allMatch(StreamTarget::isJson)) {
            ClientDialect client = FuzzedDialects.clients().get(dialect);
            write(client.passing(true), client, events);
            write(client.passing(false), client, events);
        }
    }

    private static boolean isJson(StreamEvent event) {
        return switch (event) {
            case StreamEvent.Piece piece -> isJson(piece.frame());
            case StreamEvent.Finish finish -> isJson(finish.frame());
            case StreamEvent.UsageOnly usage -> isJson(usage.frame());
            case StreamEvent.Idle idle -> true;
            case StreamEvent.Done done -> true;
            case StreamEvent.Failed failed -> true;
        };
    }

    private static boolean isJson(Frame frame) {
        byte @Nullable [] data = SseFrames.data(frame);
        return data != null && FuzzedDialects.isJson(data);
    }

    private static void write(StreamWriter writer, ClientDialect client, List<StreamEvent> events) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (StreamEvent event : events) {
                if (!(event instanceof StreamEvent.Failed)
                        && !(event instanceof StreamEvent.Done)) {
                    writer.write(event, out);
                    writer.ping(out);
                }
            }
            writer.end(RECEIPT, Usage.NONE, out);
            SseFrames frames = new SseFrames(new ByteArrayInputStream(out.toByteArray()), 1 << 24);
            for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
                byte @Nullable [] data = SseFrames.data(frame);
                if (data != null && !new String(data, UTF_8).startsWith("[DONE]")) {
                    FuzzedDialects.json(data, "an event to a client of " + client.name());
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

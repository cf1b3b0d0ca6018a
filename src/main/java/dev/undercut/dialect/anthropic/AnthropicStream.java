package dev.undercut.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.JsonBytes;
import dev.undercut.dialect.SseFrames;
import dev.undercut.dialect.SseFrames.Frame;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.UsageReport;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what each event of a streamed answer is. Where it is only passed on, pieces are recognised
 * by the event's name; only an event that may begin, finish or fail the answer is parsed.
 */
final class AnthropicStream implements AnswerStream {
    private static final int MAX_FRAME = 64 * 1024 * 1024;
    private static final String NAME = "event:";
    private static final JsonBytes[] TEXTS = {
        JsonBytes.key("text"), JsonBytes.key("partial_json"), JsonBytes.key("thinking")
    };

    private static final JsonBytes INDEX = JsonBytes.key("index");
    private static final JsonBytes BLOCK = JsonBytes.key("content_block");
    private static final JsonBytes DELTA = JsonBytes.key("delta");
    private static final JsonBytes TYPE = JsonBytes.key("type");

    private final SseFrames frames;
    private final boolean translate;
    private final AnthropicUsage usage = new AnthropicUsage();
    private final EventDeltas deltas = new EventDeltas();

    AnthropicStream(InputStream in, Depth depth) {
        this.frames = new SseFrames(in, MAX_FRAME);
        this.translate = depth == Depth.TRANSLATE;
    }

    @Override
    public boolean isReady() {
        return frames.isReady();
    }

    @Override
    public @Nullable StreamEvent next() throws IOException {
        Frame frame = frames.next();
        return frame == null ? null : classify(frame);
    }

    private StreamEvent classify(Frame frame) {
        if (!translate && !frames.isCut() && isOrdinary(frame)) {
            return new StreamEvent.Piece(frame, textBytes(frame), null);
        }
        byte[] data = SseFrames.data(frame);
        return data == null ? new StreamEvent.Idle(frame) : parsed(frame, data);
    }

    /** Whether the event's name alone shows that it only adds to the answer. */
    private static boolean isOrdinary(Frame frame) {
        byte[] bytes = frame.buffer();
        if (!JsonBytes.startsWith(bytes, frame.from(), frame.to(), NAME)) {
            return false;
        }
        int name = JsonBytes.skipSpace(bytes, frame.from() + NAME.length(), frame.to());
        return JsonBytes.startsWith(bytes, name, frame.to(), "content_block_");
    }

    private StreamEvent parsed(Frame frame, byte[] data) {
        JsonNode event = translate ? Json.exactTree(data) : Json.tree(data);
        if (event == null || !event.isObject()) {
            return new StreamEvent.Failed("the provider sent an event that is no JSON object");
        }
        return switch (event.path("type").asText()) {
            case "message_start" -> {
                usage.note(event.path("message").path("usage"));
                UsageReport input = usage.report();
                yield new StreamEvent.Piece(
                        frame, 0, input == null ? null : input.atTheBeginning(), said(event));
            }
            case "message_delta" -> messageDelta(onOneLine(frame, data), event);
            case "message_stop" -> new StreamEvent.Done(frame);
            case "ping" -> new StreamEvent.Idle(frame);
            case "error" -> new StreamEvent.Failed(AnthropicErrors.message(event));
            default -> new StreamEvent.Piece(frame, textBytes(frame), null, said(event));
        };
    }

    private StreamEvent messageDelta(Frame frame, JsonNode event) {
        usage.note(event.path("usage"));
        JsonNode why = event.path("delta").path("stop_reason");
        if (!why.isTextual()) {
            return new StreamEvent.Piece(frame, 0, usage.report(), said(event));
        }
        List<Delta> said = said(event);
        StopReason reason = AnthropicStopReasons.read(why.asText());
        return new StreamEvent.Finish(frame, reason, usage.report(), said);
    }

    private List<Delta> said(JsonNode event) {
        return translate ? deltas.of(event) : List.of();
    }

    /** The event with its data on one line, so that its JSON can be edited in place. */
    private static Frame onOneLine(Frame frame, byte[] data) {
        boolean several = false;
        byte[] line = data.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n') {
                line[i] = ' ';
                several = true;
            }
        }
        if (!several) {
            return frame;
        }
        byte[] event =
                ("event: message_delta\ndata: " + new String(line, UTF_8) + "\n\n").getBytes(UTF_8);
        return new Frame(event, 0, event.length);
    }

    /** The text of an event of an answer that is one block of text and not yet at its end. */
    static @Nullable Frame text(Frame frame) {
        if (!isOrdinary(frame)) {
            return new Frame(frame.buffer(), frame.from(), frame.from());
        }
        return isOfText(frame) ? span(frame) : null;
    }

    /** Whether it opens the first block, of text, or adds text to it. */
    private static boolean isOfText(Frame frame) {
        byte[] bytes = frame.buffer();
        int index = INDEX.value(bytes, frame.from(), frame.to());
        boolean first =
                index >= 0
                        && bytes[index] == '0'
                        && (bytes[index + 1] < '0' || bytes[index + 1] > '9');
        int block = BLOCK.find(bytes, frame.from(), frame.to());
        int inner = block < 0 ? DELTA.find(bytes, frame.from(), frame.to()) : block;
        int type = inner < 0 ? -1 : TYPE.value(bytes, inner, frame.to());
        return first
                && type >= 0
                && JsonBytes.startsWith(
                        bytes, type, frame.to(), block < 0 ? "\"text_delta\"" : "\"text\"");
    }

    private static @Nullable Frame span(Frame frame) {
        byte[] bytes = frame.buffer();
        int value = TEXTS[0].value(bytes, frame.from(), frame.to());
        return value < 0 || bytes[value] != '"'
                ? null
                : new Frame(
                        bytes, value + 1, JsonBytes.stringEnd(bytes, value + 1, frame.to()) - 1);
    }

    private static int textBytes(Frame frame) {
        for (JsonBytes key : TEXTS) {
            int value = key.value(frame.buffer(), frame.from(), frame.to());
            if (value >= 0 && frame.buffer()[value] == '"') {
                int end = JsonBytes.stringEnd(frame.buffer(), value + 1, frame.to());
                int length = end - value - 2;
                if (length > 0) {
                    return length;
                }
            }
        }
        return 0;
    }
}

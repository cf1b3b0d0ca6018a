package dev.undercut.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.JsonBytes;
import dev.undercut.dialect.Quirks;
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
 * Tells what each event of a streamed answer is. Ordinary pieces are recognised by their bytes;
 * only an event that may finish, report usage or fail is parsed.
 */
final class OpenAiStream implements AnswerStream {
    private static final int MAX_FRAME = 64 * 1024 * 1024;
    private static final JsonBytes FINISH = JsonBytes.key("finish_reason");
    private static final JsonBytes USAGE = JsonBytes.key("usage");
    private static final JsonBytes ERROR = JsonBytes.key("error");
    private static final JsonBytes CHOICES = JsonBytes.key("choices");
    private static final JsonBytes CONTENT = JsonBytes.key("content");
    private static final JsonBytes DELTA = JsonBytes.key("delta");
    private static final JsonBytes TOOL_CALLS = JsonBytes.key("tool_calls");
    private static final JsonBytes FUNCTION_CALL = JsonBytes.key("function_call");
    private static final JsonBytes REFUSAL = JsonBytes.key("refusal");
    private static final JsonBytes[] TEXTS = {
        CONTENT,
        JsonBytes.key("reasoning_content"),
        JsonBytes.key("reasoning"),
        JsonBytes.key("arguments")
    };

    private final SseFrames frames;
    private final Quirks quirks;
    private final @Nullable OpenAiDeltaReader deltas;

    OpenAiStream(InputStream in, Quirks quirks, Depth depth) {
        this.frames = new SseFrames(in, MAX_FRAME);
        this.quirks = quirks;
        this.deltas = depth == Depth.TRANSLATE ? new OpenAiDeltaReader() : null;
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
        int data = dataStart(frame);
        if (data < 0) {
            return other(frame);
        }
        if (isDone(frame.buffer(), data, frame.to())) {
            return new StreamEvent.Done(frame);
        }
        if (deltas == null && isOrdinary(frame, data) && !frames.isCut()) {
            return new StreamEvent.Piece(frame, textBytes(frame, data), null);
        }
        byte[] json = SseFrames.data(frame);
        return json == null ? new StreamEvent.Idle(frame) : parsed(frame, json);
    }

    /** An event that begins with something else than its data: a comment, a name, an id. */
    private StreamEvent other(Frame frame) {
        byte[] data = SseFrames.data(frame);
        if (data == null) {
            return new StreamEvent.Idle(frame);
        }
        if (isDone(data, 0, data.length)) {
            return new StreamEvent.Done(frame);
        }
        return parsed(frame, data);
    }

    private static boolean isDone(byte[] bytes, int from, int to) {
        return JsonBytes.startsWith(bytes, from, to, "[DONE]");
    }

    /** Whether the bytes alone show a chunk that neither finishes nor reports nor fails. */
    private static boolean isOrdinary(Frame frame, int data) {
        return !isSet(FINISH, frame, data)
                && !isSet(USAGE, frame, data)
                && !isSet(ERROR, frame, data)
                && CHOICES.find(frame.buffer(), data, frame.to()) >= 0
                && endsAsObject(frame);
    }

    /** A chunk that a careless proxy has cut short must reach no client. */
    private static boolean endsAsObject(Frame frame) {
        int last = frame.to() - 1;
        while (last > frame.from() && frame.buffer()[last] <= ' ') {
            last--;
        }
        return frame.buffer()[last] == '}';
    }

    private StreamEvent parsed(Frame came, byte[] data) {
        JsonNode chunk = deltas == null ? Json.tree(data) : Json.exactTree(data);
        if (chunk == null) {
            return new StreamEvent.Failed("the provider sent an event that is not JSON");
        }
        if (!chunk.isObject()) {
            return new StreamEvent.Failed("the provider sent an event that is no JSON object");
        }
        if (isFailure(came, chunk)) {
            return new StreamEvent.Failed(OpenAiErrors.message(chunk));
        }
        Frame frame = deltas == null ? onOneLine(came, data) : came;
        List<Delta> said = deltas == null ? List.of() : deltas.read(chunk);
        JsonNode usage = chunk.path("usage");
        UsageReport report = OpenAiUsage.read(usage, quirks);
        String finish = finishReason(chunk);
        if (finish != null) {
            StopReason reason = OpenAiStopReasons.read(finish);
            return reason == StopReason.ERROR
                    ? new StreamEvent.Failed("the provider gave up: " + finish)
                    : new StreamEvent.Finish(frame, reason, report, said);
        }
        if (chunk.path("choices").isEmpty() && chunk.hasNonNull("usage")) {
            return new StreamEvent.UsageOnly(frame, report);
        }
        return new StreamEvent.Piece(frame, textBytes(frame, frame.from()), report, said);
    }

    private static boolean isFailure(Frame frame, JsonNode chunk) {
        return chunk.hasNonNull("error")
                || chunk.path("object").asText().equals("error")
                || JsonBytes.startsWith(frame.buffer(), frame.from(), frame.to(), "event: error");
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
        byte[] event = ("data: " + new String(line, UTF_8) + "\n\n").getBytes(UTF_8);
        return new Frame(event, 0, event.length);
    }

    private static @Nullable String finishReason(JsonNode chunk) {
        for (JsonNode choice : chunk.path("choices")) {
            if (choice.path("finish_reason").isTextual()) {
                return choice.path("finish_reason").asText();
            }
        }
        return null;
    }

    private static boolean isSet(JsonBytes key, Frame frame, int from) {
        return key.isSet(frame.buffer(), from, frame.to());
    }

    /** Where the data begins; -1 when the first line is no data line. */
    private static int dataStart(Frame frame) {
        if (!JsonBytes.startsWith(frame.buffer(), frame.from(), frame.to(), "data:")) {
            return -1;
        }
        return JsonBytes.skipSpace(frame.buffer(), frame.from() + 5, frame.to());
    }

    /**
     * The content of a piece of a single choice that says nothing but content. Each chunk comes
     * through here, so its bytes are looked at once.
     */
    static @Nullable Frame text(Frame frame) {
        byte[] bytes = frame.buffer();
        int delta = Math.max(DELTA.find(bytes, frame.from(), frame.to()), frame.from());
        for (int at = delta; at < frame.to() - 1; at++) {
            if (bytes[at] == '"' && isNotText(bytes, at, frame.to())) {
                return null;
            }
        }
        int value = CONTENT.value(bytes, delta, frame.to());
        if (value < 0 || JsonBytes.startsWith(bytes, value, frame.to(), "null")) {
            return new Frame(bytes, frame.from(), frame.from());
        }
        if (bytes[value] != '"') {
            return null;
        }
        return new Frame(bytes, value + 1, JsonBytes.stringEnd(bytes, value + 1, frame.to()) - 1);
    }

    private static boolean isNotText(byte[] bytes, int at, int to) {
        return switch (bytes[at + 1]) {
            case 't' ->
                    JsonBytes.startsWith(bytes, at, to, "\"tool_calls\"")
                            && TOOL_CALLS.isSet(bytes, at, to);
            case 'f' ->
                    JsonBytes.startsWith(bytes, at, to, "\"function_call\"")
                            && FUNCTION_CALL.isSet(bytes, at, to);
            case 'r' ->
                    JsonBytes.startsWith(bytes, at, to, "\"refusal\"")
                            && REFUSAL.isSet(bytes, at, to);
            default -> false;
        };
    }

    private static int textBytes(Frame frame, int from) {
        for (JsonBytes key : TEXTS) {
            int value = key.value(frame.buffer(), from, frame.to());
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

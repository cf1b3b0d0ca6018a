package dev.undercut.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.JsonBytes;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.SseFrames;
import dev.undercut.dialect.SseFrames.Frame;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.UsageReport;
import java.io.IOException;
import java.io.InputStream;
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
    private static final JsonBytes[] TEXTS = {
        JsonBytes.key("content"),
        JsonBytes.key("reasoning_content"),
        JsonBytes.key("reasoning"),
        JsonBytes.key("arguments")
    };

    private final SseFrames frames;
    private final Quirks quirks;

    OpenAiStream(InputStream in, Quirks quirks) {
        this.frames = new SseFrames(in, MAX_FRAME);
        this.quirks = quirks;
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
        byte[] bytes = frame.buffer();
        int data = dataStart(frame);
        if (data < 0) {
            return isComment(frame) ? new StreamEvent.Idle(frame) : withoutData(frame);
        }
        if (JsonBytes.startsWith(bytes, data, frame.to(), "[DONE]")) {
            return new StreamEvent.Done(frame);
        }
        if (isSet(FINISH, frame, data) || isSet(USAGE, frame, data) || isSet(ERROR, frame, data)) {
            return parsed(frame);
        }
        if (CHOICES.find(bytes, data, frame.to()) < 0) {
            return parsed(frame);
        }
        return new StreamEvent.Piece(frame, textBytes(frame, data));
    }

    private StreamEvent parsed(Frame frame) {
        JsonNode chunk;
        try {
            chunk = Json.MAPPER.readTree(SseFrames.data(frame));
        } catch (IOException e) {
            return new StreamEvent.Failed("the provider sent an event that is not JSON");
        }
        if (chunk == null || !chunk.isObject()) {
            return new StreamEvent.Failed("the provider sent an event that is no JSON object");
        }
        if (chunk.hasNonNull("error")) {
            return new StreamEvent.Failed(OpenAiErrors.message(chunk));
        }
        UsageReport report = OpenAiUsage.read(chunk.get("usage"), quirks);
        String finish = finishReason(chunk);
        if (finish != null) {
            StopReason reason = OpenAiStopReasons.read(finish);
            return reason == StopReason.ERROR
                    ? new StreamEvent.Failed("the provider gave up: " + finish)
                    : new StreamEvent.Finish(frame, reason, report);
        }
        if (chunk.path("choices").isEmpty() && chunk.hasNonNull("usage")) {
            return new StreamEvent.UsageOnly(frame, report);
        }
        return new StreamEvent.Piece(frame, textBytes(frame, frame.from()));
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

    /** Where the data of a one-line event begins; -1 when the first line is no data line. */
    private static int dataStart(Frame frame) {
        if (!JsonBytes.startsWith(frame.buffer(), frame.from(), frame.to(), "data:")) {
            return -1;
        }
        return JsonBytes.skipSpace(frame.buffer(), frame.from() + 5, frame.to());
    }

    private StreamEvent withoutData(Frame frame) {
        return SseFrames.data(frame) == null ? new StreamEvent.Idle(frame) : parsed(frame);
    }

    private static boolean isComment(Frame frame) {
        byte first = frame.buffer()[frame.from()];
        return first == ':' || first == '\n' || first == '\r';
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

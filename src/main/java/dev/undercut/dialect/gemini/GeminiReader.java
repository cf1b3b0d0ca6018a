package dev.undercut.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Signature;
import dev.undercut.dialect.StreamEvent;
import dev.undercut.dialect.UsageReport;
import dev.undercut.dialect.gemini.CallMemory.Kept;
import dev.undercut.dialect.wire.TokenCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of one answer, one GenerateContentResponse after the other; a whole answer is a
 * single one. Gives every call an id of ours, since Gemini often gives none, and keeps what must go
 * back with it.
 */
final class GeminiReader {
    /** As many answers as a request may ask for; a number past them would cost memory for each. */
    private static final int MAX_CANDIDATES = 128;

    private final CallMemory memory;
    private final Supplier<String> ids;
    private final Map<Integer, Integer> calls = new HashMap<>();
    private boolean began;

    GeminiReader(CallMemory memory, Supplier<String> ids) {
        this.memory = memory;
        this.ids = ids;
    }

    /** What one response says. */
    StreamEvent event(@Nullable JsonNode response) {
        if (response == null || !response.isObject()) {
            return new StreamEvent.Failed("the provider sent something that is no JSON object");
        }
        if (response.hasNonNull("error")) {
            return new StreamEvent.Failed(GeminiErrors.message(response));
        }
        UsageReport report = GeminiUsage.read(response.path("usageMetadata"));
        List<Delta> deltas = new ArrayList<>();
        begin(response, deltas);
        JsonNode candidates = response.path("candidates");
        if (candidates.isEmpty()) {
            return withoutCandidates(response, report, deltas);
        }
        return candidates(candidates, report, deltas);
    }

    private void begin(JsonNode response, List<Delta> deltas) {
        if (!began) {
            began = true;
            deltas.add(
                    new Delta.Started(
                            text(response, "responseId"), text(response, "modelVersion")));
        }
    }

    /** A prompt that was blocked has no candidates at all. */
    private static StreamEvent withoutCandidates(
            JsonNode response, @Nullable UsageReport report, List<Delta> deltas) {
        if (response.path("promptFeedback").hasNonNull("blockReason")) {
            deltas.add(new Delta.Stopped(0, StopReason.FILTER, null));
            return new StreamEvent.Finish(StreamEvent.NO_FRAME, StopReason.FILTER, report, deltas);
        }
        return new StreamEvent.Piece(StreamEvent.NO_FRAME, 0, report, deltas);
    }

    private StreamEvent candidates(
            JsonNode candidates, @Nullable UsageReport report, List<Delta> deltas) {
        int textBytes = 0;
        StopReason reason = null;
        for (JsonNode candidate : candidates) {
            int choice = candidate.path("index").asInt(0);
            if (choice < 0 || choice >= MAX_CANDIDATES) {
                return new StreamEvent.Failed("the provider's answers are numbered past measure");
            }
            for (JsonNode part : candidate.path("content").path("parts")) {
                int bytes = part(choice, part, deltas);
                if (bytes < 0) {
                    return new StreamEvent.Failed(
                            "the model answered with a kind of part that cannot be passed on");
                }
                textBytes += bytes;
            }
            String word = text(candidate, "finishReason");
            if (word != null && !word.equals("FINISH_REASON_UNSPECIFIED")) {
                StopReason stopped = GeminiStopReasons.read(word, calls.containsKey(choice));
                if (stopped == StopReason.ERROR) {
                    return new StreamEvent.Failed("the provider gave up: " + word);
                }
                deltas.add(new Delta.Stopped(choice, stopped, null));
                reason = reason == null ? stopped : reason;
            }
        }
        return reason == null
                ? new StreamEvent.Piece(StreamEvent.NO_FRAME, textBytes, report, deltas)
                : new StreamEvent.Finish(StreamEvent.NO_FRAME, reason, report, deltas);
    }

    /** Adds what the part says; returns its bytes of text, or -1 when there are no words for it. */
    private int part(int choice, JsonNode part, List<Delta> deltas) {
        if (part.has("functionCall")) {
            return call(choice, part, deltas);
        }
        String text = text(part, "text");
        if (text == null) {
            // A signature may stand alone; code, pictures and sound are never asked for.
            return part.has("thoughtSignature") || part.isEmpty() ? 0 : -1;
        }
        if (!part.path("thought").asBoolean()) {
            if (!text.isEmpty()) {
                deltas.add(new Delta.Text(choice, text));
            }
            return TokenCounts.bytes(text);
        }
        deltas.add(new Delta.Thought(choice, text));
        String signature = text(part, "thoughtSignature");
        if (signature != null) {
            deltas.add(
                    new Delta.ThoughtSignature(choice, Signature.marked(Gemini.NAME, signature)));
        }
        return TokenCounts.bytes(text);
    }

    private int call(int choice, JsonNode part, List<Delta> deltas) {
        JsonNode call = part.path("functionCall");
        JsonNode args = call.path("args");
        String id = ids.get();
        int index = calls.merge(choice, 1, Integer::sum) - 1;
        String signature = text(part, "thoughtSignature");
        String own = text(call, "id");
        if (signature != null || own != null) {
            memory.keep(id, new Kept(signature, own));
        }
        String json = args.isObject() ? Json.text(args) : "{}";
        deltas.add(new Delta.ToolCall(choice, index, id, call.path("name").asText()));
        deltas.add(new Delta.Arguments(choice, index, json));
        return TokenCounts.bytes(json);
    }

    private static @Nullable String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isTextual() ? value.asText() : null;
    }
}

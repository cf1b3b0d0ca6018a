package dev.undercut.dialect.anthropic;

import dev.undercut.chat.Delta;
import dev.undercut.chat.Part;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.WholeAnswer;
import dev.undercut.dialect.anthropic.ToolPlan.AnswerTool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an unstreamed answer in one pass. */
final class AnthropicAnswer {
    private final JsonCursor cursor;
    private final Depth depth;
    private final AnthropicUsage usage = new AnthropicUsage();
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String stopReason;
    private @Nullable String stopSequence;
    private @Nullable List<Part> content;
    private int textBytes;
    private boolean message;

    private AnthropicAnswer(JsonCursor cursor, Depth depth) {
        this.cursor = cursor;
        this.depth = depth;
    }

    /** What the answer says; null when it is no message. */
    static @Nullable WholeAnswer read(byte[] body, Depth depth) {
        if (depth == Depth.TRANSLATE && !Json.isUtf8(body)) {
            return null;
        }
        try {
            return JsonCursor.over(body, cursor -> new AnthropicAnswer(cursor, depth).read())
                    .answer();
        } catch (RefusedException | NumberFormatException e) {
            return null;
        }
    }

    private AnthropicAnswer read() throws IOException, RefusedException {
        cursor.object(null, this::field);
        return this;
    }

    private void field(String name) throws IOException, RefusedException {
        switch (name) {
            case "type" -> message = cursor.string(name).equals("message");
            case "id" -> id = cursor.stringOrNull(name);
            case "model" -> model = cursor.stringOrNull(name);
            case "content" -> content();
            case "stop_reason" -> stopReason = cursor.stringOrNull(name);
            case "stop_sequence" -> stopSequence = cursor.stringOrNull(name);
            case "usage" -> usage.note(Json.MAPPER.readTree(cursor.raw()));
            default -> cursor.skip();
        }
    }

    private void content() throws IOException, RefusedException {
        if (!cursor.isList()) {
            throw JsonCursor.refused("content", "a list of blocks");
        }
        int start = cursor.start();
        if (depth == Depth.TRANSLATE) {
            content = BlockReader.ofAnswer(cursor, "content");
        } else {
            content = List.of();
            cursor.skip();
        }
        textBytes = cursor.end() - start;
    }

    private @Nullable WholeAnswer answer() {
        if (!message || content == null) {
            return null;
        }
        List<Delta> deltas = depth == Depth.TRANSLATE ? deltas(content) : List.of();
        StopReason reason = stopReason == null ? null : AnthropicStopReasons.read(stopReason);
        if (!deltas.isEmpty() && deltas.getLast() instanceof Delta.Stopped stopped) {
            reason = stopped.reason();
        }
        return new WholeAnswer(reason, usage.report(), textBytes, deltas);
    }

    private List<Delta> deltas(List<Part> parts) {
        List<Delta> deltas = new ArrayList<>();
        deltas.add(new Delta.Started(id, model));
        int calls = 0;
        boolean answered = false;
        for (Part part : parts) {
            switch (part) {
                case Part.Text text -> deltas.add(new Delta.Text(0, text.text()));
                case Part.Thought thought -> {
                    deltas.add(new Delta.Thought(0, thought.text()));
                    if (thought.signature() != null) {
                        deltas.add(new Delta.ThoughtSignature(0, thought.signature()));
                    }
                }
                case Part.HiddenThought hidden ->
                        deltas.add(new Delta.HiddenThought(0, hidden.data()));
                case Part.ToolCall call -> {
                    if (call.name().equals(AnswerTool.NAME)) {
                        answered = true;
                        deltas.add(new Delta.Text(0, call.arguments()));
                    } else {
                        deltas.add(new Delta.ToolCall(0, calls, call.id(), call.name()));
                        deltas.add(new Delta.Arguments(0, calls++, call.arguments()));
                    }
                }
                case Part.Image image -> {}
                case Part.Document document -> {}
                case Part.Audio audio -> {}
                case Part.ToolResult result -> {}
                case Part.Refused refused -> {}
            }
        }
        if (stopReason != null) {
            StopReason reason = AnthropicStopReasons.read(stopReason);
            boolean whole = reason == StopReason.TOOL && answered && calls == 0;
            deltas.add(new Delta.Stopped(0, whole ? StopReason.STOP : reason, stopSequence));
        }
        return deltas;
    }
}

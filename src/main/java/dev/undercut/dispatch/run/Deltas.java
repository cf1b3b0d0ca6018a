package dev.undercut.dispatch.run;

import dev.undercut.chat.Answer;
import dev.undercut.chat.Delta;
import dev.undercut.chat.Part;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.StreamEvent;
import java.util.ArrayList;
import java.util.List;

/** A whole answer as the pieces that it would have come in. */
final class Deltas {
    private Deltas() {}

    static List<Delta> of(Answer.Choice choice, int index) {
        List<Delta> deltas = new ArrayList<>();
        int calls = 0;
        for (Part part : choice.parts()) {
            switch (part) {
                case Part.Text(String text, var mark) -> deltas.add(new Delta.Text(index, text));
                case Part.Refused(String text) -> deltas.add(new Delta.Refused(index, text));
                case Part.Thought(String text, String signature) -> {
                    deltas.add(new Delta.Thought(index, text));
                    if (signature != null) {
                        deltas.add(new Delta.ThoughtSignature(index, signature));
                    }
                }
                case Part.HiddenThought(String data) ->
                        deltas.add(new Delta.HiddenThought(index, data));
                case Part.ToolCall call -> {
                    deltas.add(new Delta.ToolCall(index, calls, call.id(), call.name()));
                    deltas.add(new Delta.Arguments(index, calls, call.arguments()));
                    calls++;
                }
                case Part.Image _, Part.Document _, Part.Audio _, Part.ToolResult _ -> {}
            }
        }
        return deltas;
    }

    static Delta.Stopped stopped(Answer.Choice choice, int index) {
        StopReason reason = choice.reason() == null ? StopReason.STOP : choice.reason();
        return new Delta.Stopped(index, reason, choice.stopSequence());
    }

    static StreamEvent event(List<Delta> deltas) {
        return new StreamEvent.Piece(StreamEvent.NO_FRAME, 0, null, deltas);
    }

    static StreamEvent event(Delta.Stopped stopped) {
        return new StreamEvent.Finish(
                StreamEvent.NO_FRAME, stopped.reason(), null, List.of(stopped));
    }
}

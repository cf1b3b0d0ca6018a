package dev.undercut.compute.prompt;

import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A conversation for a model that has no tools: calls and their results as text, thoughts left out,
 * since providers refuse calls of tools that the request does not declare.
 */
final class Flattening {
    private Flattening() {}

    static List<Turn> of(List<Turn> turns) {
        List<Turn> flat = new ArrayList<>(turns.size());
        for (Turn turn : turns) {
            List<Part> parts = new ArrayList<>(turn.parts().size());
            turn.parts().forEach(part -> add(part, parts));
            if (!parts.isEmpty()) {
                flat.add(new Turn(turn.role(), parts, turn.name()));
            }
        }
        return flat;
    }

    private static void add(Part part, List<Part> parts) {
        switch (part) {
            case Part.Text text -> parts.add(text);
            case Part.Image image -> parts.add(image);
            case Part.Document document -> parts.add(document);
            case Part.Audio audio -> parts.add(audio);
            case Part.Refused refused -> parts.add(refused);
            case Part.ToolCall call ->
                    parts.add(
                            new Part.Text("[called " + call.name() + " " + call.arguments() + "]"));
            case Part.ToolResult result ->
                    parts.add(new Part.Text("[it gave: " + texts(result.content()) + "]"));
            case Part.Thought thought -> {}
            case Part.HiddenThought hidden -> {}
        }
    }

    private static String texts(List<Part> content) {
        return content.stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining("\n"));
    }
}

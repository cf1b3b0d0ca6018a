package dev.undercut.dialect.responses;

import dev.undercut.chat.Answer;
import dev.undercut.chat.Part;
import dev.undercut.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a whole answer: each thought and call an item of its own, texts together. */
final class ResponsesAnswer {
    private final ResponseJson json;
    private final String status;
    private final List<String> output = new ArrayList<>();
    private final List<String> content = new ArrayList<>();

    private ResponsesAnswer(ResponseJson json, String status) {
        this.json = json;
        this.status = status;
    }

    static String write(ResponseJson json, Answer answer, Usage usage) {
        Answer.Choice choice = answer.choices().getFirst();
        boolean whole = ResponseJson.incomplete(choice.reason()) == null;
        ResponsesAnswer writer = new ResponsesAnswer(json, whole ? "completed" : "incomplete");
        choice.parts().forEach(writer::part);
        writer.closeMessage();
        return json.ended(choice.reason(), writer.output, usage);
    }

    private void part(Part part) {
        switch (part) {
            case Part.Text(String text, var mark) -> content.add(ResponseJson.text(text));
            case Part.Refused(String text) -> content.add(ResponseJson.refusal(text));
            case Part.ToolCall call -> {
                closeMessage();
                output.add(
                        ResponseJson.call(
                                json.id("fc", output.size()),
                                status,
                                new ResponseJson.Call(
                                        call.id(),
                                        call.name(),
                                        call.arguments().isBlank() ? "{}" : call.arguments())));
            }
            case Part.Thought(String text, var signature) ->
                    thought(
                            text,
                            signature == null ? null : ResponsesThoughts.ofSignature(signature));
            case Part.HiddenThought(String data) -> thought("", ResponsesThoughts.ofHidden(data));
            case Part.Image image -> {}
            case Part.Document document -> {}
            case Part.Audio audio -> {}
            case Part.ToolResult result -> {}
        }
    }

    private void thought(String text, @Nullable String encrypted) {
        closeMessage();
        output.add(ResponseJson.reasoning(json.id("rs", output.size()), text, encrypted));
    }

    private void closeMessage() {
        if (!content.isEmpty()) {
            output.add(ResponseJson.message(json.id("msg", output.size()), status, content));
            content.clear();
        }
    }
}

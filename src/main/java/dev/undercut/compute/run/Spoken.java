package dev.undercut.compute.run;

import dev.undercut.chat.Answer;
import dev.undercut.chat.Part;
import dev.undercut.chat.StopReason;
import dev.undercut.compute.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a model said, as a search sees it.
 *
 * @param text the visible text; calls of tools as text where there are any
 * @param calls the calls of tools in a form that equal ones share, or null where there are none
 * @param failure why it is no answer, or null when it is one
 * @param trouble the same in words
 */
record Spoken(
        String text, @Nullable String calls, Outcome.@Nullable Reason failure, String trouble) {

    static Spoken of(Answer answer) {
        Answer.Choice choice = answer.choices().getFirst();
        StringBuilder text = new StringBuilder();
        StringBuilder calls = new StringBuilder();
        boolean refused = false;
        for (Part part : choice.parts()) {
            switch (part) {
                case Part.Text(String more, var mark) -> text.append(more);
                case Part.ToolCall call ->
                        calls.append(calls.isEmpty() ? "" : "\n")
                                .append(call.name())
                                .append(' ')
                                .append(squeezed(call.arguments()));
                case Part.Refused _ -> refused = true;
                case Part.Thought _,
                        Part.HiddenThought _,
                        Part.Image _,
                        Part.Document _,
                        Part.Audio _,
                        Part.ToolResult _ -> {}
            }
        }
        String said = calls.isEmpty() ? text.toString() : text + "\n" + calls;
        String called = calls.isEmpty() ? null : "calls: " + calls;
        if (choice.reason() == StopReason.LENGTH) {
            return new Spoken(
                    said, called, Outcome.Reason.TRUNCATED, "an answer met its output limit");
        }
        if (choice.reason() == StopReason.ERROR) {
            return new Spoken(said, called, Outcome.Reason.ERROR, "the provider broke off");
        }
        if (choice.reason() == StopReason.FILTER || (refused && text.isEmpty())) {
            return new Spoken(
                    said, called, Outcome.Reason.DECLINED, "the model declined to answer");
        }
        return said.isBlank()
                ? new Spoken(said, called, Outcome.Reason.ERROR, "the model said nothing")
                : new Spoken(said, called, null, "");
    }

    /** Arguments without the white space between their tokens, where equal ones may differ. */
    private static String squeezed(String json) {
        StringBuilder squeezed = new StringBuilder(json.length());
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted && c == '\\' && i + 1 < json.length()) {
                squeezed.append(c).append(json.charAt(++i));
                continue;
            }
            quoted = (c == '"') != quoted;
            if (quoted || !Character.isWhitespace(c)) {
                squeezed.append(c);
            }
        }
        return squeezed.toString();
    }
}

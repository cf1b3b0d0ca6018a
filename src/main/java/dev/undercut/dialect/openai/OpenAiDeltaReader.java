package dev.undercut.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.openai.request.OpenAiThoughts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says the chunks of one streamed answer, or the one whole answer, in no dialect. Forgiving: many
 * servers speak this dialect with an accent.
 */
final class OpenAiDeltaReader {
    private final List<OpenAiCallReader> calls = new ArrayList<>(1);
    private final BitSet stopped = new BitSet();
    private boolean started;
    private String answer = "";

    /** What this chunk, or this whole answer, says. */
    List<Delta> read(JsonNode chunk) {
        List<Delta> said = new ArrayList<>(2);
        if (!started) {
            started = true;
            String id = chunk.path("id").textValue();
            answer = id == null || id.isEmpty() ? chunk.toString() : id;
            said.add(new Delta.Started(id, chunk.path("model").textValue()));
        }
        JsonNode choices = chunk.path("choices");
        for (int i = 0; i < choices.size(); i++) {
            choice(choices.get(i), said);
        }
        return said;
    }

    private void choice(JsonNode choice, List<Delta> said) {
        int index = choice.path("index").asInt(0);
        if (index < 0 || index >= OpenAiRequestReader.MAX_CHOICES || stopped.get(index)) {
            return;
        }
        JsonNode delta = choice.path("delta");
        message(index, delta.isObject() ? delta : choice.path("message"), said);
        String finish = choice.path("finish_reason").textValue();
        if (finish != null) {
            stopped.set(index);
            said.add(new Delta.Stopped(index, reason(index, finish), null));
        }
    }

    /** Some servers, and OpenAI itself for a call that was forced, say stop after calls too. */
    private StopReason reason(int choice, String finish) {
        StopReason reason = OpenAiStopReasons.read(finish);
        return reason == StopReason.STOP && callsOf(choice).any() ? StopReason.TOOL : reason;
    }

    private void message(int choice, JsonNode message, List<Delta> said) {
        String thought = message.path(OpenAiThoughts.CONTENT).textValue();
        if (thought == null || thought.isEmpty()) {
            thought = message.path(OpenAiThoughts.CONTENT_TOO).textValue();
        }
        thought(choice, thought, said);
        content(choice, message.path("content"), said);
        String refusal = message.path("refusal").textValue();
        if (refusal != null && !refusal.isEmpty()) {
            said.add(new Delta.Refused(choice, refusal));
        }
        JsonNode tools = message.path("tool_calls");
        for (int i = 0; i < tools.size(); i++) {
            callsOf(choice).read(tools.get(i), said);
        }
        if (message.path("function_call").isObject()) {
            callsOf(choice).readOld(message.path("function_call"), said);
        }
    }

    /** A string; or, with some servers, parts of text and of thought. */
    private static void content(int choice, JsonNode content, List<Delta> said) {
        if (content.isTextual()) {
            text(choice, content.textValue(), said);
            return;
        }
        for (JsonNode part : content) {
            if (part.path("type").asText().equals("thinking")) {
                for (JsonNode thought : part.path("thinking")) {
                    thought(choice, thought.path("text").textValue(), said);
                }
            } else {
                text(choice, part.path("text").textValue(), said);
            }
        }
    }

    private static void text(int choice, @Nullable String text, List<Delta> said) {
        if (text != null && !text.isEmpty()) {
            said.add(new Delta.Text(choice, text));
        }
    }

    private static void thought(int choice, @Nullable String text, List<Delta> said) {
        if (text != null && !text.isEmpty()) {
            said.add(new Delta.Thought(choice, text));
        }
    }

    private OpenAiCallReader callsOf(int choice) {
        while (calls.size() <= choice) {
            calls.add(new OpenAiCallReader(answer, calls.size()));
        }
        return calls.get(choice);
    }
}

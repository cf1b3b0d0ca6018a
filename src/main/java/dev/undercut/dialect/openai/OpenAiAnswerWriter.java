package dev.undercut.dialect.openai;

import dev.undercut.chat.Answer;
import dev.undercut.chat.Part;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.ClientDialect.Stamp;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.openai.request.OpenAiThoughts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes a whole answer that came in another dialect. */
final class OpenAiAnswerWriter {
    private final boolean oldCalls;

    private OpenAiAnswerWriter(boolean oldCalls) {
        this.oldCalls = oldCalls;
    }

    static byte[] write(Answer answer, Usage usage, Stamp stamp, boolean oldCalls) {
        OpenAiAnswerWriter writer = new OpenAiAnswerWriter(oldCalls);
        StringBuilder json = new StringBuilder(1024);
        json.append("{\"id\":").append(Json.quote("chatcmpl-" + stamp.requestId()));
        json.append(",\"object\":\"chat.completion\",\"created\":").append(stamp.created());
        json.append(",\"model\":").append(Json.quote(stamp.model())).append(",\"choices\":[");
        for (int index = 0; index < answer.choices().size(); index++) {
            json.append(index == 0 ? "" : ",").append("{\"index\":").append(index);
            writer.choice(answer.choices().get(index), json);
            json.append('}');
        }
        json.append("],\"usage\":").append(OpenAiUsage.write(usage)).append('}');
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void choice(Answer.Choice choice, StringBuilder json) {
        StringBuilder text = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        List<Part.ToolCall> calls = new ArrayList<>();
        for (Part part : choice.parts()) {
            switch (part) {
                case Part.Text(String more, var mark) -> text.append(more);
                case Part.Refused(String more) -> refusal.append(more);
                case Part.ToolCall call -> calls.add(call);
                case Part.Thought thought -> {}
                case Part.HiddenThought hidden -> {}
                case Part.Image image -> {}
                case Part.Document document -> {}
                case Part.Audio audio -> {}
                case Part.ToolResult result -> {}
            }
        }
        boolean silent = text.isEmpty() && (!calls.isEmpty() || !refusal.isEmpty());
        json.append(",\"message\":{\"role\":\"assistant\",\"content\":");
        json.append(silent ? "null" : Json.quote(text.toString()));
        json.append(",\"refusal\":");
        json.append(refusal.isEmpty() ? "null" : Json.quote(refusal.toString()));
        thoughts(choice.parts(), json);
        if (!calls.isEmpty()) {
            calls(calls, json);
        }
        json.append("},\"logprobs\":null,\"finish_reason\":\"");
        json.append(OpenAiStopReasons.write(reason(choice, calls), oldCalls)).append('"');
    }

    private static StopReason reason(Answer.Choice choice, List<Part.ToolCall> calls) {
        if (choice.reason() != null) {
            return choice.reason();
        }
        return calls.isEmpty() ? StopReason.STOP : StopReason.TOOL;
    }

    private void calls(List<Part.ToolCall> calls, StringBuilder json) {
        if (oldCalls) {
            json.append(",\"function_call\":").append(function(calls.getFirst()));
            return;
        }
        json.append(",\"tool_calls\":[");
        for (int i = 0; i < calls.size(); i++) {
            json.append(i == 0 ? "" : ",").append("{\"id\":");
            json.append(Json.quote(calls.get(i).id())).append(",\"type\":\"function\",");
            json.append("\"function\":").append(function(calls.get(i))).append('}');
        }
        json.append(']');
    }

    private static String function(Part.ToolCall call) {
        String arguments = call.arguments().isBlank() ? "{}" : call.arguments();
        return "{\"name\":"
                + Json.quote(call.name())
                + ",\"arguments\":"
                + Json.quote(arguments)
                + "}";
    }

    private static void thoughts(List<Part> parts, StringBuilder json) {
        StringBuilder shown = new StringBuilder();
        List<String> details = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Thought(String text, var signature)) {
                shown.append(text);
                if (signature != null) {
                    details.add(
                            "{\"type\":\"reasoning.text\",\"text\":"
                                    + Json.quote(text)
                                    + ",\"signature\":"
                                    + Json.quote(signature)
                                    + "}");
                }
            } else if (part instanceof Part.HiddenThought(String data)) {
                details.add(encrypted(data));
            }
        }
        if (!shown.isEmpty()) {
            json.append(",\"").append(OpenAiThoughts.CONTENT).append("\":");
            json.append(Json.quote(shown.toString()));
        }
        if (!details.isEmpty()) {
            json.append(",\"").append(OpenAiThoughts.DETAILS).append("\":[");
            json.append(String.join(",", details)).append(']');
        }
    }

    /** The end of a shown thought in a stream, whose text went before. */
    static String signature(String signature) {
        return '"'
                + OpenAiThoughts.DETAILS
                + "\":[{\"type\":\"reasoning.text\",\"signature\":"
                + Json.quote(signature)
                + "}]";
    }

    /** A hidden thought in a stream. */
    static String hidden(String data) {
        return '"' + OpenAiThoughts.DETAILS + "\":[" + encrypted(data) + ']';
    }

    private static String encrypted(String data) {
        return "{\"type\":\"reasoning.encrypted\",\"data\":" + Json.quote(data) + "}";
    }
}

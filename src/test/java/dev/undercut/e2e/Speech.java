package dev.undercut.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.undercut.dialect.bedrock.Events;
import dev.undercut.e2e.Babel.Upstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One answer as providers of each dialect stream it, event by event: a thought, a text whose emoji
 * is cut in two, and two calls whose arguments interleave where the dialect can.
 */
final class Speech {
    /** Events before the second half of the text. */
    static final int HALF = 3;

    private Speech() {}

    /** Why a plain answer stops. */
    enum Stop {
        STOP("stop", "end_turn", "completed", "STOP", "end_turn"),
        LENGTH("length", "max_tokens", "max_output_tokens", "MAX_TOKENS", "max_tokens"),
        FILTER("content_filter", "refusal", "content_filter", "SAFETY", "guardrail_intervened");

        final String chat;
        final String messages;
        final String responses;
        private final String gemini;
        private final String bedrock;

        Stop(String chat, String messages, String responses, String gemini, String bedrock) {
            this.chat = chat;
            this.messages = messages;
            this.responses = responses;
            this.gemini = gemini;
            this.bedrock = bedrock;
        }
    }

    /** Begins the answer's body. */
    static void begin(Upstream upstream, FakeProvider.Call call) throws IOException {
        String type =
                switch (upstream) {
                    case OPENAI, ANTHROPIC, GEMINI -> "text/event-stream";
                    case OLLAMA -> "application/x-ndjson";
                    case BEDROCK -> "application/vnd.amazon.eventstream";
                };
        call.head(200, type, "Transfer-Encoding: chunked");
    }

    /** Says those events, each in a chunk of its own, and ends in order. */
    static FakeProvider.Script saying(Upstream upstream, List<byte[]> events) {
        return call -> {
            begin(upstream, call);
            for (byte[] event : events) {
                call.chunk(event);
            }
            call.endStream();
        };
    }

    /** The whole answer: 9 tokens in, 6 out. */
    static List<byte[]> tale(Upstream upstream) {
        return switch (upstream) {
            case OPENAI -> openAi();
            case ANTHROPIC -> anthropic();
            case GEMINI -> gemini();
            case OLLAMA -> ollama();
            case BEDROCK -> bedrock();
        };
    }

    private static List<byte[]> openAi() {
        return bytes(
                openAi("{\"role\":\"assistant\",\"content\":\"\"}"),
                openAi("{\"reasoning_content\":\"Hm.\"}"),
                openAi("{\"content\":\"x\\ud83d\"}"),
                openAi("{\"content\":\"\\ude00y\"}"),
                openAi(call(0, "\"id\":\"id_a\",\"type\":\"function\",", "lookup", "")),
                openAi(more(0, "{\\\"n\\\":")),
                openAi(call(1, "\"id\":\"id_b\",\"type\":\"function\",", "note", "")),
                openAi(more(1, "{")),
                openAi(more(0, "2.50}")),
                openAi(more(1, "}")),
                sse(Answers.finish("tool_calls")),
                sse(
                        Answers.chunk(
                                "[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":6,"
                                        + "\"total_tokens\":15,\"completion_tokens_details\":"
                                        + "{\"reasoning_tokens\":2}}")),
                sse("[DONE]"));
    }

    private static String call(int index, String id, String name, String arguments) {
        return "{\"tool_calls\":[{\"index\":%d,%s\"function\":{\"name\":\"%s\",\"arguments\":\"%s\"}}]}"
                .formatted(index, id, name, arguments);
    }

    private static String more(int index, String arguments) {
        return "{\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":\"%s\"}}]}"
                .formatted(index, arguments);
    }

    private static String openAi(String delta) {
        return sse(Answers.chunk("[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]"));
    }

    private static List<byte[]> anthropic() {
        String text = "{\"type\":\"text_delta\",\"text\":\"%s\"}";
        String json = "{\"type\":\"input_json_delta\",\"partial_json\":\"%s\"}";
        String use = "{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":\"%s\",\"input\":{}}";
        return bytes(
                Claude.start(9),
                Claude.open(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}")
                        + Claude.more(0, "{\"type\":\"thinking_delta\",\"thinking\":\"Hm.\"}")
                        + Claude.more(0, "{\"type\":\"signature_delta\",\"signature\":\"U0lH\"}")
                        + Claude.close(0),
                Claude.open(1, "{\"type\":\"text\",\"text\":\"\"}")
                        + Claude.more(1, text.formatted("x\\ud83d")),
                Claude.more(1, text.formatted("\\ude00y")) + Claude.close(1),
                Claude.event("ping", ""),
                Claude.open(2, use.formatted("id_a", "lookup")),
                Claude.more(2, json.formatted("{\\\"n\\\":")),
                Claude.more(2, json.formatted("2.50}")) + Claude.close(2),
                Claude.open(3, use.formatted("id_b", "note")),
                Claude.more(3, json.formatted("{}")) + Claude.close(3),
                Claude.end("tool_use", 6));
    }

    private static List<byte[]> gemini() {
        return bytes(
                gemini("{\"text\":\"Hm.\",\"thought\":true}", ""),
                gemini("{\"text\":\"x\"}", ""),
                gemini("{\"text\":\"\\ud83d\"}", ""),
                gemini("{\"text\":\"\\ude00y\"}", ""),
                gemini(
                        "{\"functionCall\":{\"name\":\"lookup\",\"args\":{\"n\":2.50}},"
                                + "\"thoughtSignature\":\"U0lH\"}",
                        ""),
                gemini("{\"functionCall\":{\"name\":\"note\",\"args\":{}}}", "STOP"));
    }

    private static String gemini(String parts, String finish) {
        return sse(
                "{\"candidates\":[{\"index\":0,\"content\":{\"role\":\"model\",\"parts\":["
                        + parts
                        + "]}"
                        + (finish.isEmpty() ? "" : ",\"finishReason\":\"" + finish + "\"")
                        + "}],\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":4,"
                        + "\"thoughtsTokenCount\":2,\"totalTokenCount\":15}}");
    }

    private static List<byte[]> ollama() {
        return bytes(
                ollama("\"thinking\":\"Hm.\",\"content\":\"\""),
                ollama("\"content\":\"x\""),
                ollama("\"content\":\"\\ud83d\""),
                ollama("\"content\":\"\\ude00y\""),
                ollama(
                        "\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"lookup\","
                                + "\"arguments\":{\"n\":2.50}}},{\"function\":{\"name\":\"note\","
                                + "\"arguments\":{}}}]"),
                ollamaEnd("stop"));
    }

    private static String ollama(String message) {
        return "{\"model\":\"up\",\"message\":{\"role\":\"assistant\","
                + message
                + "},\"done\":false}\n";
    }

    private static String ollamaEnd(String reason) {
        return "{\"model\":\"up\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},"
                + "\"done\":true,\"done_reason\":\""
                + reason
                + "\",\"prompt_eval_count\":9,\"eval_count\":6}\n";
    }

    private static List<byte[]> bedrock() {
        String use =
                "{\"contentBlockIndex\":%d,\"start\":{\"toolUse\":{\"toolUseId\":\"%s\",\"name\":\"%s\"}}}";
        String input = "{\"contentBlockIndex\":%d,\"delta\":{\"toolUse\":{\"input\":\"%s\"}}}";
        String text = "{\"contentBlockIndex\":1,\"delta\":{\"text\":\"%s\"}}";
        return List.of(
                bedrock("messageStart", "{\"role\":\"assistant\"}"),
                bedrock(
                        "contentBlockDelta",
                        "{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"text\":\"Hm.\"}}}"),
                bedrock("contentBlockDelta", text.formatted("x\\ud83d")),
                bedrock("contentBlockDelta", text.formatted("\\ude00y")),
                bedrock("contentBlockStop", "{\"contentBlockIndex\":1}"),
                bedrock("contentBlockStart", use.formatted(2, "id_a", "lookup")),
                bedrock("contentBlockDelta", input.formatted(2, "{\\\"n\\\":")),
                bedrock("contentBlockStart", use.formatted(3, "id_b", "note")),
                bedrock("contentBlockDelta", input.formatted(3, "{")),
                bedrock("contentBlockDelta", input.formatted(2, "2.50}")),
                bedrock("contentBlockDelta", input.formatted(3, "}")),
                bedrock("messageStop", "{\"stopReason\":\"tool_use\"}"),
                bedrockUsage());
    }

    private static byte[] bedrock(String type, String payload) {
        return new Events().event(type, payload).bytes();
    }

    private static byte[] bedrockUsage() {
        return bedrock(
                "metadata",
                "{\"usage\":{\"inputTokens\":9,\"outputTokens\":6,\"totalTokens\":15}}");
    }

    /** Two pieces of text, and the end: 9 tokens in, 6 out. */
    static List<byte[]> plain(Upstream upstream, Stop stop) {
        return switch (upstream) {
            case OPENAI ->
                    bytes(
                            sse(Answers.piece("one ")),
                            sse(Answers.piece("two")),
                            sse(Answers.finish(stop.chat)),
                            sse(Answers.usage(9, 6)),
                            sse("[DONE]"));
            case ANTHROPIC ->
                    bytes(
                            Claude.start(9),
                            Claude.textBlock(0, "one ", "two"),
                            Claude.end(stop.messages, 6));
            case GEMINI ->
                    bytes(
                            gemini("{\"text\":\"one \"}", ""),
                            gemini("{\"text\":\"two\"}", stop.gemini));
            case OLLAMA ->
                    bytes(
                            ollama("\"content\":\"one \""),
                            ollama("\"content\":\"two\""),
                            // It has no word for a filter.
                            ollamaEnd(stop == Stop.LENGTH ? "length" : "stop"));
            case BEDROCK ->
                    List.of(
                            bedrock(
                                    "contentBlockDelta",
                                    "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"one \"}}"),
                            bedrock(
                                    "contentBlockDelta",
                                    "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"two\"}}"),
                            bedrock("messageStop", "{\"stopReason\":\"" + stop.bedrock + "\"}"),
                            bedrockUsage());
        };
    }

    /** What says in mid-stream that the provider failed. */
    static byte[] failure(Upstream upstream) {
        return switch (upstream) {
            case OPENAI -> sse(Answers.error("secret words")).getBytes(UTF_8);
            case ANTHROPIC ->
                    ("event: error\ndata: "
                                    + Claude.error("overloaded_error", "secret words")
                                    + "\n\n")
                            .getBytes(UTF_8);
            case GEMINI ->
                    sse("{\"error\":{\"code\":503,\"message\":\"busy\",\"status\":\"UNAVAILABLE\"}}")
                            .getBytes(UTF_8);
            case OLLAMA -> "{\"error\":\"the runner stopped\"}\n".getBytes(UTF_8);
            case BEDROCK ->
                    new Events()
                            .exception("modelStreamErrorException", "{\"message\":\"busy\"}")
                            .bytes();
        };
    }

    private static String sse(String data) {
        return "data: " + data + "\n\n";
    }

    private static List<byte[]> bytes(String... events) {
        List<byte[]> bytes = new ArrayList<>();
        Arrays.stream(events).forEach(event -> bytes.add(event.getBytes(UTF_8)));
        return bytes;
    }
}

package dev.undercut.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * What a load tool sends its requests to: a port on loopback, the model's name and the headers that
 * this server wants beside the usual ones.
 */
record Target(int port, String model, Map<String, String> headers) {
    private static final String[] WORDS = {
        "price", "of", "the", "cheapest", "model", "that", "answers", "a", "question", "well",
                "enough",
        "is", "falling", "every", "month", "and", "nobody", "looks", "at", "their", "bill", "again",
        "until", "someone", "asks", "why", "summary", "table", "with", "numbers", "in", "column"
    };
    private static final int MAX_MARK = 64;

    /** Reads {@code --port}, {@code --model} and {@code --key}. */
    static Target of(Flags flags) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("authorization", "Bearer " + flags.text("key", "none"));
        return new Target(flags.number("port", 0), flags.text("model", "mock-gpt"), headers);
    }

    /** A chat request whose body has about {@code bodyBytes} bytes. */
    byte[] chat(int bodyBytes) {
        return post(body("", "", bodyBytes));
    }

    /** A streamed chat request; the mock reads chunks and pace from its first message. */
    byte[] stream(int chunks, int paceMillis, int bodyBytes) {
        String mark = "mock:chunks=" + chunks + ",pace=" + paceMillis + " ";
        return post(
                body(
                        "\"stream\":true,\"stream_options\":{\"include_usage\":true},",
                        mark,
                        bodyBytes));
    }

    private String body(String switches, String mark, int bodyBytes) {
        String start =
                "{\"model\":\""
                        + model
                        + "\","
                        + switches
                        + "\"messages\":[{\"role\":\"system\",\"content\":\""
                        + mark
                        + "You are a careful assistant.\"},{\"role\":\"user\",\"content\":\"";
        String end = "\"}],\"temperature\":0.2,\"max_tokens\":256}";
        int textBytes = Math.max(1, bodyBytes - start.length() - end.length());
        return start + text(textBytes) + end;
    }

    private static String text(int bytes) {
        Random random = new Random(4747);
        StringBuilder text = new StringBuilder(bytes + MAX_MARK);
        while (text.length() < bytes) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        text.setLength(bytes);
        return text.toString();
    }

    private byte[] post(String json) {
        StringBuilder head = new StringBuilder("POST /v1/chat/completions HTTP/1.1\r\n");
        head.append("host: 127.0.0.1:").append(port).append("\r\n");
        head.append("content-type: application/json\r\naccept: */*\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("content-length: ").append(json.length()).append("\r\n\r\n");
        return MockAnswers.ascii(head.append(json).toString());
    }
}

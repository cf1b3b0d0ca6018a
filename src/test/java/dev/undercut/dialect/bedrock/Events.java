package dev.undercut.dialect.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Streams as AWS's own library writes them. */
public final class Events {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** An event of that type. */
    public Events event(String type, String payload) {
        return message(Map.of(":message-type", "event", ":event-type", type), payload);
    }

    /** An exception of that type. */
    public Events exception(String type, String payload) {
        return message(Map.of(":message-type", "exception", ":exception-type", type), payload);
    }

    /**
     * A message with those headers, and headers of other kinds before them; the library (1.0.1)
     * leaves out the values of bytes and shorts, against its own specification.
     */
    public Events message(Map<String, String> headers, String payload) {
        Map<String, HeaderValue> all = new LinkedHashMap<>();
        all.put("flag", HeaderValue.fromBoolean(true));
        all.put("int", HeaderValue.fromInteger(3));
        all.put("long", HeaderValue.fromLong(4));
        all.put("bytes", HeaderValue.fromByteArray(new byte[] {5, 6}));
        all.put("time", HeaderValue.fromTimestamp(java.time.Instant.EPOCH));
        all.put("id", HeaderValue.fromUuid(new java.util.UUID(7, 8)));
        headers.forEach((name, value) -> all.put(name, HeaderValue.fromString(value)));
        all.put(":content-type", HeaderValue.fromString("application/json"));
        new Message(all, payload.getBytes(UTF_8)).encode(bytes);
        return this;
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /** A whole answer: a thought, a text, two calls whose arguments interleave, and the usage. */
    public static Events answer() {
        return new Events()
                .event("messageStart", "{\"role\":\"assistant\",\"p\":\"abc\"}")
                .event(
                        "contentBlockDelta",
                        "{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"text\":\"Hm…\"}}}")
                .event(
                        "contentBlockDelta",
                        "{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"signature\":\"U0lH\"}}}")
                .event("contentBlockStop", "{\"contentBlockIndex\":0}")
                .event(
                        "contentBlockDelta",
                        "{\"contentBlockIndex\":1,\"delta\":{\"text\":\"Grüße 🌍\"}}")
                .event("contentBlockStop", "{\"contentBlockIndex\":1}")
                .event(
                        "contentBlockStart",
                        "{\"contentBlockIndex\":2,\"start\":{\"toolUse\":{\"toolUseId\":\"tooluse_a\","
                                + "\"name\":\"f\"}}}")
                .event(
                        "contentBlockStart",
                        "{\"contentBlockIndex\":3,\"start\":{\"toolUse\":{\"toolUseId\":\"tooluse_b\","
                                + "\"name\":\"g\"}}}")
                .event(
                        "contentBlockDelta",
                        "{\"contentBlockIndex\":2,\"delta\":{\"toolUse\":{\"input\":\"{\\\"x\\\":\"}}}")
                .event(
                        "contentBlockDelta",
                        "{\"contentBlockIndex\":3,\"delta\":{\"toolUse\":{\"input\":\"{}\"}}}")
                .event(
                        "contentBlockDelta",
                        "{\"contentBlockIndex\":2,\"delta\":{\"toolUse\":{\"input\":\"1.50}\"}}}")
                .event("messageStop", "{\"stopReason\":\"tool_use\"}")
                .event(
                        "metadata",
                        "{\"usage\":{\"inputTokens\":10,\"outputTokens\":20,\"totalTokens\":45,"
                                + "\"cacheReadInputTokens\":5,\"cacheWriteInputTokens\":10,"
                                + "\"cacheDetails\":[{\"ttl\":\"1h\",\"inputTokens\":4},"
                                + "{\"ttl\":\"5m\",\"inputTokens\":6}]},\"metrics\":{\"latencyMs\":1}}");
    }
}

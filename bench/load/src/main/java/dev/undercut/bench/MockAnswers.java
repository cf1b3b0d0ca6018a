package dev.undercut.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The mock's answers, rendered once, with the HTTP framing of the whole or of one chunk each. */
final class MockAnswers {
    /** Nanosecond stamps are written with this many digits. */
    static final int STAMP_DIGITS = 19;

    private static final String MODEL = "mock-gpt";
    private static final String EVENT_HEAD =
            "data:"
                + " {\"id\":\"chatcmpl-mock\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                + "\"model\":\""
                    + MODEL
                    + "\",\"choices\":[";
    private static final String USAGE =
            "{\"prompt_tokens\":230,\"completion_tokens\":160,\"total_tokens\":390,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":0},"
                    + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}";

    final byte[] completion;
    final byte[] models;
    final byte[] missing = response("404 Not Found", "{\"error\":{\"message\":\"no such route\"}}");
    final byte[] streamHead =
            ascii(
                    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                            + "cache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n");
    final byte[] roleEvent =
            event("{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}", "");
    final byte[] stampedEvent =
            event(
                    "{\"index\":0,\"delta\":{\"content\":\" @"
                            + "0".repeat(STAMP_DIGITS)
                            + "@\"},\"finish_reason\":null}",
                    "");
    final int stampAt = indexOf(stampedEvent, (byte) '@') + 1;

    /** Finish reason, usage, {@code [DONE]} and the terminating chunk. */
    final byte[] streamEnd;

    MockAnswers(int contentBytes) {
        String content = "The quick brown fox jumps over it. ".repeat(contentBytes / 35 + 1);
        completion =
                response(
                        "200 OK",
                        "{\"id\":\"chatcmpl-mock\",\"object\":\"chat.completion\",\"created\":1700000000,"
                            + "\"model\":\""
                                + MODEL
                                + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                                + "\"content\":\""
                                + content.substring(0, contentBytes)
                                + "\"},\"finish_reason\":\"stop\"}],\"usage\":"
                                + USAGE
                                + "}");
        models =
                response(
                        "200 OK",
                        "{\"object\":\"list\",\"data\":[{\"id\":\""
                                + MODEL
                                + "\",\"object\":\"model\",\"created\":1700000000,"
                                + "\"owned_by\":\"mock\"}]}");
        streamEnd =
                join(
                        event("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}", ""),
                        event("", ",\"usage\":" + USAGE),
                        chunk("data: [DONE]\n\n"),
                        ascii("0\r\n\r\n"));
    }

    private static byte[] event(String choice, String more) {
        return chunk(EVENT_HEAD + choice + "]" + more + "}\n\n");
    }

    private static byte[] chunk(String data) {
        return ascii(Integer.toHexString(data.length()) + "\r\n" + data + "\r\n");
    }

    private static byte[] response(String status, String json) {
        return ascii(
                "HTTP/1.1 "
                        + status
                        + "\r\ncontent-type: application/json\r\ncontent-length: "
                        + json.length()
                        + "\r\n\r\n"
                        + json);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(p -> p.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static int indexOf(byte[] bytes, byte wanted) {
        int at = 0;
        while (bytes[at] != wanted) {
            at++;
        }
        return at;
    }
}

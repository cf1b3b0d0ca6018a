package dev.undercut.bench;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the mock answers one chat request. A request asks with {@code mock:chunks=N,pace=MS} in the
 * text of its first message, which every gateway passes on; without it the mock's flags hold.
 */
record MockCall(boolean stream, int chunks, int paceMillis) {
    private static final Pattern ASKED = Pattern.compile("mock:chunks=(\\d+),pace=(\\d+)");

    /** Reads the first {@code length} bytes of a request's body: enough to hold both switches. */
    static MockCall of(byte[] head, int length, MockCall otherwise) {
        String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        boolean stream = text.contains("\"stream\":true") || text.contains("\"stream\": true");
        if (!stream) {
            return otherwise;
        }
        Matcher asked = ASKED.matcher(text);
        return asked.find()
                ? new MockCall(
                        true, Integer.parseInt(asked.group(1)), Integer.parseInt(asked.group(2)))
                : new MockCall(true, otherwise.chunks, otherwise.paceMillis);
    }
}

package dev.undercut.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.undercut.dialect.SseFrames;
import dev.undercut.dialect.SseFrames.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The parser of server-sent events. However the bytes arrive, the events are those that a reader of
 * whole lines finds, and no byte comes out that did not go in.
 */
public final class SseTarget {
    private static final int MOST = 1 << 16;

    private SseTarget() {}

    /** The first byte says how many bytes arrive at once; the rest is the stream. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] stream = Arrays.copyOfRange(input, 1, input.length);
        List<String> expected = byLines(stream);
        same(expected, events(new ByteArrayInputStream(stream)), "at once");
        int size = 1 + (input[0] & 0x3f);
        same(expected, events(new ScribblingStream(stream, size)), "by " + size);
        same(expected, events(new ScribblingStream(stream, 1)), "by 1");
    }

    private static void same(List<String> expected, List<String> events, String how) {
        if (!events.equals(expected)) {
            throw new AssertionError(how + ": " + events + " instead of " + expected);
        }
    }

    private static List<String> events(InputStream in) throws IOException {
        SseFrames frames = new SseFrames(in, MOST);
        List<String> events = new ArrayList<>();
        for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
            byte[] data = SseFrames.data(frame);
            if (data != null) {
                events.add(new String(data, ISO_8859_1));
            }
        }
        return events;
    }

    /** The events' data by the simplest reading of the standard: all lines, then their blocks. */
    private static List<String> byLines(byte[] stream) {
        String text = new String(stream, ISO_8859_1).replace("\r\n", "\n").replace('\r', '\n');
        List<String> events = new ArrayList<>();
        StringBuilder data = null;
        for (String line : text.split("\n", -1)) {
            if (line.isEmpty()) {
                if (data != null) {
                    events.add(data.toString());
                }
                data = null;
            } else if (line.startsWith("data:")) {
                String value = line.substring(line.startsWith("data: ") ? 6 : 5);
                data = data == null ? new StringBuilder() : data.append('\n');
                data.append(value);
            }
        }
        if (data != null) {
            events.add(data.toString());
        }
        return events;
    }
}

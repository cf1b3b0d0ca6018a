package dev.undercut.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.UpstreamDialect.Depth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer, read to its end.
 *
 * @param deltas all of them
 * @param reason of the finish, or null when there was none
 * @param report the last one, or null
 * @param failure the provider's message, or null
 */
public record Heard(
        List<Delta> deltas,
        @Nullable StopReason reason,
        @Nullable UsageReport report,
        @Nullable String failure) {

    public static Heard of(UpstreamDialect dialect, String stream) throws IOException {
        return of(dialect, new ByteArrayInputStream(stream.getBytes(UTF_8)));
    }

    /** Reads it in pieces of that many bytes. */
    public static Heard inPieces(UpstreamDialect dialect, byte[] stream, int size)
            throws IOException {
        return of(dialect, new Drops(stream, size));
    }

    public static Heard of(UpstreamDialect dialect, InputStream body) throws IOException {
        AnswerStream stream = dialect.stream(body, Quirks.NONE, Depth.TRANSLATE);
        List<Delta> deltas = new ArrayList<>();
        StopReason reason = null;
        UsageReport report = null;
        for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
            switch (event) {
                case StreamEvent.Piece piece -> {
                    deltas.addAll(piece.deltas());
                    report = piece.report() == null ? report : piece.report();
                }
                case StreamEvent.Finish finish -> {
                    deltas.addAll(finish.deltas());
                    reason = reason == null ? finish.reason() : reason;
                    report = finish.report() == null ? report : finish.report();
                }
                case StreamEvent.UsageOnly usage ->
                        report = usage.report() == null ? report : usage.report();
                case StreamEvent.Failed failed -> {
                    return new Heard(deltas, reason, report, failed.message());
                }
                case StreamEvent.Idle idle -> {}
                case StreamEvent.Done done -> {
                    return new Heard(deltas, reason, report, null);
                }
            }
        }
        return new Heard(deltas, reason, report, null);
    }

    /** One delta a line, ids and numbers as they are. */
    public String lines() {
        StringBuilder lines = new StringBuilder();
        deltas.forEach(delta -> lines.append(delta).append('\n'));
        lines.append("reason ").append(reason).append('\n');
        lines.append("usage ").append(report == null ? "none" : report.usage()).append('\n');
        return lines.append(failure == null ? "" : "failed " + failure + "\n").toString();
    }

    /** The visible text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        deltas.forEach(delta -> text.append(delta instanceof Delta.Text more ? more.text() : ""));
        return text.toString();
    }

    /** A JSON text, indented, for golden files. */
    public static String pretty(String json) {
        JsonNode tree = Objects.requireNonNull(Json.tree(json.getBytes(UTF_8)), json);
        return tree.toPrettyString() + "\n";
    }

    /** Gives few bytes at a time, as networks do. */
    private static final class Drops extends InputStream {
        private final byte[] bytes;
        private final int size;
        private int at;

        Drops(byte[] bytes, int size) {
            this.bytes = bytes;
            this.size = size;
        }

        @Override
        public int read() {
            return at < bytes.length ? bytes[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == bytes.length) {
                return -1;
            }
            int read = Math.min(Math.min(length, size), bytes.length - at);
            System.arraycopy(bytes, at, into, offset, read);
            at += read;
            return read;
        }
    }
}

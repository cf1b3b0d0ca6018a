package dev.undercut.dialect;

import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import dev.undercut.dialect.SseFrames.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of a streamed answer: the bytes it came in, for clients of the same dialect, and its
 * deltas for others. Deltas are there only at {@link UpstreamDialect.Depth#TRANSLATE}.
 */
public sealed interface StreamEvent {

    /** The bytes of an event that no client may be given as it came. */
    Frame NO_FRAME = new Frame(new byte[0], 0, 0);

    /** What it adds to the answer; only a piece or a finish adds anything. */
    default List<Delta> deltas() {
        return List.of();
    }

    /**
     * A piece of the answer.
     *
     * @param frame as it came
     * @param textBytes bytes of text in it, for estimates when no usage is ever reported
     * @param report the usage so far, where the provider puts it here, else null
     * @param deltas what it says, in no dialect
     */
    record Piece(Frame frame, int textBytes, @Nullable UsageReport report, List<Delta> deltas)
            implements StreamEvent {
        /** A piece that is only passed on. */
        public Piece(Frame frame, int textBytes, @Nullable UsageReport report) {
            this(frame, textBytes, report, List.of());
        }
    }

    /**
     * The last piece of one choice.
     *
     * @param frame as it came
     * @param reason why it stopped
     * @param report the usage, where the provider puts it here, else null
     * @param deltas what it says, in no dialect, the stop included
     */
    record Finish(Frame frame, StopReason reason, @Nullable UsageReport report, List<Delta> deltas)
            implements StreamEvent {
        /** A finish that is only passed on. */
        public Finish(Frame frame, StopReason reason, @Nullable UsageReport report) {
            this(frame, reason, report, List.of());
        }
    }

    /**
     * The usage in an event of its own.
     *
     * @param frame as it came
     * @param report what was used, or null when it made no sense
     */
    record UsageOnly(Frame frame, @Nullable UsageReport report) implements StreamEvent {}

    /** A comment or an event without data: keeps the connection alive. */
    record Idle(Frame frame) implements StreamEvent {}

    /** The end mark of the dialect. */
    record Done(Frame frame) implements StreamEvent {}

    /** The provider says that it failed. */
    record Failed(String message) implements StreamEvent {}
}

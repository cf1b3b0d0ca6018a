package dev.undercut.dialect;

import dev.undercut.chat.StopReason;
import dev.undercut.dialect.SseFrames.Frame;
import org.jspecify.annotations.Nullable;

/** One event of a streamed answer, with the bytes it came in. */
public sealed interface StreamEvent {

    /**
     * A piece of the answer.
     *
     * @param frame as it came
     * @param textBytes bytes of text in it, for estimates when no usage is ever reported
     * @param report the usage so far, where the provider puts it here, else null
     */
    record Piece(Frame frame, int textBytes, @Nullable UsageReport report) implements StreamEvent {}

    /**
     * The last piece of one choice.
     *
     * @param frame as it came
     * @param reason why it stopped
     * @param report the usage, where the provider puts it here, else null
     */
    record Finish(Frame frame, StopReason reason, @Nullable UsageReport report)
            implements StreamEvent {}

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

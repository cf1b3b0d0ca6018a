package dev.undercut.dispatch.relay;

import dev.undercut.dialect.AnswerStream;
import dev.undercut.dialect.StreamEvent;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Passes a streamed answer on, event by event. Whatever is complete goes out before the next wait:
 * nothing is ever held back while the provider thinks.
 */
public final class Relay {
    private final AnswerStream events;
    private final Pinging client;
    private final Tally tally;
    private final @Nullable Taken taken;
    private final Cancellation cancellation;
    private final long endBy;

    public Relay(
            AnswerStream events,
            Pinging client,
            Tally tally,
            @Nullable Taken taken,
            Cancellation cancellation,
            long endBy) {
        this.events = events;
        this.client = client;
        this.tally = tally;
        this.taken = taken;
        this.cancellation = cancellation;
        this.endBy = endBy;
    }

    /** Is told what the client has been given. */
    @FunctionalInterface
    public interface Taken {
        void note(StreamEvent event);
    }

    /** How the stream ended. */
    public sealed interface End {
        /** With its end mark, or after its finishing piece. */
        record Complete() implements End {}

        /** Before that. */
        record Cut(String code, String message) implements End {}

        /** The client went away. */
        record ClientGone() implements End {}
    }

    /** Passes everything on from {@code first}. */
    public End run(@Nullable StreamEvent first) {
        @Nullable StreamEvent event = first;
        while (event != null) {
            tally.note(event);
            switch (event) {
                case StreamEvent.Done done -> {
                    return new End.Complete();
                }
                case StreamEvent.Failed inItsOwnWords -> {
                    // Which may quote the operator's key, as in an error before the answer.
                    return new End.Cut("upstream_error", "the provider reported an error");
                }
                case StreamEvent other -> {
                    if (!passOn(other)) {
                        return new End.ClientGone();
                    }
                }
            }
            try {
                event = next();
            } catch (IOException e) {
                return brokenOff(e);
            }
        }
        return tally.isFinished()
                ? new End.Complete()
                : new End.Cut("upstream_cut", "the provider's stream ended before its answer did");
    }

    private boolean passOn(StreamEvent event) {
        try {
            client.write(event, !events.isReady());
            if (taken != null) {
                taken.note(event);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private @Nullable StreamEvent next() throws IOException {
        cancellation.enter(endBy);
        try {
            return events.next();
        } finally {
            cancellation.leave();
        }
    }

    private End brokenOff(IOException e) {
        if (cancellation.isCancelled()) {
            return new End.ClientGone();
        }
        if (cancellation.isLate()) {
            return new End.Cut("deadline", "the time for the whole request was over");
        }
        return e instanceof SocketTimeoutException
                ? new End.Cut("upstream_timeout", "the provider fell silent in mid-answer")
                : new End.Cut("upstream_cut", "the connection to the provider broke");
    }
}

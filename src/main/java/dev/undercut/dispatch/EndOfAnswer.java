package dev.undercut.dispatch;

import dev.undercut.dispatch.relay.Sweeper;
import dev.undercut.provider.Provider.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Closes upstream answers. A connection can be used again only when its answer was read to the end,
 * and after the dialect's end mark a few bytes of HTTP framing still follow; those are waited for
 * aside, so that the client does not wait.
 */
final class EndOfAnswer {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Sweeper sweeper;
    private final LongSupplier nanos;

    EndOfAnswer(Sweeper sweeper, LongSupplier nanos) {
        this.sweeper = sweeper;
        this.nanos = nanos;
    }

    /**
     * Closes the answer.
     *
     * @param complete whether its dialect's end was seen
     */
    void close(Answer answer, boolean complete) {
        if (complete) {
            Thread.ofVirtual().name("end-of-answer").start(() -> drain(answer));
        } else {
            answer.close();
        }
    }

    private void drain(Answer answer) {
        long started = nanos.getAsLong();
        Sweeper.Swept late =
                () -> {
                    if (nanos.getAsLong() - started > PATIENCE.toNanos()) {
                        answer.close();
                    }
                };
        sweeper.add(late);
        try {
            if (answer.body().readNBytes(1024).length == 1024) {
                answer.close();
            }
        } catch (IOException e) {
            // it is closed below either way
        } finally {
            sweeper.remove(late);
            answer.close();
        }
    }
}

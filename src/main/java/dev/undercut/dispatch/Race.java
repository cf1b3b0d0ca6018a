package dev.undercut.dispatch;

import dev.undercut.chat.ChatRequest;
import dev.undercut.dispatch.UpstreamCall.Result;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Calls under way at the same time for one request, and which of them is done first. */
final class Race {
    private final Queue<Done> done = new ArrayDeque<>(2);
    private final LongSupplier nanos;
    private int running;
    private @Nullable RuntimeException mistake;

    /** A call that is done. */
    record Done(Try call, Result result) {}

    Race(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Sends it on a thread of its own. */
    void enter(Try call, ChatRequest request, long deadline) {
        synchronized (this) {
            running++;
        }
        Thread.ofVirtual()
                .name("hedged")
                .start(() -> {
                    Result result = null;
                    RuntimeException thrown = null;
                    try {
                        result = call.send(request, deadline);
                    } catch (RuntimeException e) {
                        thrown = e;
                    } finally {
                        over(call, result, thrown);
                    }
                });
    }

    /**
     * The next call that is done; null when none is within that time, or none is left.
     *
     * @throws RuntimeException that which one of them threw, when no other is left
     */
    synchronized @Nullable Done next(long withinNanos) {
        long until = nanos.getAsLong() + withinNanos;
        while (done.isEmpty() && running > 0) {
            long left = until - nanos.getAsLong();
            if (left <= 0) {
                return null;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        if (done.isEmpty() && mistake != null) {
            throw mistake;
        }
        return done.poll();
    }

    private synchronized void over(
            Try call, @Nullable Result result, @Nullable RuntimeException thrown) {
        running--;
        mistake = mistake == null ? thrown : mistake;
        if (call.isAbandoned()) {
            call.permit().givenUp();
            if (result instanceof Result.Streaming streaming) {
                streaming.answer().close();
            }
        } else if (result != null) {
            done.add(new Done(call, result));
        }
        notifyAll();
    }
}

package dev.undercut.dispatch.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets other threads end what one thread waits for, the call to a provider: when the client is
 * gone, or when the time for it is over. Only that wait is interrupted, never the settling of the
 * books. Deadlines are looked at by the {@link Sweeper}, so they are exact to a tenth of a second.
 */
public final class Cancellation implements Sweeper.Swept {
    private final LongSupplier nanos;
    private final List<Cancellation> others = new ArrayList<>(0);
    private @Nullable Thread waiting;
    private boolean cancelled;
    private boolean late;
    private long deadline;

    public Cancellation(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The current thread begins what may be cut short, at the latest at that time. */
    public synchronized void enter(long deadlineNanos) {
        waiting = Thread.currentThread();
        deadline = deadlineNanos;
        late = false;
        if (cancelled) {
            waiting.interrupt();
        }
    }

    /** The current thread is past it; an interruption that came late is forgotten. */
    public synchronized void leave() {
        waiting = null;
        if (cancelled || late) {
            Thread.interrupted();
        }
        notifyAll();
    }

    /** Cuts the wait short, now or when it begins, and that of all who hang on this one. */
    public void cancel() {
        List<Cancellation> all;
        synchronized (this) {
            cancelled = true;
            if (waiting != null) {
                waiting.interrupt();
            }
            notifyAll();
            all = List.copyOf(others);
        }
        all.forEach(Cancellation::cancel);
    }

    /** Cancels {@code other} too whenever this one is cancelled. */
    public void alsoCancels(Cancellation other) {
        boolean now;
        synchronized (this) {
            others.add(other);
            now = cancelled;
        }
        if (now) {
            other.cancel();
        }
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Whether the last wait was cut short because its time was over. */
    public synchronized boolean isLate() {
        return late;
    }

    /** Waits until then; false when it was cut short. */
    public synchronized boolean pause(long untilNanos) {
        for (long left = untilNanos - nanos.getAsLong();
                left > 0 && !cancelled;
                left = untilNanos - nanos.getAsLong()) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            } catch (InterruptedException e) {
                cancelled = true;
            }
        }
        return !cancelled;
    }

    @Override
    public synchronized void sweep() {
        if (waiting != null && !late && nanos.getAsLong() - deadline > 0) {
            late = true;
            waiting.interrupt();
        }
    }
}

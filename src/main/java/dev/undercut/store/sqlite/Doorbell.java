package dev.undercut.store.sqlite;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the writer's thread, and only when it matters: a wake-up costs more than writing a row.
 *
 * <p>Whoever rings first makes the work visible and then looks at the sleep; the sleeper first
 * announces its sleep and then looks for work. So one of the two sees the other.
 */
final class Doorbell {

    /** How the writer sleeps, hence who may wake it. */
    enum Sleep {
        /** Not at all. */
        AWAKE,
        /** A short fixed time, to let a batch gather; nobody wakes it. */
        GATHERING,
        /** Until something urgent comes or the openings at hand have waited long enough. */
        LINGERING,
        /** Until anything comes. */
        IDLE
    }

    private final AtomicReference<Sleep> sleep = new AtomicReference<>(Sleep.AWAKE);
    private volatile @Nullable Thread sleeper;
    private volatile boolean urgent;

    /** Something urgent is there. */
    void ringUrgently() {
        urgent = true;
        wakeFrom(Sleep.LINGERING);
        wakeFrom(Sleep.IDLE);
    }

    /** Something is there. */
    void ring() {
        wakeFrom(Sleep.IDLE);
    }

    boolean isUrgent() {
        return urgent;
    }

    /** Says that all urgent work visible now is about to be taken. */
    void answer() {
        urgent = false;
    }

    /**
     * Sleeps; may end early for no reason. To be called by one thread only.
     *
     * @param nanos at most this long; {@link Long#MAX_VALUE} for no limit
     * @param hasWork looked at after the sleep is announced: true means not to sleep
     */
    void sleep(Sleep kind, long nanos, java.util.function.BooleanSupplier hasWork) {
        sleeper = Thread.currentThread();
        sleep.set(kind);
        try {
            if (!hasWork.getAsBoolean()) {
                LockSupport.parkNanos(this, nanos);
            }
        } finally {
            sleep.set(Sleep.AWAKE);
        }
    }

    private void wakeFrom(Sleep kind) {
        // Read first: a compare-and-set would fight for the line on every request.
        if (sleep.get() == kind && sleep.compareAndSet(kind, Sleep.AWAKE)) {
            LockSupport.unpark(sleeper);
        }
    }
}

package dev.undercut.dispatch.relay;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Looks at what is under way ten times a second, so that no request pays for a timer of its own.
 */
public final class Sweeper implements AutoCloseable {
    private static final long PERIOD_MILLIS = 100;

    private final Set<Swept> underWay = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> task;

    /** Something that may take too long. */
    public interface Swept {
        /** Looks whether it does. */
        void sweep();
    }

    public Sweeper(ScheduledExecutorService ticker) {
        task =
                ticker.scheduleWithFixedDelay(
                        () -> underWay.forEach(Swept::sweep),
                        PERIOD_MILLIS,
                        PERIOD_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** Looks at it from now on. */
    public void add(Swept swept) {
        underWay.add(swept);
    }

    /** Looks at it no longer. */
    public void remove(Swept swept) {
        underWay.remove(swept);
    }

    @Override
    public void close() {
        task.cancel(false);
    }
}

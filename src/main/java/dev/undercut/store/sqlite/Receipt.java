package dev.undercut.store.sqlite;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells who waits for it that something is on disk.
 *
 * <p>It waits without a timer of its own, which costs a virtual thread as much as the row (12 us
 * measured on JDK 25); so somebody has to call {@link #remind} now and then.
 */
final class Receipt {

    /** How often a second thread that waits for the same thing looks. */
    private static final Duration SECOND_LOOK = Duration.ofMillis(5);

    private volatile boolean signed;
    private volatile @Nullable Thread waiter;

    void sign() {
        signed = true;
        remind();
    }

    boolean isSigned() {
        return signed;
    }

    /** Has the one who waits look at the time. */
    void remind() {
        Thread waiting = waiter;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /**
     * Waits, without giving up on interruption: a cancelled request still has to be booked.
     *
     * @return whether it is on disk
     */
    boolean await(Duration limit) {
        boolean first = claim();
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        while (!signed && System.nanoTime() - deadline < 0) {
            if (first) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, SECOND_LOOK.toNanos());
            }
            // Cleared, since a park with it set would return at once.
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return signed;
    }

    private synchronized boolean claim() {
        if (waiter != null) {
            return false;
        }
        waiter = Thread.currentThread();
        return true;
    }
}

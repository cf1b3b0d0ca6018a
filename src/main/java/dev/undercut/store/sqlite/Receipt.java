package dev.undercut.store.sqlite;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells those who wait that something is on disk. */
final class Receipt {

    private final CountDownLatch written = new CountDownLatch(1);

    void sign() {
        written.countDown();
    }

    boolean isSigned() {
        return written.getCount() == 0;
    }

    /**
     * Waits, without giving up on interruption: a cancelled request still has to be booked.
     *
     * @return whether it is on disk
     */
    boolean await(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return written.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

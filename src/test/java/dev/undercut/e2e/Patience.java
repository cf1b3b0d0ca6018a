package dev.undercut.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process is about to do. */
final class Patience {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Patience() {}

    /** Returns as soon as {@code reached} holds. */
    static void until(String what, BooleanSupplier reached) {
        long started = System.nanoTime();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - started > LIMIT.toNanos()) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }
}

package dev.undercut.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process is about to do. */
final class Patience {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** For what another process does in its own time, on a machine that has much to do. */
    static final Duration LONG = Duration.ofMinutes(1);

    private Patience() {}

    /** Returns as soon as {@code reached} holds. */
    static void until(String what, BooleanSupplier reached) {
        until(what, LIMIT, reached);
    }

    /** The same with another limit. */
    static void until(String what, Duration limit, BooleanSupplier reached) {
        long started = System.nanoTime();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - started > limit.toNanos()) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }
}

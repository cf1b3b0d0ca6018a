package dev.undercut.provider.sandbox;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Waits on a condition, so that {@link #end} from another thread ends the wait at once. */
final class ParkedPace implements Pacing.Pace {

    private final LongSupplier nanos;
    private final long began;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hasEnded = lock.newCondition();
    private boolean ended;

    ParkedPace(LongSupplier nanos) {
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    @Override
    public boolean reach(Duration due, Duration limit) throws IOException {
        long until = Math.min(due.toNanos(), limit.toNanos());
        lock.lock();
        try {
            while (!ended && left(until) > 0) {
                var _ = hasEnded.awaitNanos(left(until));
            }
            if (ended) {
                throw new IOException("the answer was closed");
            }
            return due.compareTo(limit) <= 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the sandbox");
        } finally {
            lock.unlock();
        }
    }

    private long left(long until) {
        return until - (nanos.getAsLong() - began);
    }

    @Override
    public void end() {
        lock.lock();
        try {
            ended = true;
            hasEnded.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

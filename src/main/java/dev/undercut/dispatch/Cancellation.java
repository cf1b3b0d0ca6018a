package dev.undercut.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * Lets one thread end what another one waits for: the call to a provider, when the client is gone.
 * Only that wait is interrupted, never the settling of the books.
 */
final class Cancellation {
    private @Nullable Thread waiting;
    private boolean cancelled;

    /** The current thread begins what may be cut short. */
    synchronized void enter() {
        waiting = Thread.currentThread();
        if (cancelled) {
            waiting.interrupt();
        }
    }

    /** The current thread is past it; an interruption that came late is forgotten. */
    synchronized void leave() {
        waiting = null;
        if (cancelled) {
            Thread.interrupted();
        }
    }

    /** Cuts the wait short, now or when it begins. */
    synchronized void cancel() {
        cancelled = true;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }
}

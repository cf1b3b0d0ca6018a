package dev.undercut.dispatch.walk;

/**
 * How often a second offer may be asked: a share of requests, so that a slow day does not double
 * the bill (J. Dean, L. A. Barroso, "The Tail at Scale", CACM 2013: a few percent suffice).
 */
public final class HedgeBudget {
    private static final double MOST_SAVED = 10;

    private double saved = 1;

    /** A request that might be hedged. */
    public synchronized void request(double share) {
        saved = Math.min(MOST_SAVED, saved + share);
    }

    /** Takes leave for one hedge; false when there were too many. */
    public synchronized boolean take() {
        if (saved < 1) {
            return false;
        }
        saved--;
        return true;
    }
}

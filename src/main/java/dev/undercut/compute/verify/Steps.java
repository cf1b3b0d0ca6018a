package dev.undercut.compute.verify;

/** Counts the steps of a check and ends one that takes too many. */
final class Steps {
    private final int most;
    private int taken;

    /** That many are allowed. */
    Steps(int most) {
        this.most = most;
    }

    /** Takes some. */
    void take(long steps) {
        if (steps > most - taken || Thread.currentThread().isInterrupted()) {
            throw new TooManyException();
        }
        taken += (int) steps;
    }

    /** A check took too many steps, or nobody waits for it any more. */
    static final class TooManyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyException() {
            super("too many steps", null, false, false);
        }
    }
}

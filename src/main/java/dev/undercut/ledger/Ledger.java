package dev.undercut.ledger;

import java.util.List;

/**
 * The books: append-only, one entry for every admitted request in every outcome. Implemented by a
 * store; safe for use by many threads.
 */
public interface Ledger extends AutoCloseable {

    /**
     * Notes that a request is about to spend money. Returns at once; it is on disk within the next
     * group commit.
     *
     * @throws LedgerUnavailable when the books cannot be written now, so nothing must be spent
     */
    void open(Opening opening) throws LedgerUnavailable;

    /** Waits until the opening of that request is on disk; returns at once if it is. */
    void awaitOpened(String requestId) throws LedgerUnavailable;

    /**
     * Writes the entry and waits until it is on disk. On failure the entry is kept and written as
     * soon as that is possible again.
     *
     * @throws LedgerUnavailable when it could not be written in time
     */
    void settle(LedgerEntry entry) throws LedgerUnavailable;

    /** Whether entries can be written now. */
    boolean isWritable();

    /** The newest entries, newest first. */
    List<LedgerEntry> newest(int count);

    /** Sums over all entries. */
    Summary summary();

    /** Writes what is waiting and closes. */
    @Override
    void close();

    /**
     * Sums over entries. Amounts that are not known are counted, never added as zero.
     *
     * @param requests all entries
     * @param cost the sum of known costs
     * @param unknownCosts entries whose cost is not known
     * @param baseline the sum of baselines where cost and baseline are both known
     * @param saved the sum of savings where both are known
     */
    record Summary(
            long requests,
            dev.undercut.money.UsdTotal cost,
            long unknownCosts,
            dev.undercut.money.UsdTotal baseline,
            dev.undercut.money.UsdTotal saved) {}

    /** The books cannot be written now; nothing was lost. */
    final class LedgerUnavailable extends Exception {
        private static final long serialVersionUID = 1L;

        public LedgerUnavailable(String message) {
            super(message);
        }

        public LedgerUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}

package dev.undercut.ledger;

import java.util.List;
import java.util.Optional;

/**
 * The books: append-only, one entry for every admitted request in every outcome. Implemented by a
 * store; safe for use by many threads.
 */
public interface Ledger extends AutoCloseable {

    /**
     * Notes that a request is about to spend money. Returns at once; it is on disk a few
     * milliseconds later, unless it is settled before.
     *
     * @throws LedgerUnavailable when the books cannot be written now, so nothing must be spent
     */
    void open(Opening opening) throws LedgerUnavailable;

    /**
     * Waits until the opening of that request is on disk; returns at once if it is. To be called
     * before the first byte of a streamed answer goes out.
     *
     * @throws LedgerUnavailable when it could not be written in time
     */
    void awaitOpened(String requestId) throws LedgerUnavailable;

    /**
     * Writes the entry and waits until it is on disk, undeterred by interruption. On failure the
     * entry is kept and written as soon as that is possible again. Only the first entry of a
     * request counts, so a caller in doubt may settle again.
     *
     * @throws LedgerUnavailable when it could not be written in time
     */
    void settle(LedgerEntry entry) throws LedgerUnavailable;

    /** Whether entries can be written now. */
    boolean isWritable();

    /**
     * The entries written last, last first, without the calls of runs. A long request stands where
     * it was settled, not where it was admitted.
     *
     * @param count at most so many
     */
    List<LedgerEntry> newest(int count);

    /** The entry of a request; empty while it is under way. */
    default Optional<LedgerEntry> find(String requestId) {
        return newest(Integer.MAX_VALUE).stream()
                .filter(entry -> entry.requestId().equals(requestId))
                .findFirst();
    }

    /** The calls of a run, in the order in which they were settled; empty where there are none. */
    default List<LedgerEntry> callsOf(String run) {
        return List.of();
    }

    /** Exact sums over all entries. */
    Summary summary();

    /** Writes what is waiting and closes. Openings left are booked at the next start. */
    @Override
    void close();

    /**
     * Sums over entries. Amounts that are not known are counted, never added as zero.
     *
     * @param requests all entries but the calls of runs
     * @param cost the sum of known costs, each dollar once: of all entries but runs, whose cost is
     *     that of their calls
     * @param unknownCosts entries but runs whose cost is not known
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

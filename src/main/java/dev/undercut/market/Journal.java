package dev.undercut.market;

import java.time.LocalDate;
import java.util.List;

/**
 * Price facts that were imported here, beside those that the product ships. Append-only: a store
 * implements it, nothing in it is ever changed.
 */
public interface Journal {
    /** All facts, in the order in which they were appended. */
    List<PriceFact> facts();

    /** Which source was read completely on which day, in order. */
    List<Snapshot> snapshots();

    /**
     * Appends what one reading of a source brought, all of it or nothing.
     *
     * @param snapshot what was read; its day is when the facts became known
     * @param facts new facts, ends of old ones, and facts that were seen again
     */
    void append(Snapshot snapshot, List<PriceFact> facts);

    /**
     * One complete reading of a source. An offer that a source listed and a newer snapshot of it
     * does not is stale.
     *
     * @param source the name under which facts cite it
     */
    record Snapshot(String source, LocalDate day) {}
}

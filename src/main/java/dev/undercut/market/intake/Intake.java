package dev.undercut.market.intake;

import dev.undercut.market.Journal;
import dev.undercut.market.PriceFact;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The journal from the side of those who fill it: imports, one at a time, and the quarantine. A
 * store implements it. Append-only; each call is written whole or not at all.
 *
 * @see Journal what is read back
 */
public interface Intake extends Journal {
    /**
     * Takes the right to import, which one process has at a time; it ends with the process.
     *
     * @return what gives it back, or nothing while somebody else has it
     */
    Optional<Closeable> begin() throws IOException;

    /** The facts that the newest reading of a source listed, in the order they were appended. */
    List<PriceFact> listed(String source);

    /**
     * Writes one complete reading. Facts that stand here already are not written again; facts of
     * the source that are not among its facts count as gone from now on. Where nothing is new and
     * the source was read that day already, nothing at all is written.
     *
     * @param at when it was read
     */
    void append(Snapshot snapshot, Instant at, Content content);

    /**
     * What a reading brought.
     *
     * @param facts all that the source lists now
     * @param held what it lists that does not look right, as far as it is not held yet
     * @param settled ids of held prices that became facts without a verdict
     */
    record Content(List<PriceFact> facts, List<HeldPrice> held, Set<String> settled) {
        public Content {
            facts = List.copyOf(facts);
            held = List.copyOf(held);
            settled = Set.copyOf(settled);
        }
    }

    /** What waits for a verdict, the oldest first. */
    List<HeldPrice> quarantine();

    /** The ids of held prices that were rejected, ever. */
    Set<String> rejected();

    /**
     * Makes a held price a fact, known from that day on.
     *
     * @throws IllegalArgumentException when no such price waits, or it can be no price at all
     */
    PriceFact accept(String id, LocalDate day);

    /**
     * Keeps a held price out for good.
     *
     * @throws IllegalArgumentException when no such price waits
     */
    HeldPrice reject(String id, LocalDate day);

    /** A number that grows with every change, also of other processes; cheap to ask. */
    long version();

    /** When each source was read last. */
    Map<String, Instant> lastReadings();
}

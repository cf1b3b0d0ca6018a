package dev.undercut.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Where a row stands among those of a run. A run has a row of its own, with the sum of its calls,
 * the baseline and what the client was told; each of its calls has a row with what that call cost.
 * Dollars are summed over calls and plain requests, requests and savings over runs and plain
 * requests, so that nothing counts twice and a run that breaks off loses nothing.
 *
 * @param parent the run that a call belongs to, or null
 * @param calls how many calls a run made, or null for anything that is no run
 */
public record Lineage(@Nullable String parent, @Nullable Long calls) {
    /** A request that is answered by one call. */
    public static final Lineage PLAIN = new Lineage(null, null);

    /** A call of that run. */
    public static Lineage callOf(String run) {
        return new Lineage(run, null);
    }

    /** A run of so many calls. */
    public static Lineage run(long calls) {
        return new Lineage(null, calls);
    }

    /** Whether a client asked for it, rather than a run. */
    public boolean isAsked() {
        return parent == null;
    }

    /** Whether it is a run, whose cost is that of its calls. */
    public boolean isRun() {
        return calls != null;
    }
}

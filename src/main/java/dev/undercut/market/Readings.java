package dev.undercut.market;

import dev.undercut.market.Journal.Snapshot;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The newest complete reading of each source up to a day. */
final class Readings {
    private static final String UNTIL = " until ";

    private final Map<String, LocalDate> newest = new HashMap<>();

    Readings(List<Snapshot> snapshots, LocalDate upTo) {
        for (Snapshot snapshot : snapshots) {
            if (!snapshot.day().isAfter(upTo)) {
                newest.merge(snapshot.source(), snapshot.day(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
    }

    /**
     * Whether each source that once listed this price, and was read since, lists it no more. A
     * price of sources that are never read as a whole is not stale.
     */
    boolean miss(Spell spell) {
        boolean missed = false;
        for (PriceFact sighting : spell.sightings()) {
            for (String source : sighting.sources()) {
                int until = source.indexOf(UNTIL);
                String name = until < 0 ? source : source.substring(0, until);
                LocalDate read = newest.get(name);
                if (read != null) {
                    LocalDate seen =
                            until < 0
                                    ? sighting.seenOn()
                                    : Remarks.dayAt(source, until + UNTIL.length());
                    if (seen != null && !read.isAfter(seen)) {
                        return false;
                    }
                    missed = true;
                }
            }
        }
        return missed;
    }
}

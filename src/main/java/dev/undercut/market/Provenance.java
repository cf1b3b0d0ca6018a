package dev.undercut.market;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Since when an offer's price holds, who says so, and what else must be said of it.
 *
 * @param validFrom the first day of the price, or null when nobody says
 * @param knownOn the day on which a source first showed it, or null
 * @param seenOn the last day on which a source showed it, or null
 * @param sources where it comes from; a source that lists it no more stands as {@code NAME until
 *     DAY}
 * @param notes remarks of the facts, such as {@code disputed: litellm says 0.15/1.2}
 * @param flags what the remarks and the readings of the sources amount to
 */
public record Provenance(
        @Nullable LocalDate validFrom,
        @Nullable LocalDate knownOn,
        @Nullable LocalDate seenOn,
        List<String> sources,
        Set<String> notes,
        Set<Offer.Flag> flags) {

    public Provenance {
        sources = List.copyOf(sources);
        notes = Set.copyOf(notes);
        flags = Set.copyOf(flags);
    }

    /** That of an offer which somebody states, without dates. */
    public static Provenance stated(String source) {
        return new Provenance(null, null, null, List.of(source), Set.of(), Set.of());
    }
}

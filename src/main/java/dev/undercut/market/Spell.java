package dev.undercut.market;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The days on which one price held, as far as it is known: a fact with its end, which another fact
 * may have set.
 *
 * @param fact the price
 * @param end the first day no longer, or null when none is known
 * @param sightings all facts that say this price of these days, the first known first; one of them
 *     is {@code fact}
 * @param corrects whether another price was said of these days before
 */
public record Spell(
        PriceFact fact, @Nullable LocalDate end, List<PriceFact> sightings, boolean corrects) {

    public Spell {
        sightings = List.copyOf(sightings);
    }

    /** Whether the price holds on that day, as a list price at least. */
    public boolean covers(LocalDate day) {
        return !day.isBefore(fact.validFrom()) && (end == null || day.isBefore(end));
    }

    /**
     * The first day on which the offer is sold no more: its end, or the day on which its seller
     * retired it and left a list price; null when neither is known.
     */
    public @Nullable LocalDate soldUntil() {
        LocalDate retired = Remarks.retired(fact);
        return retired == null || (end != null && end.isBefore(retired)) ? end : retired;
    }

    /** The day on which this price was first known. */
    public LocalDate knownOn() {
        LocalDate first = fact.knownOn();
        for (PriceFact sighting : sightings) {
            first = sighting.knownOn().isBefore(first) ? sighting.knownOn() : first;
        }
        return first;
    }

    /** The last day on which a source showed this price. */
    public LocalDate seenOn() {
        LocalDate last = fact.seenOn();
        for (PriceFact sighting : sightings) {
            last = sighting.seenOn().isAfter(last) ? sighting.seenOn() : last;
        }
        return last;
    }

    /** All sources of all sightings. */
    public List<String> sources() {
        List<String> sources = new ArrayList<>();
        for (PriceFact sighting : sightings) {
            for (String source : sighting.sources()) {
                if (!sources.contains(source)) {
                    sources.add(source);
                }
            }
        }
        return sources;
    }

    /** The days after which something about it is different. */
    Set<LocalDate> edges() {
        Set<LocalDate> edges = new TreeSet<>();
        edges.add(fact.validFrom());
        add(edges, end);
        add(edges, Remarks.retired(fact));
        add(edges, Remarks.stale(fact));
        return edges;
    }

    private static void add(Set<LocalDate> edges, @Nullable LocalDate day) {
        if (day != null) {
            edges.add(day);
        }
    }
}

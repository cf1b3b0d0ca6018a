package dev.undercut.market;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All facts about one tier of one offer, and which of them hold when.
 *
 * <p>Of the facts known on a day, those of the latest first day win, and among these the one that
 * was known last, or appended last: so an end or a correction is told, by a fact with the same
 * first day. A price ends with the first day of the next, or on the day that its fact says. An end
 * that lies in the future of what is known counts only when somebody can have known it: when the
 * fact is announced, or was added to an earlier one of the same first day. Any other such end was
 * written down with hindsight.
 */
final class Timeline {
    private static final Comparator<PriceFact> IN_ORDER =
            Comparator.comparing(PriceFact::validFrom).thenComparing(PriceFact::knownOn);

    private final List<PriceFact> facts;

    /**
     * Of one key.
     *
     * @param appended in the order in which they were appended
     */
    Timeline(List<PriceFact> appended) {
        this.facts = appended.size() == 1 ? appended : appended.stream().sorted(IN_ORDER).toList();
    }

    /**
     * The prices in order of their days.
     *
     * @param knownOn what was known on that day, or null for everything that is known
     */
    List<Spell> spells(@Nullable LocalDate knownOn) {
        if (facts.size() == 1 && knownOn == null) {
            PriceFact only = facts.getFirst();
            return List.of(new Spell(only, only.validTo(), facts, false));
        }
        List<Spell> spells = new ArrayList<>();
        LocalDate next = null;
        for (int last = facts.size() - 1; last >= 0; last--) {
            int first = last;
            while (first > 0
                    && facts.get(first - 1).validFrom().equals(facts.get(last).validFrom())) {
                first--;
            }
            List<PriceFact> known = known(facts.subList(first, last + 1), knownOn);
            if (!known.isEmpty()) {
                Spell spell = spell(known, next, knownOn);
                spells.addFirst(spell);
                next = spell.fact().validFrom();
            }
            last = first;
        }
        return spells;
    }

    private static List<PriceFact> known(List<PriceFact> sameDay, @Nullable LocalDate knownOn) {
        if (knownOn == null) {
            return sameDay;
        }
        return sameDay.stream().filter(fact -> !fact.knownOn().isAfter(knownOn)).toList();
    }

    private static Spell spell(
            List<PriceFact> known, @Nullable LocalDate next, @Nullable LocalDate knownOn) {
        PriceFact fact = known.getLast();
        LocalDate end = known(fact, known.size() > 1, knownOn) ? fact.validTo() : null;
        if (next != null && (end == null || next.isBefore(end))) {
            end = next;
        }
        List<PriceFact> sightings =
                known.size() == 1
                        ? known
                        : known.stream().filter(seen -> saysTheSame(seen, fact)).toList();
        return new Spell(fact, end, sightings, sightings.size() < known.size());
    }

    private static boolean known(PriceFact fact, boolean added, @Nullable LocalDate knownOn) {
        LocalDate end = fact.validTo();
        return knownOn == null
                || end == null
                || !end.isAfter(knownOn)
                || added
                || fact.confidence() == PriceFact.Confidence.ANNOUNCED;
    }

    private static boolean saysTheSame(PriceFact one, PriceFact other) {
        return one.rates().equals(other.rates())
                && one.perRequest().equals(other.perRequest())
                && one.model().equals(other.model());
    }
}

package dev.undercut.market;

import dev.undercut.market.Journal.Snapshot;
import dev.undercut.market.PriceSchedule.ContextTier;
import dev.undercut.market.PriceSchedule.Timed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts offers together from the prices that hold on a day. */
final class OfferTerms {
    /** An offer that no source has shown for longer than this is old. */
    private static final int DAYS_UNTIL_OLD = 90;

    private final LocalDate day;
    private final @Nullable LocalDate knownOn;
    private final LocalDate told;
    private final Readings readings;

    /**
     * For one day.
     *
     * @param knownOn whose knowledge counts, or null for all of it
     * @param snapshots readings of sources, of any day
     */
    OfferTerms(LocalDate day, @Nullable LocalDate knownOn, List<Snapshot> snapshots) {
        this.day = day;
        this.knownOn = knownOn;
        this.told = knownOn != null && knownOn.isBefore(day) ? knownOn : day;
        this.readings = new Readings(snapshots, told);
    }

    /** The offer of these prices, all of one provider and id; none without a standard one. */
    Optional<Offer> offer(Model model, List<Spell> spells) {
        Spell standard = null;
        List<ContextTier> tiers = new ArrayList<>();
        List<Timed> windows = new ArrayList<>();
        for (Spell spell : spells) {
            PriceFact fact = spell.fact();
            switch (fact.tier()) {
                case PriceTier.Standard _ -> standard = spell;
                case PriceTier.Above(long tokens) ->
                        tiers.add(new ContextTier(tokens, fact.rates()));
                case PriceTier.During(TimeWindow window) ->
                        windows.add(new Timed(window, fact.rates()));
            }
        }
        if (standard == null) {
            return Optional.empty();
        }
        PriceFact fact = standard.fact();
        PriceSchedule price =
                new PriceSchedule(
                        id(fact, spells), fact.rates(), tiers, windows, fact.perRequest());
        return Optional.of(
                new Offer(
                        fact.provider(),
                        model,
                        fact.upstreamId(),
                        price,
                        fact.context() == null ? model.context() : fact.context(),
                        fact.maxOutput() == null ? model.maxOutput() : fact.maxOutput(),
                        model.features(),
                        kind(fact, price),
                        provenance(standard, model)));
    }

    /**
     * Names these terms: others of the same offer began on another day or, where one was corrected,
     * became known on another day.
     */
    private static String id(PriceFact standard, List<Spell> spells) {
        LocalDate from = standard.validFrom();
        LocalDate corrected = LocalDate.MIN;
        for (Spell spell : spells) {
            from = later(from, spell.fact().validFrom());
            if (spell.corrects()) {
                corrected = later(corrected, spell.knownOn());
            }
        }
        String id = standard.provider() + "/" + standard.upstreamId() + "@" + from;
        return corrected.equals(LocalDate.MIN) ? id : id + "~" + corrected;
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    private Offer.Kind kind(PriceFact standard, PriceSchedule price) {
        if (isPast(Remarks.retired(standard))) {
            return Offer.Kind.RETIRED;
        }
        return price.isFree() ? Offer.Kind.FREE_TIER : Offer.Kind.PAID;
    }

    private Provenance provenance(Spell standard, Model model) {
        PriceFact fact = standard.fact();
        LocalDate seen = standard.seenOn();
        if (knownOn != null && seen.isAfter(knownOn)) {
            seen = knownOn;
        }
        Set<Offer.Flag> flags = EnumSet.noneOf(Offer.Flag.class);
        if (isPast(Remarks.stale(fact)) || readings.miss(standard)) {
            flags.add(Offer.Flag.STALE);
        }
        if (!fact.provider().equals(model.vendor())
                && seen.plusDays(DAYS_UNTIL_OLD).isBefore(day)) {
            flags.add(Offer.Flag.OLD);
        }
        if (Remarks.isDisputed(fact)) {
            flags.add(Offer.Flag.DISPUTED);
        }
        if (Remarks.isQuantised(fact)) {
            flags.add(Offer.Flag.QUANTISED);
        }
        if (Remarks.isVariant(fact)) {
            flags.add(Offer.Flag.VARIANT);
        }
        return new Provenance(
                fact.validFrom(),
                standard.knownOn(),
                seen,
                standard.sources(),
                fact.notes(),
                flags);
    }

    private boolean isPast(@Nullable LocalDate since) {
        return since != null && !since.isAfter(told);
    }
}

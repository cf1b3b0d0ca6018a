package dev.undercut.market;

import dev.undercut.market.Journal.Snapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about prices, in two times: which price held on a day, and which was known to
 * hold. Immutable; new facts make a new history.
 *
 * <p>A plain history tells the past with all that is known now. {@link #asKnownOn} goes back to
 * what was known on a day; facts that came later change nothing in it. How facts supersede each
 * other is said at {@link Timeline}.
 */
public final class PriceHistory {
    private final Map<String, Model> models;
    private final Map<String, String> aliases;
    private final List<PriceFact> facts;
    private final List<Snapshot> snapshots;
    private final @Nullable LocalDate knownOn;
    private final List<List<Spell>> offers;
    private final Readings readings;

    /**
     * The whole history.
     *
     * @param models all models
     * @param aliases other spelling to canonical model id
     * @param facts in the order in which they were appended
     * @param snapshots complete readings of sources
     */
    public PriceHistory(
            Collection<Model> models,
            Map<String, String> aliases,
            List<PriceFact> facts,
            List<Snapshot> snapshots) {
        this(byId(models), Map.copyOf(aliases), List.copyOf(facts), List.copyOf(snapshots), null);
    }

    private PriceHistory(
            Map<String, Model> models,
            Map<String, String> aliases,
            List<PriceFact> facts,
            List<Snapshot> snapshots,
            @Nullable LocalDate knownOn) {
        this.models = models;
        this.aliases = aliases;
        this.facts = facts;
        this.snapshots = snapshots;
        this.knownOn = knownOn;
        this.offers = offers(facts, knownOn);
        this.readings = new Readings(snapshots, knownOn == null ? LocalDate.MAX : knownOn);
    }

    private static Map<String, Model> byId(Collection<Model> models) {
        Map<String, Model> byId = new LinkedHashMap<>();
        models.forEach(model -> byId.put(model.id(), model));
        return Collections.unmodifiableMap(byId);
    }

    /** The prices of each offer, all tiers together, in the order of the facts. */
    private static List<List<Spell>> offers(List<PriceFact> facts, @Nullable LocalDate knownOn) {
        Map<PriceFact.Key, List<PriceFact>> byKey = new LinkedHashMap<>();
        for (PriceFact fact : facts) {
            byKey.computeIfAbsent(fact.key(), key -> new ArrayList<>(2)).add(fact);
        }
        Map<String, List<Spell>> byOffer = new LinkedHashMap<>();
        byKey.forEach((key, appended) ->
                byOffer.computeIfAbsent(
                                key.provider() + "/" + key.upstreamId(), k -> new ArrayList<>(2))
                        .addAll(new Timeline(appended).spells(knownOn)));
        return List.copyOf(byOffer.values());
    }

    /** All models by canonical id. */
    public Collection<Model> models() {
        return models.values();
    }

    /** Other spellings to canonical ids. */
    public Map<String, String> aliases() {
        return aliases;
    }

    /** All facts in the order in which they were appended, also those not known on its day. */
    public List<PriceFact> facts() {
        return facts;
    }

    /** The day whose knowledge this is; empty for all that is known now. */
    public Optional<LocalDate> knownOn() {
        return Optional.ofNullable(knownOn);
    }

    /** The same history with what was known on that day and no more. */
    public PriceHistory asKnownOn(LocalDate day) {
        return day.equals(knownOn)
                ? this
                : new PriceHistory(models, aliases, facts, snapshots, day);
    }

    /** Every price with its days, offer by offer, each tier in order of its days. */
    public List<Spell> spells() {
        return offers.stream().flatMap(List::stream).toList();
    }

    /**
     * Whether every source that listed a price, and was read since, lists it no more, as far as
     * this history knows. When it went is not known: some day after it was last seen.
     */
    public boolean isGone(Spell spell) {
        return readings.miss(spell);
    }

    /** The facts that hold on that day. */
    public List<PriceFact> factsOn(LocalDate day) {
        return offers.stream()
                .flatMap(List::stream)
                .filter(spell -> spell.covers(day))
                .map(Spell::fact)
                .toList();
    }

    /** The offers whose prices hold at that instant. */
    public List<Offer> offers(Instant at) {
        LocalDate day = day(at);
        OfferTerms terms = new OfferTerms(day, knownOn, snapshots);
        List<Offer> found = new ArrayList<>();
        for (List<Spell> offer : offers) {
            List<Spell> now = null;
            for (Spell spell : offer) {
                if (spell.covers(day)) {
                    now = now == null ? new ArrayList<>(2) : now;
                    now.add(spell);
                }
            }
            if (now != null) {
                Model model = models.get(now.getFirst().fact().model());
                if (model != null) {
                    terms.offer(model, now).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** The book of all offers as of that instant. */
    public Book book(Instant at) {
        return new Book(at, models.values(), aliases, offers(at));
    }

    /**
     * The next instant after {@code at} when a price begins or ends, or null when none is known.
     */
    public @Nullable Instant nextChange(Instant at) {
        Instant next = null;
        for (List<Spell> offer : offers) {
            for (Spell spell : offer) {
                for (LocalDate day : spell.edges()) {
                    Instant edge = day.atStartOfDay(ZoneOffset.UTC).toInstant();
                    if (edge.isAfter(at) && (next == null || edge.isBefore(next))) {
                        next = edge;
                    }
                }
            }
        }
        return next;
    }

    private static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }
}

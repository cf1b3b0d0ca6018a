package dev.undercut.market;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All models and offers as of an instant. Immutable; a change of the market is a new book.
 *
 * <p>Names are compared without regard to case. Every id resolves to itself before any alias does.
 */
public final class Book {
    private final Instant at;
    private final Map<String, Model> models;
    private final Map<String, String> aliases;
    private final List<Offer> offers;
    private final Map<String, List<Offer>> byModel;
    private final Map<String, Offer> byName;
    private final Map<String, Offer> byOwnName;
    private final Map<String, List<Offer>> byUpstreamId;

    /**
     * Makes a book.
     *
     * @param at the instant it describes
     * @param models all models, with or without an offer
     * @param aliases other spelling to canonical model id
     * @param offers all offers
     * @throws IllegalArgumentException when an alias or offer names a model that is not in it
     */
    public Book(
            Instant at,
            Collection<Model> models,
            Map<String, String> aliases,
            Collection<Offer> offers) {
        this.at = at;
        this.models = new LinkedHashMap<>();
        models.forEach(model -> this.models.put(key(model.id()), model));
        this.aliases = new HashMap<>();
        aliases.forEach((alias, id) -> {
            if (!this.models.containsKey(key(id))) {
                throw new IllegalArgumentException(
                        "the alias " + alias + " of an unknown model: " + id);
            }
            this.aliases.put(key(alias), key(id));
        });
        this.offers = List.copyOf(offers);
        this.byModel = new HashMap<>();
        this.byName = new HashMap<>();
        this.byOwnName = new HashMap<>();
        this.byUpstreamId = new HashMap<>();
        for (Offer offer : offers) {
            Model known = this.models.get(key(offer.model().id()));
            if (known == null) {
                throw new IllegalArgumentException("an offer of an unknown model: " + offer.name());
            }
            byModel.computeIfAbsent(key(offer.model().id()), id -> new ArrayList<>()).add(offer);
            byUpstreamId
                    .computeIfAbsent(key(offer.upstreamId()), id -> new ArrayList<>())
                    .add(offer);
            byOwnName.putIfAbsent(key(offer.provider() + "/" + offer.upstreamId()), offer);
        }
        offers.stream()
                .sorted(
                        Comparator.comparing((Offer offer) -> offer.has(Offer.Flag.STALE))
                                .thenComparing(Offer::kind)
                                // The plain one: regions and speeds make an id longer.
                                .thenComparingInt(offer -> offer.upstreamId().length()))
                .forEach(offer -> byName.putIfAbsent(key(offer.name()), offer));
    }

    /** The instant that this book describes. */
    public Instant at() {
        return at;
    }

    /** Every model, in the order of the data. */
    public Collection<Model> models() {
        return models.values();
    }

    /** Every offer. */
    public List<Offer> offers() {
        return offers;
    }

    /** The model of that id or alias. */
    public Optional<Model> model(String name) {
        Model own = models.get(key(name));
        if (own != null) {
            return Optional.of(own);
        }
        String id = aliases.get(key(name));
        return id == null ? Optional.empty() : Optional.ofNullable(models.get(id));
    }

    /** The offers of that model, at whichever provider. */
    public List<Offer> offersOf(Model model) {
        return byModel.getOrDefault(key(model.id()), List.of());
    }

    /**
     * The offer named {@code provider/model}, by the provider's own id, canonical id or alias. Of
     * several offers of a model at one provider a canonical name means the one sold by the token,
     * and a stale one only where there is no other.
     */
    public Optional<Offer> offer(String provider, String modelName) {
        String name = key(provider + "/" + modelName);
        Optional<Offer> own = Optional.ofNullable(byOwnName.get(name));
        return own.filter(offer -> !offer.has(Offer.Flag.STALE))
                .or(() ->
                        canonical(provider, modelName)
                                .filter(offer -> own.isEmpty() || !offer.has(Offer.Flag.STALE)))
                .or(() -> own);
    }

    private Optional<Offer> canonical(String provider, String modelName) {
        return Optional.ofNullable(byName.get(key(provider + "/" + modelName)))
                .or(() ->
                        model(modelName)
                                .map(model -> byName.get(key(provider + "/" + model.id()))));
    }

    /** The offers that providers sell under that id of their own. */
    public List<Offer> offersByUpstreamId(String id) {
        return byUpstreamId.getOrDefault(key(id), List.of());
    }

    /** The canonical names of all models and their aliases, for suggestions. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        models.values().forEach(model -> names.add(model.id()));
        names.addAll(aliases.keySet());
        return names;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

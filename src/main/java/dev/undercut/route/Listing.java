package dev.undercut.route;

import dev.undercut.market.Book;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Flag;
import dev.undercut.market.Offer.Kind;
import dev.undercut.market.PriceSchedule;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The book, and which of its offers can be called: those of providers that are configured.
 * Immutable; a change of book or configuration is a new listing.
 */
public final class Listing {
    private final Book book;
    private final Set<String> providers;
    private final Map<String, String> makers;
    private final Map<String, String> hints;
    private final List<Offer> callable;
    private final Shelves shelves;
    private final Map<String, Shelves> shelvesById;
    private final Map<String, Offer> listOffers;
    private final boolean anyReal;

    /**
     * Makes a listing.
     *
     * @param providers ids of configured providers
     * @param makers vendor to the provider that is its own shop
     * @param hints provider id to what would configure it, such as {@code set OPENAI_API_KEY}
     */
    public Listing(
            Book book,
            Set<String> providers,
            Map<String, String> makers,
            Map<String, String> hints) {
        this.book = book;
        this.providers =
                providers.stream().map(Listing::lowerCase).collect(Collectors.toUnmodifiableSet());
        this.makers = Map.copyOf(makers);
        this.hints = Map.copyOf(hints);
        this.callable =
                book.offers().stream()
                        .filter(offer -> isConfigured(offer.provider()))
                        .filter(Listing::isSold)
                        .toList();
        this.shelves = new Shelves(shelve(callable));
        this.shelvesById =
                shelves.all().stream()
                        .collect(
                                Collectors.groupingBy(
                                        shelf -> shelf.model().id(),
                                        Collectors.collectingAndThen(
                                                Collectors.toList(), Shelves::new)));
        this.listOffers = new HashMap<>();
        for (Model model : book.models()) {
            findListOffer(model).ifPresent(offer -> listOffers.put(model.id(), offer));
        }
        this.anyReal = callable.stream().anyMatch(offer -> offer.kind() != Kind.SIMULATED);
    }

    /** All models and offers, callable or not. */
    public Book book() {
        return book;
    }

    /**
     * Offers of configured providers that are sold, as far as anybody knows: a retired offer is
     * not, and a stale one is called only when it is named.
     */
    public List<Offer> callable() {
        return callable;
    }

    /** Callable offers of that model. */
    public List<Offer> callable(Model model) {
        return shelves(model).all().stream().flatMap(shelf -> shelf.offers().stream()).toList();
    }

    /** All callable offers by model, the cheapest models first. */
    Shelves shelves() {
        return shelves;
    }

    /** That model's callable offers; an offer that states facts of its own has its own shelf. */
    Shelves shelves(Model model) {
        return shelvesById.getOrDefault(model.id(), Shelves.NONE);
    }

    /** Whether a provider of that id is configured; case is ignored. */
    public boolean isConfigured(String provider) {
        return providers.contains(lowerCase(provider));
    }

    /** Whether anything but the sandbox can be called. */
    public boolean anyReal() {
        return anyReal;
    }

    /** What would make offers of that model callable: hints of the providers that sell it. */
    public Set<String> hintsFor(Model model) {
        Set<String> found = new TreeSet<>();
        for (Offer offer : book.offersOf(model)) {
            if (isSold(offer) && !isConfigured(offer.provider())) {
                hintFor(offer.provider()).ifPresent(found::add);
            }
        }
        return found;
    }

    /** What would configure that provider, if it is known. */
    public Optional<String> hintFor(String provider) {
        return Optional.ofNullable(hints.get(lowerCase(provider)));
    }

    /**
     * The offer whose price is the model's list price: its maker's own, else the cheapest sold
     * anywhere by the 3:1 blend of input and output. Of several at its maker the cheapest one still
     * sold; own hardware only where nobody sells the model, and a free tier never.
     */
    public Optional<Offer> listOffer(Model model) {
        return Optional.ofNullable(listOffers.get(model.id()));
    }

    private Optional<Offer> findListOffer(Model model) {
        String maker = makers.getOrDefault(model.vendor(), "");
        return book.offersOf(model).stream()
                .filter(offer -> offer.price() != null)
                .filter(offer -> offer.kind() != Kind.FREE_TIER)
                .min(
                        Comparator.<Offer, Boolean>comparing(
                                        offer -> offer.kind() == Kind.OWN_HARDWARE)
                                .thenComparing(offer -> !offer.provider().equals(maker))
                                .thenComparing(offer -> !isSold(offer))
                                .thenComparingLong(Listing::blended)
                                .thenComparing(Offer::name));
    }

    /** The dearest simulated offer: what savings in the sandbox are measured against. */
    public Optional<Offer> dearestSimulated() {
        return callable.stream()
                .filter(offer -> offer.kind() == Kind.SIMULATED)
                .max(Comparator.comparingLong(Listing::blended));
    }

    /** The cheapest first, so that a router that keeps the best few soon has them. */
    private static List<Shelf> shelve(List<Offer> offers) {
        Map<Model, List<Offer>> byModel =
                offers.stream()
                        .sorted(Comparator.comparingLong(Listing::blended))
                        .collect(
                                Collectors.groupingBy(
                                        Offer::model, LinkedHashMap::new, Collectors.toList()));
        return byModel.entrySet().stream()
                .map(entry -> new Shelf(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static boolean isSold(Offer offer) {
        return offer.kind() != Kind.RETIRED && !offer.has(Flag.STALE);
    }

    /** Three parts input, one part output, in pico-dollars for four tokens. */
    private static long blended(Offer offer) {
        PriceSchedule price = offer.price();
        return price == null
                ? Long.MAX_VALUE
                : 3 * price.base().input().picosPerToken() + price.base().output().picosPerToken();
    }

    private static String lowerCase(String provider) {
        return provider.toLowerCase(Locale.ROOT);
    }
}

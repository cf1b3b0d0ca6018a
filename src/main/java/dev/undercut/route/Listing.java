package dev.undercut.route;

import dev.undercut.market.Book;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.market.PriceSchedule;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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
    private final Map<String, List<Offer>> callableByModel;
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
        this.providers = Set.copyOf(providers);
        this.makers = Map.copyOf(makers);
        this.hints = Map.copyOf(hints);
        this.callable =
                book.offers().stream()
                        .filter(offer -> providers.contains(offer.provider()))
                        .filter(offer -> offer.kind() != Kind.RETIRED)
                        .toList();
        this.callableByModel =
                callable.stream().collect(Collectors.groupingBy(offer -> offer.model().id()));
        this.anyReal = callable.stream().anyMatch(offer -> offer.kind() != Kind.SIMULATED);
    }

    /** All models and offers, callable or not. */
    public Book book() {
        return book;
    }

    /** Offers of configured providers. */
    public List<Offer> callable() {
        return callable;
    }

    /** Callable offers of that model. */
    public List<Offer> callable(Model model) {
        return callableByModel.getOrDefault(model.id(), List.of());
    }

    /** Whether a provider of that id is configured. */
    public boolean isConfigured(String provider) {
        return providers.contains(provider);
    }

    /** Whether anything but the sandbox can be called. */
    public boolean anyReal() {
        return anyReal;
    }

    /** What would make offers of that model callable: hints of the providers that sell it. */
    public Set<String> hintsFor(Model model) {
        Set<String> found = new TreeSet<>();
        for (Offer offer : book.offersOf(model)) {
            String hint = hints.get(offer.provider());
            if (hint != null && !providers.contains(offer.provider())) {
                found.add(hint);
            }
        }
        return found;
    }

    /** What would configure that provider, if it is known. */
    public Optional<String> hintFor(String provider) {
        return Optional.ofNullable(hints.get(provider));
    }

    /**
     * The offer whose price is the model's list price: its maker's own, else the cheapest sold
     * anywhere by the 3:1 blend of input and output.
     */
    public Optional<Offer> listOffer(Model model) {
        Map<String, Offer> priced = new HashMap<>();
        for (Offer offer : book.offersOf(model)) {
            if (offer.price() != null && offer.kind() != Kind.FREE_TIER) {
                priced.putIfAbsent(offer.provider(), offer);
            }
        }
        Offer makers = priced.get(this.makers.getOrDefault(model.vendor(), ""));
        if (makers != null) {
            return Optional.of(makers);
        }
        return priced.values().stream().min(Comparator.comparingLong(Listing::blended));
    }

    /** The dearest simulated offer: what savings in the sandbox are measured against. */
    public Optional<Offer> dearestSimulated() {
        return callable.stream()
                .filter(offer -> offer.kind() == Kind.SIMULATED)
                .max(Comparator.comparingLong(Listing::blended));
    }

    /** Three parts input, one part output, in pico-dollars for four tokens. */
    private static long blended(Offer offer) {
        PriceSchedule price = offer.price();
        return price == null
                ? Long.MAX_VALUE
                : 3 * price.base().input().picosPerToken() + price.base().output().picosPerToken();
    }
}

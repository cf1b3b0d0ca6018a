package dev.undercut.route;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Preferences;
import dev.undercut.chat.Preferences.Order;
import dev.undercut.chat.Refusal;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.market.OutputExpectations;
import dev.undercut.money.Usd;
import dev.undercut.tokens.TokenCounter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who shall answer: resolves the name, keeps the offers that meet the requirement, orders
 * them by the expected cost of this very request.
 */
public final class Router {
    private static final Comparator<Quote> BY_PRICE =
            Comparator.<Quote>comparingInt(quote -> rank(quote.offer().kind()))
                    .thenComparing(
                            Quote::expected, Comparator.nullsLast(Comparator.<Usd>naturalOrder()))
                    .thenComparingDouble(quote -> -index(quote))
                    .thenComparing(quote -> quote.offer().name());
    private static final Comparator<Quote> BY_QUALITY =
            Comparator.<Quote>comparingDouble(quote -> -index(quote)).thenComparing(BY_PRICE);

    private final TokenCounter counter;
    private final OutputExpectations expectations;

    public Router(TokenCounter counter, OutputExpectations expectations) {
        this.counter = counter;
        this.expectations = expectations;
    }

    /** The offers for that request at that time, or why there are none. */
    public Decision decide(
            ChatRequest request, Listing listing, RouteSettings settings, Instant at) {
        return new Deciding(request, listing, settings, at).decide();
    }

    /** The same decision with every rejection and its reasons. */
    public Explanation explain(
            ChatRequest request, Listing listing, RouteSettings settings, Instant at) {
        return new Deciding(request, listing, settings, at).explain();
    }

    private static int rank(Kind kind) {
        return kind == Kind.FREE_TIER ? 1 : 0;
    }

    private static double index(Quote quote) {
        return quote.offer().model().capability() instanceof Rated rated ? rated.index() : -1000;
    }

    /** One request's way through the router. */
    private final class Deciding {
        private final ChatRequest request;
        private final Listing listing;
        private final RouteSettings settings;
        private final Pricing pricing;

        Deciding(ChatRequest request, Listing listing, RouteSettings settings, Instant at) {
            this.request = request;
            this.listing = listing;
            this.settings = settings;
            this.pricing = new Pricing(request, counter, expectations, at);
        }

        Decision decide() {
            return switch (new Names(listing, settings).resolve(request.model())) {
                case Names.Resolution.Unknown(Refusal refusal) -> new Decision.NoOffer(refusal);
                case Names.Resolution.Found(Target target) -> decide(target);
            };
        }

        Explanation explain() {
            Decision decision = decide();
            return switch (new Names(listing, settings).resolve(request.model())) {
                case Names.Resolution.Unknown unknown ->
                        new Explanation(request, decision, request.preferences(), List.of());
                case Names.Resolution.Found(Target target) -> {
                    Requirement needed = Requirement.of(target, request, listing, settings);
                    yield new Explanation(
                            request, decision, needed.preferences(), rejections(target, needed));
                }
            };
        }

        private Decision decide(Target target) {
            Requirement needed = Requirement.of(target, request, listing, settings);
            List<Quote> quotes = quotes(target, needed);
            if (quotes.isEmpty()) {
                return new Decision.NoOffer(nothingAdequate(target, needed));
            }
            Preferences preferences = needed.preferences();
            boolean quality = preferences.order() == Order.QUALITY;
            quotes.sort(quality ? BY_QUALITY : BY_PRICE);
            String reason = reason(quotes, quality);
            addFallbacks(quotes, preferences);
            return new Decision.Planned(
                    new Plan(
                            request.model(),
                            target.describe(),
                            quotes,
                            baseline(target, quotes.getFirst()),
                            preferences,
                            reason));
        }

        private List<Quote> quotes(Target target, Requirement needed) {
            List<Quote> quotes = quotes(target, needed, true);
            return quotes.isEmpty() && needed.isExact() ? quotes(target, needed, false) : quotes;
        }

        private List<Quote> quotes(Target target, Requirement needed, boolean trustFacts) {
            List<Quote> quotes = new ArrayList<>();
            Usd most = needed.preferences().maxUsd();
            for (Offer offer : candidates(target)) {
                if (needed.isMetBy(offer, trustFacts)) {
                    Quote quote = pricing.quote(offer);
                    Quote bounded = most == null ? quote : pricing.within(quote, most);
                    if (bounded != null) {
                        quotes.add(bounded);
                    }
                }
            }
            return quotes;
        }

        private List<Offer> candidates(Target target) {
            return switch (target) {
                case Target.ExactModel(Model model) -> listing.callable(model);
                case Target.ExactOffer(Offer offer) -> List.of(offer);
                case Target.AtLeastModel other -> listing.callable();
                case Target.AtLeast other -> listing.callable();
                case Target.ByPolicy other -> listing.callable();
            };
        }

        private void addFallbacks(List<Quote> quotes, Preferences preferences) {
            for (String name : preferences.fallbacks()) {
                if (new Names(listing, settings).resolve(name)
                        instanceof Names.Resolution.Found(Target target)) {
                    Requirement needed = Requirement.of(target, request, listing, settings);
                    List<Quote> more = quotes(target, needed);
                    more.sort(BY_PRICE);
                    more.removeIf(quote ->
                            quotes.stream().anyMatch(had -> had.offer().equals(quote.offer())));
                    quotes.addAll(more);
                }
            }
        }

        private @Nullable Baseline baseline(Target target, Quote first) {
            Optional<Offer> offer =
                    switch (target) {
                        case Target.ExactOffer(Offer named) -> listing.listOffer(named.model());
                        case Target.ExactModel(Model named) -> listing.listOffer(named);
                        case Target.AtLeastModel(Model named) -> listing.listOffer(named);
                        case Target.AtLeast other -> unnamed(first);
                        case Target.ByPolicy other -> unnamed(first);
                    };
            return offer.map(Baseline::new).orElse(null);
        }

        /** Simulated money is compared with simulated money. */
        private Optional<Offer> unnamed(Quote first) {
            return first.offer().kind() == Kind.SIMULATED
                    ? listing.dearestSimulated()
                    : listing.book().model(settings.baselineModel()).flatMap(listing::listOffer);
        }

        private static String reason(List<Quote> quotes, boolean quality) {
            String among = quotes.size() == 1 ? "the only adequate offer" : "of " + quotes.size();
            return (quality ? "most capable " : "cheapest expected cost ") + among;
        }

        private List<Rejection> rejections(Target target, Requirement needed) {
            List<Rejection> rejections = new ArrayList<>();
            Usd most = needed.preferences().maxUsd();
            for (Offer offer : candidates(target)) {
                List<String> misses = needed.misses(offer, true);
                if (most != null && pricing.within(pricing.quote(offer), most) == null) {
                    misses = new ArrayList<>(misses);
                    misses.add("cannot be kept within $" + most.plain());
                }
                if (!misses.isEmpty()) {
                    rejections.add(new Rejection(offer, misses, needed.distance(offer)));
                }
            }
            rejections.sort(
                    Comparator.<Rejection>comparingInt(rejection -> rejection.misses().size())
                            .thenComparingDouble(Rejection::distance)
                            .thenComparing(rejection -> rejection.offer().name()));
            return rejections;
        }

        private Refusal nothingAdequate(Target target, Requirement needed) {
            List<Rejection> nearest = rejections(target, needed);
            StringBuilder message = new StringBuilder("No offer is adequate for `");
            message.append(request.model()).append("` (").append(target.describe()).append(").");
            int shown = Math.min(3, nearest.size());
            if (shown > 0) {
                message.append(" Nearest:");
            }
            for (Rejection rejection : nearest.subList(0, shown)) {
                message.append(' ').append(rejection.offer().name()).append(": ");
                message.append(String.join(", ", rejection.misses())).append(';');
            }
            hints(target).ifPresent(message::append);
            return new Refusal(
                    Refusal.Kind.NOT_FOUND, "model_not_found", message.toString(), "model");
        }

        private Optional<String> hints(Target target) {
            Optional<Model> named =
                    switch (target) {
                        case Target.ExactModel(Model model) -> Optional.of(model);
                        case Target.AtLeastModel(Model model) -> Optional.of(model);
                        case Target.ExactOffer other -> Optional.empty();
                        case Target.AtLeast other -> Optional.empty();
                        case Target.ByPolicy other -> Optional.empty();
                    };
            Set<String> hints = named.map(listing::hintsFor).orElse(Set.of());
            if (!listing.anyReal() && hints.isEmpty()) {
                return Optional.of(" No provider key is set: only simulated models can be called.");
            }
            return hints.isEmpty()
                    ? Optional.empty()
                    : Optional.of(" To reach it: " + String.join(", or ", hints) + ".");
        }
    }
}

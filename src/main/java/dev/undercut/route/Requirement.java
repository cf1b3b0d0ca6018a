package dev.undercut.route;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Preferences;
import dev.undercut.market.Capability.Scale;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.Rates;
import dev.undercut.tokens.TokenCounter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an offer must be able to do for one request: what the request shows, what it asks, what its
 * policy asks.
 */
final class Requirement {
    /** A context window that is not known is taken to hold this much: the smallest ever sold. */
    private static final long SURELY_FITS = 2_048;

    private final Target target;
    private final Preferences preferences;
    private final Floor floor;
    private final Set<Feature> shown;
    private final Set<Feature> asked;
    private final long inputTokens;
    private final @Nullable Long maxOutput;
    private final boolean simulatedAllowed;

    private Requirement(
            Target target,
            Preferences preferences,
            Floor floor,
            ChatRequest request,
            boolean simulatedAllowed) {
        this.target = target;
        this.preferences = preferences;
        this.floor = floor;
        this.shown = request.needs();
        this.asked = EnumSet.noneOf(Feature.class);
        this.asked.addAll(preferences.needs());
        this.inputTokens = TokenCounter.estimate(request.prompt());
        this.maxOutput = request.maxOutput();
        this.simulatedAllowed = simulatedAllowed;
    }

    static Requirement of(
            Target target, ChatRequest request, Listing listing, RouteSettings settings) {
        Preferences preferences = preferences(target, request);
        Double asked = preferences.confidence();
        double confidence = asked == null ? settings.confidence() : asked;
        Scale scale = listing.anyReal() ? Scale.MARKET : Scale.SANDBOX;
        return new Requirement(
                target,
                preferences,
                floor(target, preferences, confidence, scale),
                request,
                !listing.anyReal());
    }

    /** All that is asked, with the policy's part under the request's own. */
    Preferences preferences() {
        return preferences;
    }

    boolean isExact() {
        return target instanceof Target.ExactModel || target instanceof Target.ExactOffer;
    }

    double distance(Offer offer) {
        return floor.distance(offer.model());
    }

    /** Whether the offer meets everything; the quick form of {@link #misses}. */
    boolean isMetBy(Offer offer, boolean trustFacts) {
        return misses(offer, trustFacts).isEmpty();
    }

    /**
     * Every limit that the offer misses, in words.
     *
     * @param trustFacts whether to hold our own facts (features, context) against the offer; for an
     *     exactly named model the provider knows better
     */
    List<String> misses(Offer offer, boolean trustFacts) {
        List<String> misses = new ArrayList<>(0);
        availability(offer, misses);
        floor.miss(offer.model()).ifPresent(misses::add);
        benchmarks(offer.model(), misses);
        prices(offer, misses);
        missing(asked, offer, misses);
        atLeast("context window", offer.context(), preferences.minContext(), misses);
        if (trustFacts) {
            missing(shown, offer, misses);
            fits(offer, misses);
        }
        return misses;
    }

    private void availability(Offer offer, List<String> misses) {
        if (!isExact()) {
            if (offer.kind() == Kind.SIMULATED && !simulatedAllowed) {
                misses.add("simulated, and real providers are configured");
            }
            if (offer.kind() == Kind.FREE_TIER) {
                misses.add("a free tier, taken only when named");
            }
        }
        if (!preferences.only().isEmpty() && !preferences.only().contains(offer.provider())) {
            misses.add("provider is not among providers.only");
        }
        if (preferences.ignore().contains(offer.provider())) {
            misses.add("provider is among providers.ignore");
        }
    }

    private void benchmarks(Model model, List<String> misses) {
        if (preferences.benchmarkMin().isEmpty()) {
            return;
        }
        for (Map.Entry<String, Double> least : preferences.benchmarkMin().entrySet()) {
            Double score = model.scores().get(least.getKey());
            if (score == null) {
                misses.add("no score on " + least.getKey() + " is known");
            } else if (score < least.getValue()) {
                misses.add(
                        least.getKey()
                                + " "
                                + Numbers.plain(score)
                                + " is below "
                                + Numbers.plain(least.getValue()));
            }
        }
    }

    private void prices(Offer offer, List<String> misses) {
        if (preferences.maxInputPrice() == null && preferences.maxOutputPrice() == null) {
            return;
        }
        PriceSchedule price = offer.price();
        if (price == null) {
            misses.add("its price is not known");
            return;
        }
        Rates rates = price.base();
        if (preferences.maxInputPrice() != null
                && rates.input().compareTo(preferences.maxInputPrice()) > 0) {
            misses.add("input price " + rates.input() + " is above " + preferences.maxInputPrice());
        }
        if (preferences.maxOutputPrice() != null
                && rates.output().compareTo(preferences.maxOutputPrice()) > 0) {
            misses.add(
                    "output price " + rates.output() + " is above " + preferences.maxOutputPrice());
        }
    }

    private static void missing(Set<Feature> wanted, Offer offer, List<String> misses) {
        for (Feature feature : wanted) {
            if (!offer.features().contains(feature)) {
                misses.add("not known to support " + feature.code());
            }
        }
    }

    private void fits(Offer offer, List<String> misses) {
        long output = maxOutput == null ? 1 : maxOutput;
        long needed = inputTokens + output;
        if (offer.context() == null && needed > SURELY_FITS) {
            misses.add("its context window is not known");
        }
        if (offer.context() != null && needed > offer.context()) {
            misses.add("context window " + offer.context() + " is below the " + needed + " needed");
        }
        if (offer.maxOutput() != null && output > offer.maxOutput()) {
            misses.add("output limit " + offer.maxOutput() + " is below the " + output + " asked");
        }
    }

    private static void atLeast(
            String what, @Nullable Long has, @Nullable Long least, List<String> misses) {
        if (least == null) {
            return;
        }
        if (has == null) {
            misses.add("its " + what + " is not known");
        } else if (has < least) {
            misses.add(what + " " + has + " is below " + least);
        }
    }

    private static Preferences preferences(Target target, ChatRequest request) {
        Preferences own = request.preferences();
        return target instanceof Target.ByPolicy(Policy policy)
                ? own.over(policy.forTask(own.task()))
                : own;
    }

    private static Floor floor(
            Target target, Preferences preferences, double confidence, Scale scale) {
        Double asked = preferences.qualityMin();
        if (asked != null) {
            return new Floor.Points(asked, confidence, scale);
        }
        return switch (target) {
            case Target.AtLeast(double points) -> new Floor.Points(points, confidence, scale);
            case Target.AtLeastModel(Model model) -> new Floor.LikeModel(model, confidence);
            case Target.ExactModel exact -> new Floor.None();
            case Target.ExactOffer exact -> new Floor.None();
            case Target.ByPolicy policy -> new Floor.None();
        };
    }
}

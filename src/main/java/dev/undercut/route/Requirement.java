package dev.undercut.route;

import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Preferences;
import dev.undercut.health.Speed;
import dev.undercut.market.Capability;
import dev.undercut.market.Capability.Scale;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.market.Rates;
import dev.undercut.money.PricePerMtok;
import dev.undercut.tokens.TokenCounter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an offer must be able to do for one request: what the request shows, what it asks, what its
 * policy asks. Holds only the limits that apply, so that a plain request is checked quickly.
 */
final class Requirement {
    /** A context window that is not known is taken to hold this much: the smallest ever sold. */
    private static final long SURELY_FITS = 2_048;

    private final Case about;
    private final Target target;
    private final Preferences preferences;
    private final Floor floor;
    private final long inputTokens;
    private final List<Limit<Model>> ofModel = new ArrayList<>();
    private final List<Limit<Model>> besidesFloor = new ArrayList<>();
    private final List<Limit<Offer>> ofOffer = new ArrayList<>();
    private final List<Limit<Offer>> ofFacts = new ArrayList<>();
    private final List<Limit<Offer>> ofSpeed = new ArrayList<>();

    private Requirement(
            Case about, Target target, Preferences preferences, @Nullable Double floor) {
        this.about = about;
        this.target = target;
        this.preferences = preferences;
        this.floor = floor(floor);
        this.inputTokens = TokenCounter.estimate(about.request().prompt());
        preferences.benchmarkMin().forEach(this::benchmark);
        ofModel.add(new Limit<>(this.floor::isMetBy, this.floor::miss));
        ofModel.addAll(besidesFloor);
        kinds();
        providers();
        price("input", preferences.maxInputPrice(), Rates::input);
        price("output", preferences.maxOutputPrice(), Rates::output);
        preferences.needs().forEach(feature -> ofOffer.add(feature(feature)));
        leastContext();
        speed();
        about.request().needs().forEach(feature -> ofFacts.add(feature(feature)));
        fits();
    }

    static Requirement of(Target target, Case about) {
        Preferences preferences = asked(target, about);
        return new Requirement(about, target, preferences, preferences.qualityMin());
    }

    /**
     * What is asked of a fallback: all that the plan asks but a floor of its policy, because the
     * policy itself names the fallback.
     */
    static Requirement ofFallback(Target target, Case about, Preferences plan) {
        return target instanceof Target.ByPolicy
                ? of(target, about)
                : new Requirement(about, target, plan, about.request().preferences().qualityMin());
    }

    /** All that is asked, with the policy's part under the request's own. */
    Preferences preferences() {
        return preferences;
    }

    /** Whether the name leaves no choice of model, so that its provider knows best what it can. */
    boolean isExact() {
        return target instanceof Target.ExactModel || target instanceof Target.ExactOffer;
    }

    double distance(Offer offer) {
        return floor.distance(offer.model());
    }

    /** The shelves whose model meets all that is asked of models. */
    BitSet metBy(Shelves shelves) {
        BitSet places = floor.metBy(shelves);
        if (!besidesFloor.isEmpty()) {
            for (int at = places.nextSetBit(0); at >= 0; at = places.nextSetBit(at + 1)) {
                places.set(at, areMet(besidesFloor, shelves.at(at).model()));
            }
        }
        return places;
    }

    /**
     * Whether an offer meets all that is asked of offers; its model is asked separately.
     *
     * @param trustFacts whether to hold our own facts (features, context) against the offer for
     *     what the request merely shows; for an exactly named model the provider knows better
     * @param measured whether an offer whose speed is not measured misses a limit on it
     */
    boolean isMetBy(Offer offer, boolean trustFacts, boolean measured) {
        return areMet(ofOffer, offer)
                && (!trustFacts || areMet(ofFacts, offer))
                && (areMet(ofSpeed, offer) || (!measured && isUnmeasured(offer)));
    }

    /** Whether it has been as fast as asked. */
    boolean isFast(Offer offer) {
        return areMet(ofSpeed, offer);
    }

    /** Whether anything is asked of speed. */
    boolean asksSpeed() {
        return !ofSpeed.isEmpty();
    }

    private boolean isUnmeasured(Offer offer) {
        Speed speed = about.speeds().of(offer.name());
        return speed.firstTokenMillis() == null && speed.tokensPerSecond() == null;
    }

    /** Every limit that the offer or its model misses, in words; empty when it meets all. */
    List<String> misses(Offer offer) {
        return Stream.of(
                        missed(ofModel, offer.model()),
                        missed(ofOffer, offer),
                        missed(ofFacts, offer),
                        missed(ofSpeed, offer))
                .flatMap(misses -> misses)
                .distinct()
                .toList();
    }

    /** How many limits the offer misses. */
    int missCount(Offer offer) {
        return count(ofModel, offer.model())
                + count(ofOffer, offer)
                + count(ofFacts, offer)
                + count(ofSpeed, offer);
    }

    private static <T> boolean areMet(List<Limit<T>> limits, T subject) {
        for (int i = 0; i < limits.size(); i++) {
            if (!limits.get(i).met().test(subject)) {
                return false;
            }
        }
        return true;
    }

    private static <T> Stream<String> missed(List<Limit<T>> limits, T subject) {
        return limits.stream()
                .filter(limit -> !limit.met().test(subject))
                .map(limit -> limit.miss().apply(subject));
    }

    private static <T> int count(List<Limit<T>> limits, T subject) {
        return Math.toIntExact(limits.stream().filter(limit -> !limit.met().test(subject)).count());
    }

    private static Preferences asked(Target target, Case about) {
        Preferences own = about.request().preferences();
        return target instanceof Target.ByPolicy(Policy policy)
                ? own.over(policy.forTask(own.task()))
                : own;
    }

    private Floor floor(@Nullable Double asked) {
        Double own = preferences.confidence();
        Confidence confidence = Confidence.of(own == null ? about.settings().confidence() : own);
        Scale scale = about.listing().anyReal() ? Scale.MARKET : Scale.SANDBOX;
        Effort effort = about.request().effort();
        if (asked != null) {
            return new Floor.Points(asked, confidence, scale, effort);
        }
        return switch (target) {
            case Target.AtLeast(double points) ->
                    new Floor.Points(points, confidence, scale, effort);
            case Target.AtLeastModel(Model model) -> new Floor.LikeModel(model, confidence, effort);
            case Target.ExactModel _, Target.ExactOffer _, Target.ByPolicy _ -> new Floor.None();
        };
    }

    private void benchmark(String benchmark, double least) {
        besidesFloor.add(
                new Limit<>(
                        model -> {
                            Double score = model.scores().get(benchmark);
                            return score != null && score >= least;
                        },
                        model -> {
                            Double score = model.scores().get(benchmark);
                            return score == null
                                    ? "no score on " + benchmark + " is known"
                                    : benchmark
                                            + " "
                                            + Numbers.plain(score)
                                            + " is below "
                                            + Numbers.plain(least);
                        }));
    }

    private void kinds() {
        ofOffer.add(Limit.of(offer -> offer.kind() != Kind.RETIRED, "sold no more"));
        vectors();
        if (isExact()) {
            return;
        }
        ofOffer.add(
                Limit.of(
                        offer -> offer.kind() != Kind.FREE_TIER,
                        "a free tier, taken only when named"));
        ofOffer.add(
                Limit.of(
                        offer ->
                                offer.kind() != Kind.OWN_HARDWARE
                                        || !(offer.model().capability()
                                                instanceof Capability.Unrated)
                                        || isNamed(offer),
                        "own hardware without a capability index, taken only when named"));
        if (about.listing().anyReal()) {
            ofOffer.add(
                    Limit.of(
                            offer -> offer.kind() != Kind.SIMULATED || isNamed(offer),
                            "simulated, and real providers are configured"));
        }
    }

    /** Also of an offer named exactly: what makes vectors answers nothing else. */
    private void vectors() {
        boolean asked = about.request().needs().contains(Feature.EMBEDDINGS);
        ofOffer.add(
                Limit.of(
                        offer -> asked || !offer.features().contains(Feature.EMBEDDINGS),
                        "makes embeddings only"));
        if (asked) {
            ofOffer.add(feature(Feature.EMBEDDINGS));
        }
    }

    private boolean isNamed(Offer offer) {
        return target instanceof Target.AtLeastModel(Model named)
                && named.id().equals(offer.model().id());
    }

    private void providers() {
        if (!preferences.only().isEmpty()) {
            Set<String> only = lowerCase(preferences.only());
            ofOffer.add(
                    Limit.of(
                            offer -> only.contains(lowerCase(offer.provider())),
                            "provider is not among providers.only"));
        }
        if (!preferences.ignore().isEmpty()) {
            Set<String> ignored = lowerCase(preferences.ignore());
            ofOffer.add(
                    Limit.of(
                            offer -> !ignored.contains(lowerCase(offer.provider())),
                            "provider is among providers.ignore"));
        }
    }

    /** The price that counts is the one of this request: of its length and hour. */
    private void price(
            String what, @Nullable PricePerMtok most, Function<Rates, PricePerMtok> kind) {
        if (most == null) {
            return;
        }
        Function<Offer, @Nullable PricePerMtok> price =
                offer ->
                        offer.price() == null
                                ? null
                                : kind.apply(offer.price().ratesFor(inputTokens, about.at()));
        ofOffer.add(
                new Limit<>(
                        offer -> {
                            PricePerMtok asked = price.apply(offer);
                            return asked != null && asked.compareTo(most) <= 0;
                        },
                        offer ->
                                offer.price() == null
                                        ? "its price is not known"
                                        : what
                                                + " price "
                                                + price.apply(offer)
                                                + " is above "
                                                + most));
    }

    private static Limit<Offer> feature(Feature feature) {
        return Limit.of(
                offer -> offer.features().contains(feature),
                "not known to support " + feature.code());
    }

    private void leastContext() {
        Long least = preferences.minContext();
        if (least != null) {
            ofOffer.add(
                    new Limit<>(
                            offer -> offer.context() != null && offer.context() >= least,
                            offer ->
                                    offer.context() == null
                                            ? "its context window is not known"
                                            : "context window "
                                                    + offer.context()
                                                    + " is below "
                                                    + least));
        }
    }

    private void speed() {
        Double rate = preferences.minTokensPerSecond();
        if (rate != null) {
            ofSpeed.add(
                    pace(
                            Speed::tokensPerSecond,
                            measured -> measured >= rate,
                            " tokens a second are below " + Numbers.plain(rate)));
        }
        Double wait = preferences.maxFirstTokenMillis();
        if (wait != null) {
            ofSpeed.add(
                    pace(
                            Speed::firstTokenMillis,
                            measured -> measured <= wait,
                            " ms to the first token are above " + Numbers.plain(wait)));
        }
    }

    private Limit<Offer> pace(
            Function<Speed, @Nullable Double> measure, DoublePredicate met, String miss) {
        return new Limit<>(
                offer -> {
                    Double measured = measure.apply(about.speeds().of(offer.name()));
                    return measured != null && met.test(measured);
                },
                offer -> {
                    Double measured = measure.apply(about.speeds().of(offer.name()));
                    return measured == null
                            ? "its speed is not measured yet"
                            : Math.round(measured) + miss;
                });
    }

    /** The request's length and its output limit, or at least one token of output. */
    private void fits() {
        Long asked = about.request().maxOutput();
        long output = asked == null ? 1 : asked;
        long needed = output > Long.MAX_VALUE - inputTokens ? Long.MAX_VALUE : inputTokens + output;
        ofFacts.add(
                new Limit<>(
                        offer ->
                                needed <= (offer.context() == null ? SURELY_FITS : offer.context()),
                        offer ->
                                offer.context() == null
                                        ? "its context window is not known"
                                        : "context window "
                                                + offer.context()
                                                + " is below the "
                                                + needed
                                                + " needed"));
        ofFacts.add(
                new Limit<>(
                        offer -> offer.maxOutput() == null || output <= offer.maxOutput(),
                        offer ->
                                "output limit "
                                        + offer.maxOutput()
                                        + " is below the "
                                        + output
                                        + " asked"));
    }

    private static Set<String> lowerCase(List<String> providers) {
        return providers.stream().map(Requirement::lowerCase).collect(Collectors.toSet());
    }

    private static String lowerCase(String provider) {
        return provider.toLowerCase(Locale.ROOT);
    }
}

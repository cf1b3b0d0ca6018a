package dev.undercut.route;

import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Usage;
import dev.undercut.market.Book;
import dev.undercut.market.Capability;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Capability.Scale;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.market.OutputExpectations;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.Rates;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import dev.undercut.tokens.TokenCounter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A small market made by hand, and a router in front of it. */
final class Shop {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final Map<String, Model> models = new LinkedHashMap<>();
    private final List<Offer> offers = new ArrayList<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, Policy> policies = new HashMap<>();
    private final Map<String, String> makers = new HashMap<>();
    private final Map<String, String> hints = new HashMap<>();
    private final OutputExpectations.Builder expectations =
            new OutputExpectations.Builder()
                    .add("*", Effort.DEFAULT, 400, 0)
                    .add("*reasoning", Effort.DEFAULT, 400, 1_500)
                    .add("*reasoning", Effort.LOW, 400, 500);
    private @Nullable Set<String> configured;
    private double confidence = 0.8;
    private String baseline = "none";

    /** A model rated with that index, without error. */
    Shop model(String id, double index) {
        return model(id, new Rated(index, 0, Scale.MARKET, "test"));
    }

    Shop model(String id, Capability capability) {
        Set<Feature> features = EnumSet.of(Feature.TOOLS, Feature.VISION, Feature.JSON_SCHEMA);
        return model(
                new Model(
                        id,
                        id,
                        "maker-of-" + id,
                        null,
                        null,
                        false,
                        128_000L,
                        16_000L,
                        features,
                        null,
                        capability,
                        Map.of(),
                        "test"));
    }

    /** An unrated model. */
    Shop model(String id) {
        return model(id, Capability.unrated());
    }

    Shop model(Model model) {
        models.put(model.id(), model);
        return this;
    }

    Shop thinker(String id, double index) {
        Model plain = known(model(id, index), id);
        return model(
                new Model(
                        id,
                        id,
                        plain.vendor(),
                        null,
                        null,
                        true,
                        plain.context(),
                        plain.maxOutput(),
                        EnumSet.of(Feature.REASONING, Feature.TOOLS),
                        null,
                        plain.capability(),
                        Map.of(),
                        "test"));
    }

    private static Model known(Shop shop, String id) {
        return Objects.requireNonNull(shop.models.get(id), id);
    }

    /** An offer at dollars per million tokens in and out. */
    Shop offer(String name, String input, String output) {
        return offer(name, input, output, offer -> offer);
    }

    /** An offer with something else about it. */
    Shop offer(String name, String input, String output, UnaryOperator<Offer> change) {
        int slash = name.indexOf('/');
        Model model = known(this, name.substring(slash + 1));
        Rates rates = rates(input, output);
        Offer plain =
                new Offer(
                        name.substring(0, slash),
                        model,
                        model.id(),
                        PriceSchedule.flat(name, rates),
                        model.context(),
                        model.maxOutput(),
                        model.features(),
                        Kind.PAID,
                        "test");
        offers.add(change.apply(plain));
        return this;
    }

    Shop alias(String alias, String model) {
        aliases.put(alias, model);
        return this;
    }

    Shop policy(Policy policy) {
        policies.put(policy.name(), policy);
        return this;
    }

    Shop maker(String vendorOfModel, String provider) {
        makers.put("maker-of-" + vendorOfModel, provider);
        return this;
    }

    Shop hint(String provider, String hint) {
        hints.put(provider, hint);
        return this;
    }

    /** Only these providers; without this call all that have offers. */
    Shop configured(String... providers) {
        configured = Set.of(providers);
        return this;
    }

    Shop confidence(double value) {
        confidence = value;
        return this;
    }

    Shop baseline(String model) {
        baseline = model;
        return this;
    }

    Shop writes(String model, Effort effort, long visible, long reasoning) {
        expectations.add(model, effort, visible, reasoning);
        return this;
    }

    Listing listing() {
        Set<String> all = new TreeSet<>();
        offers.forEach(offer -> all.add(offer.provider()));
        return new Listing(
                new Book(NOON, models.values(), aliases, offers),
                configured == null ? all : configured,
                makers,
                hints);
    }

    RouteSettings settings() {
        return new RouteSettings(policies, confidence, baseline);
    }

    Names.Resolution resolve(String name) {
        return new Names(listing(), settings()).resolve(name);
    }

    Optional<Names.Suffixed> suffixed(String name) {
        return new Names(listing(), settings()).suffixed(name);
    }

    Decision decide(Ask ask) {
        return decide(ask, NOON);
    }

    Decision decide(Ask ask, Instant at) {
        return router().decide(ask.request(), listing(), settings(), at);
    }

    Explanation explain(Ask ask) {
        return router().explain(ask.request(), listing(), settings(), NOON);
    }

    Router router() {
        return new Router(new TokenCounter(), expectations.build());
    }

    Plan plan(Ask ask) {
        return plan(ask, NOON);
    }

    Plan plan(Ask ask, Instant at) {
        return switch (decide(ask, at)) {
            case Decision.Planned(Plan plan) -> plan;
            case Decision.NoOffer(var refusal) -> throw new AssertionError(refusal.message());
        };
    }

    /** The names of the offers of the plan, in order; empty when there is none. */
    List<String> order(Ask ask) {
        return order(ask, NOON);
    }

    List<String> order(Ask ask, Instant at) {
        return decide(ask, at) instanceof Decision.Planned(Plan plan)
                ? plan.quotes().stream().map(quote -> quote.offer().name()).toList()
                : List.of();
    }

    List<String> order(String model) {
        return order(Ask.of(model));
    }

    /** The message of the refusal. */
    String refusal(Ask ask) {
        return switch (decide(ask)) {
            case Decision.Planned(Plan plan) -> throw new AssertionError("planned: " + plan);
            case Decision.NoOffer(var refusal) -> refusal.message();
        };
    }

    /** What that offer misses, as explained. */
    List<String> misses(Ask ask, String offer) {
        return explain(ask).rejections().stream()
                .filter(rejection -> rejection.offer().name().equals(offer))
                .flatMap(rejection -> rejection.misses().stream())
                .toList();
    }

    /** What those tokens cost at an offer whose price is known. */
    static Usd cost(Offer offer, Usage usage) {
        return Objects.requireNonNull(offer.price()).cost(usage, NOON);
    }

    static Rates rates(String input, String output) {
        return Rates.of(PricePerMtok.parse(input), PricePerMtok.parse(output));
    }

    static UnaryOperator<Offer> kind(Kind kind) {
        return offer -> with(offer, offer.price(), kind);
    }

    static UnaryOperator<Offer> price(@Nullable PriceSchedule price) {
        return offer -> with(offer, price, offer.kind());
    }

    static UnaryOperator<Offer> soldAs(String upstreamId) {
        return offer ->
                new Offer(
                        offer.provider(),
                        offer.model(),
                        upstreamId,
                        offer.price(),
                        offer.context(),
                        offer.maxOutput(),
                        offer.features(),
                        offer.kind(),
                        "test");
    }

    static UnaryOperator<Offer> facts(
            @Nullable Long context, @Nullable Long maxOutput, Set<Feature> features) {
        return offer ->
                new Offer(
                        offer.provider(),
                        offer.model(),
                        offer.upstreamId(),
                        offer.price(),
                        context,
                        maxOutput,
                        features,
                        offer.kind(),
                        "test");
    }

    private static Offer with(Offer offer, @Nullable PriceSchedule price, Kind kind) {
        return new Offer(
                offer.provider(),
                offer.model(),
                offer.upstreamId(),
                price,
                offer.context(),
                offer.maxOutput(),
                offer.features(),
                kind,
                "test");
    }
}

package dev.undercut.app.serving;

import dev.undercut.app.config.Config;
import dev.undercut.app.config.ModelConfig;
import dev.undercut.app.config.ProviderConfig;
import dev.undercut.chat.Feature;
import dev.undercut.market.Book;
import dev.undercut.market.Capability;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Capability.Scale;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.market.PriceSchedule;
import dev.undercut.market.Rates;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import dev.undercut.provider.sandbox.SandboxModel;
import dev.undercut.provider.sandbox.SandboxModels;
import dev.undercut.provider.sandbox.SandboxProvider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Offers that do not come from the market: the user's own, discovered ones, the sandbox's. */
final class OwnOffers {
    private static final String FROM_FILE = "undercut.yaml";

    private OwnOffers() {}

    /** The offers that the configuration states; {@code book} knows the models they may name. */
    static List<Offer> configured(Config config, Book book) {
        List<Offer> offers = new ArrayList<>();
        for (ProviderConfig provider : config.providers().values()) {
            if (provider.enabled()) {
                provider.models()
                        .forEach((name, stated) -> offers.add(offer(provider, name, stated, book)));
            }
        }
        return offers;
    }

    /** Models found running on the user's own machines. */
    static List<Offer> discovered(String provider, List<String> ids, Book book) {
        List<Offer> offers = new ArrayList<>();
        for (String id : ids) {
            Model model =
                    book.model(id)
                            .orElseGet(() ->
                                    unknown(
                                            id.toLowerCase(Locale.ROOT),
                                            provider,
                                            EnumSet.noneOf(Feature.class)));
            offers.add(
                    new Offer(
                            provider,
                            model,
                            id,
                            PriceSchedule.flat(provider + "/own-hardware", Rates.FREE),
                            model.context(),
                            model.maxOutput(),
                            model.features(),
                            Kind.OWN_HARDWARE,
                            "found running at " + provider));
        }
        return offers;
    }

    /** The simulated family. */
    static List<Offer> sandbox() {
        return SandboxModels.family().stream().map(OwnOffers::simulated).toList();
    }

    private static Offer offer(
            ProviderConfig provider, String name, ModelConfig stated, Book book) {
        Set<Feature> features = features(stated);
        Model known =
                book.model(name)
                        .orElseGet(() ->
                                unknown(
                                        name.toLowerCase(Locale.ROOT),
                                        provider.id(),
                                        EnumSet.noneOf(Feature.class)));
        Model model = known;
        if (stated.ci() != null) {
            double error = stated.ciSe() == null ? 0 : stated.ciSe();
            model = withCapability(known, new Rated(stated.ci(), error, Scale.MARKET, FROM_FILE));
        }
        Long context = wide(stated.context());
        Long maxOutput = wide(stated.maxOutput());
        return new Offer(
                provider.id(),
                model,
                stated.upstreamId(),
                stated.ownHardware()
                        ? PriceSchedule.flat(provider.id() + "/own-hardware", Rates.FREE)
                        : price(provider.id() + "/" + name, stated.price()),
                context == null ? model.context() : context,
                maxOutput == null ? model.maxOutput() : maxOutput,
                features == null ? model.features() : features,
                stated.ownHardware() ? Kind.OWN_HARDWARE : Kind.PAID,
                FROM_FILE);
    }

    private static @Nullable PriceSchedule price(String id, ModelConfig.@Nullable Price price) {
        if (price == null) {
            return null;
        }
        Rates rates =
                new Rates(
                        price.input(),
                        price.cachedInput(),
                        price.cacheWrite(),
                        price.cacheWrite1h(),
                        price.output(),
                        price.reasoning());
        return new PriceSchedule(id + "@yaml", rates, List.of(), List.of(), price.perRequest());
    }

    private static @Nullable Set<Feature> features(ModelConfig stated) {
        return stated.features() == null
                ? null
                : stated.features().stream()
                        .map(feature -> Feature.valueOf(feature.name()))
                        .collect(Collectors.toSet());
    }

    private static Offer simulated(SandboxModel model) {
        Set<Feature> features =
                model.features().stream()
                        .flatMap(code -> Feature.of(code).stream())
                        .collect(Collectors.toSet());
        Rates rates =
                new Rates(
                        PricePerMtok.parse(model.input()),
                        PricePerMtok.parse(model.cachedInput()),
                        null,
                        null,
                        PricePerMtok.parse(model.output()),
                        null);
        Model known =
                new Model(
                        model.id(),
                        model.name(),
                        SandboxProvider.ID,
                        null,
                        null,
                        features.contains(Feature.REASONING),
                        model.context(),
                        model.maxOutput(),
                        features,
                        null,
                        new Rated(model.ci(), 0, Scale.SANDBOX, "stated by the sandbox"),
                        Map.of(),
                        "simulated");
        return new Offer(
                SandboxProvider.ID,
                known,
                model.id(),
                new PriceSchedule(
                        SandboxProvider.ID + "/" + model.id(),
                        rates,
                        List.of(),
                        List.of(),
                        Usd.ZERO),
                model.context(),
                model.maxOutput(),
                features,
                Kind.SIMULATED,
                "simulated");
    }

    private static Model unknown(String id, String vendor, Set<Feature> features) {
        return new Model(
                id,
                id,
                vendor,
                null,
                null,
                false,
                null,
                null,
                features,
                null,
                Capability.unrated(),
                Map.of(),
                FROM_FILE);
    }

    private static Model withCapability(Model model, Capability capability) {
        return new Model(
                model.id(),
                model.name(),
                model.vendor(),
                model.released(),
                model.openWeights(),
                model.openSince(),
                model.reasoning(),
                model.context(),
                model.maxOutput(),
                model.features(),
                model.tokenizer(),
                capability,
                Map.of(), // what its user states holds at every effort
                model.scores(),
                model.source());
    }

    private static @Nullable Long wide(@Nullable Integer value) {
        return value == null ? null : value.longValue();
    }
}

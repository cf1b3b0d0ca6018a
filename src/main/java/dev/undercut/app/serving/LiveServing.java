package dev.undercut.app.serving;

import dev.undercut.app.config.Config;
import dev.undercut.app.config.PolicyConfig;
import dev.undercut.app.serving.ConfiguredProviders.Configured;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Preferences;
import dev.undercut.compute.spec.Wish;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.openai.OpenAi;
import dev.undercut.dispatch.RequestLimits;
import dev.undercut.dispatch.Serving;
import dev.undercut.dispatch.Upstream;
import dev.undercut.dispatch.Upstreams;
import dev.undercut.dispatch.cache.ResponseCache;
import dev.undercut.health.Health;
import dev.undercut.market.Book;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.PriceHistory;
import dev.undercut.provider.Provider;
import dev.undercut.provider.ProviderDirectory;
import dev.undercut.provider.sandbox.SandboxProvider;
import dev.undercut.route.Listing;
import dev.undercut.route.Policy;
import dev.undercut.route.RouteSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway serves, kept up to date: a new configuration, a price that begins or ends, or a
 * local model that was found makes a new snapshot; requests under way keep theirs.
 */
public final class LiveServing implements Supplier<Serving>, AutoCloseable {
    private final InstantSource clock;
    private final Provider sandbox;
    private final Health health;
    private final ConfiguredProviders providers;
    private final LocalModels localModels = new LocalModels();
    private final Map<String, List<String>> found = new HashMap<>();
    private final ResponseCache cache;
    private Config config;
    private PriceHistory history;
    private volatile Snapshot snapshot;

    private record Snapshot(Serving serving, @Nullable Instant until) {}

    /**
     * Where offers come from.
     *
     * @param history the market's models and prices
     * @param directory the providers it knows
     * @param environment may hold their keys
     * @param sandbox answers for simulated models
     * @param health is told how to judge
     */
    public record Sources(
            PriceHistory history,
            ProviderDirectory directory,
            Map<String, String> environment,
            Provider sandbox,
            Health health) {

        /** Without the environment: it holds secrets. */
        @Override
        public String toString() {
            return "Sources";
        }
    }

    /** Puts the first snapshot together; local servers are looked for with {@link #discover}. */
    public LiveServing(
            Sources sources, Config config, InstantSource clock, ScheduledExecutorService ticker) {
        this.history = sources.history();
        this.clock = clock;
        this.sandbox = sources.sandbox();
        this.health = sources.health();
        this.providers =
                new ConfiguredProviders(
                        sources.directory(),
                        sources.environment(),
                        Dialects.upstreams(),
                        ticker,
                        clock);
        this.cache = new ResponseCache(clock);
        this.config = config;
        this.snapshot = assemble();
    }

    @Override
    public Serving get() {
        Snapshot now = snapshot;
        if (now.until != null && !clock.instant().isBefore(now.until)) {
            return rebuilt().serving;
        }
        return now.serving;
    }

    /**
     * Takes a new configuration.
     *
     * @throws IllegalArgumentException when a policy is named like a model, or no model has the
     *     name of the baseline; the old one stays
     */
    public synchronized void use(Config changed) {
        Config before = config;
        config = changed;
        try {
            snapshot = assemble();
        } catch (IllegalArgumentException e) {
            config = before;
            throw e;
        }
        health.use(ResilienceSettings.health(changed));
    }

    /**
     * Takes a new history of prices, such as one with freshly imported facts.
     *
     * @throws IllegalArgumentException as at {@link #use(Config)}; the old one stays
     */
    public synchronized void use(PriceHistory changed) {
        PriceHistory before = history;
        history = changed;
        try {
            snapshot = assemble();
        } catch (IllegalArgumentException e) {
            history = before;
            throw e;
        }
    }

    /** Looks for local servers and what they run. Blocks for up to a second each. */
    public void discover() {
        Map<String, Configured> configured = providers.of(config());
        Map<String, List<String>> seen = new HashMap<>();
        for (Configured provider : configured.values()) {
            if (provider.local() && statesNoModels(provider)) {
                List<String> ids = localModels.at(provider.baseUrl());
                if (!ids.isEmpty()) {
                    seen.put(provider.id(), ids);
                }
            }
        }
        synchronized (this) {
            if (!seen.equals(found)) {
                found.clear();
                found.putAll(seen);
                snapshot = assemble();
            }
        }
    }

    @Override
    public void close() {
        providers.close();
    }

    private synchronized Config config() {
        return config;
    }

    private synchronized Snapshot rebuilt() {
        Snapshot now = snapshot;
        if (now.until != null && !clock.instant().isBefore(now.until)) {
            now = assemble();
            snapshot = now;
        }
        return now;
    }

    private boolean statesNoModels(Configured provider) {
        var stated = config().providers().get(provider.id());
        return stated == null || stated.models().isEmpty();
    }

    private Snapshot assemble() {
        Instant now = clock.instant();
        Book market = history.book(now);
        Map<String, Upstream> upstreams = new LinkedHashMap<>();
        List<Offer> own = new ArrayList<>(OwnOffers.configured(config, market));
        for (Configured provider : providers.of(config).values()) {
            List<String> running = found.get(provider.id());
            if (running != null) {
                own.addAll(OwnOffers.discovered(provider.id(), unambiguous(running), market));
            }
            if (running != null || !provider.local() || provider.named()) {
                upstreams.put(provider.id(), provider.upstream());
            }
        }
        if (config.sandbox() != Config.Sandbox.OFF) {
            own.addAll(OwnOffers.sandbox());
            upstreams.put(SandboxProvider.ID, sandboxUpstream());
        }
        Listing listing =
                new Listing(
                        book(now, market, own),
                        upstreams.keySet(),
                        providers.makers(),
                        providers.hints(config));
        Serving serving =
                new Serving(
                        listing,
                        settings(listing.book()),
                        new Upstreams(upstreams),
                        ResilienceSettings.patience(config),
                        config.resilience().sticky(),
                        new RequestLimits(
                                config.limits().maxChoices(), config.limits().maxOutput()),
                        cache,
                        presets(listing.book()));
        cache.use(cacheSettings());
        return new Snapshot(serving, history.nextChange(now));
    }

    private ResponseCache.Settings cacheSettings() {
        Config.Cache cached = config.cache();
        return new ResponseCache.Settings(
                cached.enabled(), cached.maxBytes(), cached.maxEntryBytes(), cached.ttl());
    }

    /** A local model named like a policy must not stop the gateway: it goes without that name. */
    private List<String> unambiguous(List<String> ids) {
        Set<String> policies = config.policies().keySet();
        return ids.stream()
                .filter(id -> policies.stream().noneMatch(id::equalsIgnoreCase))
                .toList();
    }

    private Upstream sandboxUpstream() {
        return new Upstream(sandbox, new OpenAi(), Quirks.NONE, config.limits().firstByte());
    }

    /**
     * Own offers come first, so that they win over the market's of the same provider and name. What
     * they say of a model's capability holds for themselves, and for the model's name only where
     * the market does not rate it.
     */
    private Book book(Instant now, Book market, List<Offer> own) {
        Map<String, Model> models = new LinkedHashMap<>();
        own.forEach(offer -> models.merge(offer.model().id(), offer.model(), LiveServing::rated));
        market.models()
                .forEach(model ->
                        models.merge(model.id(), model, (before, known) -> rated(known, before)));
        Set<String> stated = new HashSet<>();
        own.forEach(offer -> stated.add(offer.name()));
        List<Offer> offers = new ArrayList<>(own);
        market.offers().stream()
                .filter(offer -> !stated.contains(offer.name()) && providers.serves(offer))
                .forEach(offers::add);
        return new Book(now, models.values(), history.aliases(), offers);
    }

    private static Model rated(Model first, Model second) {
        return first.capability() instanceof Rated ? first : second;
    }

    private Map<String, Serving.Preset> presets(Book book) {
        Map<String, Serving.Preset> presets = new LinkedHashMap<>();
        config.presets()
                .forEach((name, preset) -> {
                    String at = "presets." + name;
                    if (preset.model().isEmpty()) {
                        throw new IllegalArgumentException(at + ".model: is missing");
                    }
                    if (book.model(name).isPresent() || config.policies().containsKey(name)) {
                        throw new IllegalArgumentException(
                                at + ": a model or a policy has that name");
                    }
                    String compute =
                            Wish.brief(preset.compute())
                                    .or(() -> Wish.json(preset.compute()))
                                    .orElseThrow(() ->
                                            new IllegalArgumentException(
                                                    at
                                                            + ".compute: expected a strategy such"
                                                            + " as vote-8@0.02, or a JSON object"))
                                    .toString();
                    presets.put(name, new Serving.Preset(preset.model(), compute));
                });
        return presets;
    }

    private RouteSettings settings(Book book) {
        Map<String, Policy> policies = new LinkedHashMap<>();
        config.policies()
                .forEach((name, policy) -> {
                    if (book.model(name).isPresent()) {
                        throw new IllegalArgumentException(
                                "policies." + name + ": a model has that name");
                    }
                    policies.put(name, policy(name, policy));
                });
        if (book.model(config.baselineModel()).isEmpty()) {
            throw new IllegalArgumentException(
                    "baseline_model: no model is named " + config.baselineModel());
        }
        return new RouteSettings(policies, config.confidence(), config.baselineModel());
    }

    private static Policy policy(String name, PolicyConfig policy) {
        Map<String, Preferences> tasks = new LinkedHashMap<>();
        policy.tasks().forEach((task, own) -> tasks.put(task, preferences(own)));
        return new Policy(name, preferences(policy), tasks);
    }

    private static Preferences preferences(PolicyConfig policy) {
        Set<Feature> needs =
                policy.needs().stream()
                        .map(need -> Feature.valueOf(need.name()))
                        .collect(Collectors.toSet());
        return new Preferences(
                policy.qualityMin(),
                policy.confidence(),
                Map.of(),
                null,
                policy.maxInput(),
                policy.maxOutput(),
                policy.minContext() == null ? null : policy.minContext().longValue(),
                null,
                null,
                needs,
                policy.only(),
                policy.ignore(),
                Preferences.Order.valueOf(policy.order().name()),
                policy.fallbacks(),
                null,
                null,
                false,
                false,
                null);
    }
}

package dev.undercut.app.config;

import dev.undercut.app.config.Key.Group;
import dev.undercut.app.config.Key.One;
import dev.undercut.app.config.Key.Standard.Derived;
import dev.undercut.app.config.Key.Standard.Written;
import dev.undercut.money.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The whole file: from the sections of the schema to a {@link Config}. */
final class ConfigReader {

    /** What {@code policies} holds when the file does not say otherwise. */
    private static final String AUTO = "auto";

    private static final double AUTO_FLOOR = 55;

    private final Surroundings surroundings;

    ConfigReader(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Reads everything, noting what is wrong; then the result must not be used. */
    Config read(Section top) {
        double confidence = top.one(Schema.CONFIDENCE);
        Config.Limits limits = limits(top.group(Schema.LIMITS));
        return new Config(
                top.one(Schema.LISTEN),
                folder(top.one(Schema.DATA_DIR)),
                providers(top, limits),
                policies(top, confidence),
                presets(top),
                top.one(Schema.BASELINE_MODEL),
                confidence,
                storage(top.group(Schema.STORAGE)),
                limits,
                cache(top.group(Schema.CACHE)),
                ResilienceKeys.read(top.group(ResilienceKeys.RESILIENCE)),
                top.many(Schema.ALLOWED_HOSTS),
                top.one(Schema.SANDBOX),
                top.one(Schema.PROBE_OLLAMA),
                feeds(top),
                top.group(Schema.LOG).one(Schema.LEVEL));
    }

    private Path folder(Path written) {
        Path expanded =
                written.startsWith("~")
                        ? surroundings.home().resolve(written.subpath(0, 1).relativize(written))
                        : written;
        return surroundings.workingDirectory().resolve(expanded).normalize();
    }

    private Map<String, ProviderConfig> providers(Section top, Config.Limits limits) {
        ProviderReader reader = new ProviderReader(surroundings, limits);
        Map<String, ProviderConfig> providers = new LinkedHashMap<>();
        top.named(Schema.PROVIDERS)
                .forEach((id, section) -> providers.put(id, reader.read(id, section)));
        return providers;
    }

    private static Map<String, Config.Preset> presets(Section top) {
        Map<String, Config.Preset> presets = new LinkedHashMap<>();
        top.named(Schema.PRESETS)
                .forEach((name, section) -> {
                    String model = section.oneOrNull(Schema.PRESET_MODEL);
                    String compute = section.oneOrNull(Schema.PRESET_COMPUTE);
                    presets.put(
                            name,
                            new Config.Preset(
                                    model == null ? "" : model, compute == null ? "" : compute));
                });
        return presets;
    }

    private static Map<String, PolicyConfig> policies(Section top, double confidence) {
        PolicyConfig unlimited = PolicyConfig.unlimited(confidence);
        Map<String, PolicyConfig> policies = new LinkedHashMap<>();
        policies.put(AUTO, unlimited.withFloor(AUTO_FLOOR));
        top.named(Schema.POLICIES)
                .forEach((name, section) ->
                        policies.put(name, PolicyReader.read(section, unlimited)));
        return policies;
    }

    private static List<Config.FeedSchedule> feeds(Section top) {
        List<Config.FeedSchedule> feeds = new ArrayList<>();
        for (Section feed : top.rows(Schema.FEEDS)) {
            String kind = feed.needed(Schema.FEED_KIND, "a feed needs a kind");
            String url = feed.needed(Schema.FEED_URL, "a feed needs a url");
            Duration every = feed.one(Schema.FEED_EVERY);
            boolean internal = feed.one(Schema.FEED_INTERNAL);
            if (kind != null && url != null) {
                feeds.add(new Config.FeedSchedule(kind, url, every, internal));
            }
        }
        return feeds;
    }

    private static Config.Storage storage(Section storage) {
        return new Config.Storage(storage.one(Schema.LEDGER), storage.one(Schema.DURABILITY));
    }

    private static Config.Cache cache(Section cache) {
        int all = cache.one(Schema.CACHE_MAX_BYTES);
        int one = cache.one(Schema.CACHE_MAX_ENTRY_BYTES);
        return new Config.Cache(
                cache.one(Schema.CACHE_ENABLED),
                all,
                Math.min(one, all),
                cache.one(Schema.CACHE_TTL));
    }

    private static Config.Limits limits(Section limits) {
        Integer most = limits.oneOrNull(Schema.LIMIT_OUTPUT);
        return new Config.Limits(
                limits.one(Schema.MAX_BODY),
                limits.one(Schema.REQUEST_READ),
                limits.one(Schema.FIRST_BYTE),
                limits.one(Schema.IDLE),
                limits.one(Schema.WRITE),
                limits.one(Schema.MAX_ATTEMPTS),
                limits.one(Schema.MAX_CHOICES),
                most == null ? null : most.longValue());
    }

    /** The keys below {@code resilience}. */
    static final class ResilienceKeys {
        private static final One<Duration> FIRST_TOKEN =
                new One<>(
                        "first_token",
                        Kinds.DURATION_UP_TO_A_DAY,
                        new Derived("the provider's `first_byte`"),
                        "Longest wait for the first token of a streamed answer.");
        private static final One<Duration> ATTEMPT =
                new One<>(
                        "attempt",
                        Kinds.DURATION_UP_TO_A_DAY,
                        new Derived("no limit"),
                        "Longest time of one attempt until it begins to answer.");
        private static final One<Duration> TOTAL =
                wait("total", "1h", "Longest time of a request, all attempts and waits included.");
        private static final One<Integer> RETRIES =
                one(
                        "retries",
                        Kinds.whole(0, 5),
                        "1",
                        "Further calls of one offer that failed in passing; other offers come first.");
        private static final One<Duration> LONGEST_WAIT =
                wait("longest_wait", "5s", "Longest wait for an offer that asks for one.");
        private static final One<Boolean> BREAKER =
                one(
                        "breaker",
                        Kinds.BOOL,
                        "true",
                        "Whether an offer that keeps failing is left alone.");
        private static final One<Integer> BREAKER_FAILURES =
                one("breaker_failures", Kinds.whole(1, 100), "3", "Failures in a row that takes.");
        private static final One<Boolean> LIMIT_CONCURRENCY =
                one(
                        "limit_concurrency",
                        Kinds.BOOL,
                        "true",
                        "Whether calls at once are limited after a provider had no room for more.");
        private static final One<Boolean> EJECT_SLOW =
                one(
                        "eject_slow",
                        Kinds.BOOL,
                        "true",
                        "Whether an offer much slower than others of its model is asked last.");
        private static final One<Double> SLOW_FACTOR =
                one("slow_factor", Kinds.FACTOR, "4", "How many times slower to the first token.");
        private static final One<Integer> SLOW_CALLS =
                one("slow_calls", Kinds.whole(1, 16), "8", "Recent calls it takes to judge that.");
        private static final One<Boolean> HEDGE =
                one(
                        "hedge",
                        Kinds.BOOL,
                        "false",
                        "Whether a second offer is asked when a first token is later than 95 % of them"
                                + " were; both are paid.");
        private static final One<Usd> HEDGE_MAX_USD =
                one(
                        "hedge_max_usd",
                        Kinds.FEE,
                        "0.01",
                        "The most that the second call may be expected to cost.");
        private static final One<Double> HEDGE_SHARE =
                one(
                        "hedge_share",
                        Kinds.PROBABILITY,
                        "0.1",
                        "Share of requests that may be hedged.");
        private static final One<Boolean> STICKY =
                one(
                        "sticky",
                        Kinds.BOOL,
                        "true",
                        "Whether a conversation stays with its offer unless moving saves more than the"
                                + " lost prompt cache costs.");
        private static final One<Duration> STICKY_TTL =
                wait("sticky_ttl", "5m", "For how long after its last turn.");
        private static final One<Boolean> RECOVERY =
                one(
                        "recovery",
                        Kinds.BOOL,
                        "true",
                        "Whether an answer that breaks off is gone on with by another offer, where no"
                                + " text is lost or repeated.");
        private static final One<Duration> PING =
                wait(
                        "ping",
                        "15s",
                        "Silence after which a streamed client hears that we are there.");

        static final Group RESILIENCE =
                new Group(
                        "resilience",
                        List.of(
                                FIRST_TOKEN,
                                ATTEMPT,
                                TOTAL,
                                RETRIES,
                                LONGEST_WAIT,
                                BREAKER,
                                BREAKER_FAILURES,
                                LIMIT_CONCURRENCY,
                                EJECT_SLOW,
                                SLOW_FACTOR,
                                SLOW_CALLS,
                                HEDGE,
                                HEDGE_MAX_USD,
                                HEDGE_SHARE,
                                STICKY,
                                STICKY_TTL,
                                RECOVERY,
                                PING),
                        "How hard a request is tried, and whom it is kept from.");

        private ResilienceKeys() {}

        static Config.Resilience read(Section given) {
            return new Config.Resilience(
                    given.oneOrNull(FIRST_TOKEN),
                    given.oneOrNull(ATTEMPT),
                    given.one(TOTAL),
                    given.one(RETRIES),
                    given.one(LONGEST_WAIT),
                    given.one(BREAKER),
                    given.one(BREAKER_FAILURES),
                    given.one(LIMIT_CONCURRENCY),
                    given.one(EJECT_SLOW),
                    given.one(SLOW_FACTOR),
                    given.one(SLOW_CALLS),
                    given.one(HEDGE),
                    given.one(HEDGE_MAX_USD),
                    given.one(HEDGE_SHARE),
                    given.one(STICKY),
                    given.one(STICKY_TTL),
                    given.one(RECOVERY),
                    given.one(PING));
        }

        private static <T> One<T> one(String name, Kind<T> kind, String standard, String meaning) {
            return new One<>(name, kind, new Written(standard), meaning);
        }

        private static One<Duration> wait(String name, String standard, String meaning) {
            return one(name, Kinds.DURATION_UP_TO_A_DAY, standard, meaning);
        }
    }
}

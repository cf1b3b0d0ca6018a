package dev.undercut.app.config;

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
                top.one(Schema.BASELINE_MODEL),
                confidence,
                storage(top.group(Schema.STORAGE)),
                limits,
                cache(top.group(Schema.CACHE)),
                Schema.ResilienceKeys.read(top.group(Schema.ResilienceKeys.RESILIENCE)),
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
}

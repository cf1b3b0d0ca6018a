package dev.undercut.app.config;

import dev.undercut.money.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code undercut.yaml}, the environment and the flags have settled. Immutable; a
 * changed file makes a new one. What each key means and its default is in docs/CONFIGURATION.md.
 *
 * @param listen where the server listens
 * @param dataDir the folder of the ledger and of everything else that is kept; absolute
 * @param providers the configured providers by id, in the order of the file; the bundled ones that
 *     the file does not mention are not here
 * @param policies the policies by name; {@code auto} is always there
 * @param presets models with test-time compute under names of their own
 * @param baselineModel the model a policy's saving is measured against
 * @param confidence how sure a floor must be met, between 0 and 1
 * @param storage where and how durably the books are kept
 * @param limits what a caller and a provider may take
 * @param cache whether and how many answers are kept to be given again
 * @param resilience how hard a request is tried, and whom it is kept from
 * @param allowedHosts further values of the Host header, lower case, besides loopback's own
 * @param sandbox when the simulated models are offered
 * @param probeOllama whether to look for an Ollama on this machine
 * @param feeds what is imported again and again while the server runs
 * @param logLevel the least that is logged
 */
public record Config(
        HostPort listen,
        Path dataDir,
        Map<String, ProviderConfig> providers,
        Map<String, PolicyConfig> policies,
        Map<String, Preset> presets,
        String baselineModel,
        double confidence,
        Storage storage,
        Limits limits,
        Cache cache,
        Resilience resilience,
        List<String> allowedHosts,
        Sandbox sandbox,
        boolean probeOllama,
        List<FeedSchedule> feeds,
        LogLevel logLevel) {

    public Config {
        providers = ordered(providers);
        policies = ordered(policies);
        presets = ordered(presets);
        allowedHosts = List.copyOf(allowedHosts);
        feeds = List.copyOf(feeds);
    }

    /** An unmodifiable copy that keeps the order of the file. */
    static <T> Map<String, T> ordered(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** The same configuration, listening elsewhere: for {@code --host} and {@code --port}. */
    public Config withListen(HostPort newListen) {
        return withStart(newListen, dataDir, storage);
    }

    /** The same configuration with another data folder: for {@code --data-dir}. */
    public Config withDataDir(Path newDataDir) {
        return withStart(listen, newDataDir, storage);
    }

    /** This configuration with those values of {@code running} that only a restart can change. */
    Config startedAs(Config running) {
        return withStart(running.listen, running.dataDir, running.storage);
    }

    /** The keys in which this differs from {@code running} and that only a restart can change. */
    List<String> needingRestart(Config running) {
        List<String> keys = new ArrayList<>();
        if (!listen.equals(running.listen)) {
            keys.add(Schema.LISTEN.name());
        }
        if (!dataDir.equals(running.dataDir)) {
            keys.add(Schema.DATA_DIR.name());
        }
        if (!storage.equals(running.storage)) {
            keys.add(Schema.STORAGE.name());
        }
        return keys;
    }

    private Config withStart(HostPort newListen, Path newDataDir, Storage newStorage) {
        return new Config(
                newListen,
                newDataDir,
                providers,
                policies,
                presets,
                baselineModel,
                confidence,
                newStorage,
                limits,
                cache,
                resilience,
                allowedHosts,
                sandbox,
                probeOllama,
                feeds,
                logLevel);
    }

    /**
     * A model with test-time compute.
     *
     * @param model as a client would name it
     * @param compute short form or JSON
     */
    public record Preset(String model, String compute) {}

    /**
     * Where the books are kept.
     *
     * @param ledger {@code sqlite}
     * @param durability what a committed row survives
     */
    public record Storage(String ledger, Durability durability) {}

    /** What a committed row survives. */
    public enum Durability {
        /** The death of the process. */
        NORMAL,
        /** The loss of power too. */
        FULL
    }

    /**
     * What a caller and a provider may take.
     *
     * @param maxBody the largest request body, in bytes
     * @param requestRead how long a caller may take to send a request
     * @param firstByte how long a provider may take until its first byte
     * @param idle how long a provider may be silent in the middle of an answer
     * @param write how long a caller may take to accept a write
     * @param maxAttempts how many offers one request may try
     * @param maxChoices how many answers one request may ask for
     * @param maxOutput how many tokens an answer may have, or null for no limit
     */
    public record Limits(
            int maxBody,
            Duration requestRead,
            Duration firstByte,
            Duration idle,
            Duration write,
            int maxAttempts,
            int maxChoices,
            @Nullable Long maxOutput) {}

    /**
     * What the response cache may keep.
     *
     * @param enabled whether it keeps anything
     * @param maxBytes all answers together, in bytes
     * @param maxEntryBytes one answer, and one request, in bytes; at most {@code maxBytes}
     * @param ttl how long an answer is given again
     */
    public record Cache(boolean enabled, int maxBytes, int maxEntryBytes, Duration ttl) {}

    /**
     * How hard a request is tried, and whom it is kept from.
     *
     * @param firstToken longest wait for a streamed answer's first token, or null for the first
     *     byte's
     * @param attempt longest time of one attempt, or null
     * @param total longest time of a request
     * @param retries further calls of one offer that failed in passing
     * @param longestWait longest wait for an offer that asks for one
     * @param breaker whether an offer that keeps failing is left alone
     * @param breakerFailures how many failures in a row that takes
     * @param limitConcurrency whether calls at once are limited once a provider shows a limit
     * @param ejectSlow whether an offer much slower than its peers is left alone
     * @param slowFactor how many times slower
     * @param slowCalls how many recent calls it takes to judge
     * @param hedge whether a second offer is asked when the first token is late
     * @param hedgeMaxUsd the most that the second call may be expected to cost
     * @param hedgeShare the share of requests that may be hedged
     * @param sticky whether a conversation stays with its offer
     * @param stickyTtl for how long after its last turn
     * @param recovery whether a broken answer is gone on with elsewhere
     * @param ping after how much silence a streamed client hears of us
     */
    public record Resilience(
            @Nullable Duration firstToken,
            @Nullable Duration attempt,
            Duration total,
            int retries,
            Duration longestWait,
            boolean breaker,
            int breakerFailures,
            boolean limitConcurrency,
            boolean ejectSlow,
            double slowFactor,
            int slowCalls,
            boolean hedge,
            Usd hedgeMaxUsd,
            double hedgeShare,
            boolean sticky,
            Duration stickyTtl,
            boolean recovery,
            Duration ping) {}

    /**
     * A feed that the server imports by itself.
     *
     * @param kind as {@code undercut feed list} shows
     * @param url an https address, or a file
     * @param every the time from one reading to the next
     * @param internal whether {@code url} may be plain http or in a private network
     */
    public record FeedSchedule(String kind, String url, Duration every, boolean internal) {}

    /** When the simulated models are offered. */
    public enum Sandbox {
        /** Always; once there is a real provider only to who names one. */
        ON,
        /** Never. */
        OFF
    }

    /** The least that is logged. */
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }
}

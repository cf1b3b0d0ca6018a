package dev.undercut.app.config;

import dev.undercut.app.config.Key.Group;
import dev.undercut.app.config.Key.Many;
import dev.undercut.app.config.Key.Named;
import dev.undercut.app.config.Key.One;
import dev.undercut.app.config.Key.Pairs;
import dev.undercut.app.config.Key.Rows;
import dev.undercut.app.config.Key.Standard.Derived;
import dev.undercut.app.config.Key.Standard.Written;
import dev.undercut.app.config.ModelConfig.Feature;
import dev.undercut.app.config.PolicyConfig.Order;
import dev.undercut.identity.Secret;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The one description of the configuration file. It drives the reading, the checks, the environment
 * variables and the table in docs/CONFIGURATION.md; nothing about a key is said anywhere else.
 */
final class Schema {

    static final One<HostPort> LISTEN =
            one(
                    "listen",
                    Kinds.HOST_PORT,
                    "127.0.0.1:4747",
                    "Address and port of the server; IPv6 as `[::1]:4747`, port 0 for a free one.");
    static final One<Path> DATA_DIR =
            one(
                    "data_dir",
                    Kinds.FOLDER,
                    "~/.undercut",
                    "Folder of the ledger and everything else that is kept.");
    static final One<String> BASELINE_MODEL =
            one(
                    "baseline_model",
                    Kinds.TEXT,
                    "gpt-4o",
                    "Model that savings are measured against when the caller named none.");
    static final One<Double> CONFIDENCE =
            one(
                    "confidence",
                    Kinds.PROBABILITY,
                    "0.8",
                    "How sure a quality floor must be met, for every policy that does not say.");
    static final Many<String> ALLOWED_HOSTS =
            many(
                    "allowed_hosts",
                    Kinds.HOST_HEADER,
                    "Further accepted values of the Host header, such as a proxy's name.");
    static final One<Config.Sandbox> SANDBOX =
            one(
                    "sandbox",
                    Kinds.choice(Config.Sandbox.class),
                    "on",
                    "Whether simulated models are offered; with a provider only when named.");
    static final One<Boolean> PROBE_OLLAMA =
            one("probe_ollama", Kinds.BOOL, "true", "Whether to look for an Ollama here.");

    static final One<String> LEDGER =
            one("ledger", Kinds.LEDGER, "sqlite", "Where the ledger is kept.");
    static final One<Config.Durability> DURABILITY =
            one(
                    "durability",
                    Kinds.choice(Config.Durability.class),
                    "normal",
                    "What a committed row survives: the process (normal) or a power loss (full).");
    static final Group STORAGE =
            new Group("storage", List.of(LEDGER, DURABILITY), "Where the books are kept.");

    static final One<Integer> MAX_BODY =
            one("max_body", Kinds.SIZE_UP_TO_A_GIB, "32MiB", "Largest body of a request.");
    static final One<Duration> REQUEST_READ =
            wait("request_read", "30s", "Longest time a caller may take to send a request.");
    static final One<Duration> FIRST_BYTE =
            wait("first_byte", "120s", "Longest wait for a provider's first byte.");
    static final One<Duration> IDLE =
            wait("idle", "120s", "Longest silence of a provider in the middle of an answer.");
    static final One<Duration> WRITE =
            wait("write", "60s", "Longest time a caller may take to accept a write.");
    static final One<Integer> MAX_ATTEMPTS =
            one("max_attempts", Kinds.whole(1, 16), "4", "Most offers that one request tries.");
    static final One<Integer> MAX_CHOICES =
            one("max_choices", Kinds.whole(1, 128), "128", "Most answers to one request (`n`).");
    static final One<Integer> LIMIT_OUTPUT =
            derived(
                    "max_output",
                    Kinds.whole(1, 1_000_000_000),
                    "no limit",
                    "Most output tokens of one answer; a higher limit or none becomes this one.");
    static final Group LIMITS =
            new Group(
                    "limits",
                    List.of(
                            MAX_BODY,
                            REQUEST_READ,
                            FIRST_BYTE,
                            IDLE,
                            WRITE,
                            MAX_ATTEMPTS,
                            MAX_CHOICES,
                            LIMIT_OUTPUT),
                    "What callers and providers may take.");

    static final One<Boolean> CACHE_ENABLED =
            one("enabled", Kinds.BOOL, "false", "Whether answers are kept and given again.");
    static final One<Integer> CACHE_MAX_BYTES =
            one("max_bytes", Kinds.SIZE_UP_TO_A_GIB, "64MiB", "Memory for all answers together.");
    static final One<Integer> CACHE_MAX_ENTRY_BYTES =
            one(
                    "max_entry_bytes",
                    Kinds.SIZE_UP_TO_A_GIB,
                    "1MiB",
                    "Largest answer, and largest request, that is kept.");
    static final One<Duration> CACHE_TTL = wait("ttl", "1h", "How long an answer is given again.");
    static final Group CACHE =
            new Group(
                    "cache",
                    List.of(CACHE_ENABLED, CACHE_MAX_BYTES, CACHE_MAX_ENTRY_BYTES, CACHE_TTL),
                    "Answers kept in memory for the same request of the same key.");

    static final One<String> FEED_KIND =
            derived(
                    "kind",
                    Kinds.FEED_KIND,
                    "must be given",
                    "What kind of feed it is, as `undercut feed list` shows.");
    static final One<String> FEED_URL =
            derived("url", Kinds.TEXT, "must be given", "An https address, or a file.");
    static final One<Duration> FEED_EVERY =
            one("every", Kinds.DURATION_UP_TO_A_DAY, "24h", "Time from one reading to the next.");
    static final One<Boolean> FEED_INTERNAL =
            one(
                    "internal",
                    Kinds.BOOL,
                    "false",
                    "Whether `url` may be plain http or in a private network.");
    static final Rows FEEDS =
            new Rows(
                    "feeds",
                    List.of(FEED_KIND, FEED_URL, FEED_EVERY, FEED_INTERNAL),
                    "Feeds that `serve` imports by itself.");

    static final One<Config.LogLevel> LEVEL =
            one("level", Kinds.choice(Config.LogLevel.class), "info", "Least that is logged.");
    static final Group LOG = new Group("log", List.of(LEVEL), "What is logged.");

    static final One<PricePerMtok> INPUT =
            price("input", "needed where `price` is given", "Input tokens.");
    static final One<PricePerMtok> CACHED_INPUT =
            price("cached_input", "same as `input`", "Input tokens read from the cache.");
    static final One<PricePerMtok> CACHE_WRITE =
            price("cache_write", "same as `input`", "Input tokens put into a 5-minute cache.");
    static final One<PricePerMtok> CACHE_WRITE_1H =
            price(
                    "cache_write_1h",
                    "same as `cache_write`",
                    "Input tokens put into a 1-hour cache.");
    static final One<PricePerMtok> OUTPUT =
            price("output", "needed where `price` is given", "Output tokens.");
    static final One<PricePerMtok> REASONING =
            price("reasoning", "same as `output`", "Reasoning tokens.");
    static final One<Usd> PER_REQUEST =
            one("per_request", Kinds.FEE, "0", "Fee of each request, whatever its length.");
    static final Group PRICE =
            new Group(
                    "price",
                    List.of(
                            INPUT,
                            CACHED_INPUT,
                            CACHE_WRITE,
                            CACHE_WRITE_1H,
                            OUTPUT,
                            REASONING,
                            PER_REQUEST),
                    "List price; without it every cost of the model is unknown, never 0.");

    static final One<String> UPSTREAM_ID =
            derived("upstream_id", Kinds.TEXT, "the model's name", "What the provider calls it.");
    static final One<Integer> CONTEXT =
            derived("context", Kinds.whole(1, 1_000_000_000), "unknown", "Most tokens in all.");
    static final One<Integer> MAX_OUTPUT =
            derived("max_output", Kinds.whole(1, 1_000_000_000), "unknown", "Most output tokens.");
    static final One<Double> CI =
            derived("ci", Kinds.CI, "unrated", "Capability index; GPT-4 of 2023-03-14 is 50.");
    static final One<Double> CI_SE =
            derived("ci_se", Kinds.STANDARD_ERROR, "unknown", "Standard error of `ci`.");
    static final Many<Feature> FEATURES =
            new Many<>(
                    "features",
                    Kinds.choice(Feature.class),
                    new Derived("unknown"),
                    "What the model can do besides text.");
    static final One<Boolean> OWN_HARDWARE =
            one("own_hardware", Kinds.BOOL, "false", "Whether it runs on your own machines.");
    static final Named MODELS =
            new Named(
                    "models",
                    "<model>",
                    Kinds.TEXT,
                    List.of(
                            UPSTREAM_ID,
                            PRICE,
                            CONTEXT,
                            MAX_OUTPUT,
                            CI,
                            CI_SE,
                            FEATURES,
                            OWN_HARDWARE),
                    "The provider's models by the name that callers use.");

    static final One<String> DIALECT =
            derived(
                    "dialect",
                    Kinds.choice(Set.of("openai", "anthropic", "gemini", "ollama", "bedrock")),
                    "the bundled provider's, else `openai`",
                    "Wire format that the provider speaks.");
    static final One<URI> BASE_URL =
            derived(
                    "base_url",
                    Kinds.BASE_URL,
                    "the bundled provider's",
                    "Where the provider answers; needed where no such provider is bundled.");
    static final Many<Secret> API_KEY =
            new Many<>(
                    "api_key",
                    Kinds.SECRET,
                    new Derived("the bundled provider's variable, if `base_url` is its own"),
                    "One key or several.");
    static final Many<Secret> API_KEYS =
            many(
                    "api_keys",
                    Kinds.SECRET,
                    "Further keys; each call uses the one with the least under way.");
    static final One<Boolean> PREFILL =
            derived(
                    "prefill",
                    Kinds.BOOL,
                    "the bundled provider's, else `false`",
                    "Whether it goes on with a last message of the assistant; used to go on with"
                            + " an answer that broke off elsewhere.");
    static final One<Boolean> ENABLED =
            one("enabled", Kinds.BOOL, "true", "Whether the provider is used at all.");
    static final Pairs<Secret> HEADERS =
            new Pairs<>("headers", "<header>", Kinds.SECRET, "A further header of each request.");
    static final One<String> AUTH_HEADER =
            derived(
                    "header",
                    Kinds.TEXT,
                    "the bundled provider's, else the dialect's",
                    "Header that carries the key, such as `x-api-key`; in `Authorization` it"
                            + " follows the word Bearer.");
    static final Group AUTH =
            new Group("auth", List.of(AUTH_HEADER), "How the provider wants its key.");
    static final One<Duration> CONNECT = wait("connect", "10s", "Longest wait for a connection.");
    static final One<Duration> PROVIDER_FIRST_BYTE =
            derived(
                    "first_byte",
                    Kinds.DURATION_UP_TO_A_DAY,
                    "`limits.first_byte`",
                    "Longest wait for this provider's first byte.");
    static final One<Duration> PROVIDER_IDLE =
            derived(
                    "idle",
                    Kinds.DURATION_UP_TO_A_DAY,
                    "`limits.idle`",
                    "Longest silence of this provider in the middle of an answer.");
    static final Group TIMEOUTS =
            new Group(
                    "timeouts",
                    List.of(CONNECT, PROVIDER_FIRST_BYTE, PROVIDER_IDLE),
                    "How long to wait for the provider.");
    static final Named PROVIDERS =
            new Named(
                    "providers",
                    "<provider>",
                    Kinds.PROVIDER_ID,
                    List.of(
                            DIALECT, BASE_URL, API_KEY, API_KEYS, AUTH, MODELS, ENABLED, HEADERS,
                            TIMEOUTS, PREFILL),
                    "Providers besides the bundled ones, or changes to those.");

    static final One<Double> QUALITY_MIN =
            derived("quality_min", Kinds.CI, "no floor", "Least capability index.");
    static final One<Double> POLICY_CONFIDENCE =
            derived(
                    "confidence",
                    Kinds.PROBABILITY,
                    "the top `confidence`",
                    "How sure the floor must be met.");
    static final One<Order> ORDER =
            one("order", Kinds.choice(Order.class), "price", "What adequate offers are sorted by.");
    static final One<Integer> MIN_CONTEXT =
            derived("min_context", Kinds.whole(1, 1_000_000_000), "no limit", "Least context.");
    static final One<PricePerMtok> MAX_INPUT =
            price("input", "no limit", "Highest price of input tokens.");
    static final One<PricePerMtok> MAX_OUTPUT_PRICE =
            price("output", "no limit", "Highest price of output tokens.");
    static final Group MAX_USD_PER_MTOK =
            new Group("max_usd_per_mtok", List.of(MAX_INPUT, MAX_OUTPUT_PRICE), "Highest prices.");
    static final Many<Feature> NEEDS =
            many("needs", Kinds.choice(Feature.class), "What the model must be able to do.");
    static final Many<String> ONLY =
            many("only", Kinds.TEXT, "Providers to choose from; empty for all.");
    static final Many<String> IGNORE = many("ignore", Kinds.TEXT, "Providers never to choose.");
    static final Group POLICY_PROVIDERS =
            new Group("providers", List.of(ONLY, IGNORE), "Which providers are chosen from.");
    static final Many<String> FALLBACKS =
            many("fallbacks", Kinds.TEXT, "Models to try after the chosen ones, in this order.");
    static final List<Key> TERMS =
            List.of(
                    QUALITY_MIN,
                    POLICY_CONFIDENCE,
                    ORDER,
                    MIN_CONTEXT,
                    MAX_USD_PER_MTOK,
                    NEEDS,
                    POLICY_PROVIDERS,
                    FALLBACKS);
    static final Named TASKS =
            new Named(
                    "tasks",
                    "<task>",
                    Kinds.TEXT,
                    TERMS,
                    "Changes for this task label, by the keys above; the rest is the policy's.");
    static final Named POLICIES =
            new Named(
                    "policies",
                    "<policy>",
                    Kinds.POLICY_NAME,
                    plus(TERMS, TASKS),
                    "What `undercut/NAME` means; `auto: {quality_min: 55, order: price}` is always"
                            + " there.");

    static final One<String> PRESET_MODEL =
            derived("model", Kinds.TEXT, "must be given", "The model, as a client would name it.");
    static final One<String> PRESET_COMPUTE =
            derived(
                    "compute",
                    Kinds.TEXT,
                    "must be given",
                    "The test-time compute: short, such as `vote-8@0.02`, or JSON as in"
                            + " `undercut.compute`.");
    static final Named PRESETS =
            new Named(
                    "presets",
                    "<preset>",
                    Kinds.POLICY_NAME,
                    List.of(PRESET_MODEL, PRESET_COMPUTE),
                    "Names for a model with test-time compute, which clients choose like a model.");

    /** The keys at the top of the file. */
    static final List<Key> TOP =
            List.of(
                    LISTEN,
                    DATA_DIR,
                    PROVIDERS,
                    POLICIES,
                    PRESETS,
                    BASELINE_MODEL,
                    CONFIDENCE,
                    STORAGE,
                    LIMITS,
                    CACHE,
                    ConfigReader.ResilienceKeys.RESILIENCE,
                    ALLOWED_HOSTS,
                    SANDBOX,
                    PROBE_OLLAMA,
                    FEEDS,
                    LOG);

    private Schema() {}

    private static <T> One<T> one(String name, Kind<T> kind, String standard, String meaning) {
        return new One<>(name, kind, new Written(standard), meaning);
    }

    private static <T> One<T> derived(String name, Kind<T> kind, String words, String meaning) {
        return new One<>(name, kind, new Derived(words), meaning);
    }

    private static One<Duration> wait(String name, String standard, String meaning) {
        return one(name, Kinds.DURATION_UP_TO_A_DAY, standard, meaning);
    }

    private static One<PricePerMtok> price(String name, String words, String meaning) {
        return derived(name, Kinds.PRICE, words, meaning);
    }

    private static <T> Many<T> many(String name, Kind<T> kind, String meaning) {
        return new Many<>(name, kind, new Written("[]"), meaning);
    }

    private static List<Key> plus(List<Key> keys, Key more) {
        return Stream.concat(keys.stream(), Stream.of(more)).toList();
    }
}

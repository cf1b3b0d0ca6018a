package dev.undercut.app.serving;

import dev.undercut.app.config.Config;
import dev.undercut.app.config.ProviderConfig;
import dev.undercut.app.config.ProviderConfig.Timeouts;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dispatch.Upstream;
import dev.undercut.provider.HttpProvider;
import dev.undercut.provider.ProviderDirectory;
import dev.undercut.provider.ProviderFacts;
import dev.undercut.provider.http.Http1;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Which providers can be called: those that the configuration names, those whose key the
 * environment holds, and local ones that were found running.
 */
final class ConfiguredProviders implements AutoCloseable {
    private static final String AUTHORIZATION = "Authorization";
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final ProviderDirectory directory;
    private final Map<String, String> environment;
    private final Map<String, UpstreamDialect> dialects;
    private final ScheduledExecutorService ticker;
    private final Map<Timeouts, Http1> transports = new ConcurrentHashMap<>();

    ConfiguredProviders(
            ProviderDirectory directory,
            Map<String, String> environment,
            Map<String, UpstreamDialect> dialects,
            ScheduledExecutorService ticker) {
        this.ticker = ticker;
        this.directory = directory;
        this.environment = environment;
        this.dialects = dialects;
    }

    /**
     * A provider that can be called.
     *
     * @param id lower case
     * @param local whether it runs on the user's own machines
     * @param named whether the configuration file names it
     */
    record Configured(String id, String baseUrl, boolean local, boolean named, Upstream upstream) {}

    /** All that can be called under that configuration, by id. */
    Map<String, Configured> of(Config config) {
        Map<String, Configured> configured = new LinkedHashMap<>();
        for (ProviderFacts facts : directory.all()) {
            String key = keyOf(facts);
            boolean candidate = key != null || (facts.probe() && config.probeOllama());
            if (candidate && !config.providers().containsKey(facts.id())) {
                byFacts(facts, key, config).ifPresent(found -> configured.put(found.id(), found));
            }
        }
        for (ProviderConfig provider : config.providers().values()) {
            if (provider.enabled()) {
                byFile(provider).ifPresent(found -> configured.put(found.id(), found));
            }
        }
        return configured;
    }

    /** What would make a known provider callable, such as {@code set OPENAI_API_KEY}. */
    Map<String, String> hints() {
        Map<String, String> hints = new TreeMap<>();
        for (ProviderFacts facts : directory.all()) {
            if (!facts.keyEnv().isEmpty() && dialects.containsKey(facts.dialect())) {
                hints.put(facts.id(), "set " + facts.keyEnv().getFirst());
            }
        }
        return hints;
    }

    /** Model makers to the providers that are their own shops. */
    Map<String, String> makers() {
        Map<String, String> makers = new TreeMap<>();
        for (ProviderFacts facts : directory.all()) {
            facts.vendorOf().forEach(vendor -> makers.putIfAbsent(vendor, facts.id()));
        }
        return makers;
    }

    @Override
    public void close() {
        transports.values().forEach(Http1::close);
    }

    private Optional<Configured> byFacts(ProviderFacts facts, @Nullable String key, Config config) {
        Timeouts timeouts =
                new Timeouts(CONNECT, config.limits().firstByte(), config.limits().idle());
        Map<String, String> headers = new LinkedHashMap<>(facts.headers());
        if (key != null) {
            authenticate(headers, keyHeader(null, facts.keyHeader(), facts.dialect()), key);
        }
        return upstream(
                        facts.id(),
                        facts.dialect(),
                        facts.baseUrl(),
                        headers,
                        facts.quirks(),
                        timeouts)
                .map(upstream ->
                        new Configured(
                                facts.id(), facts.baseUrl(), facts.local(), false, upstream));
    }

    private Optional<Configured> byFile(ProviderConfig provider) {
        Optional<ProviderFacts> facts = directory.find(provider.id());
        Map<String, String> headers = new LinkedHashMap<>();
        facts.ifPresent(known -> headers.putAll(known.headers()));
        if (!provider.apiKeys().isEmpty()) {
            authenticate(
                    headers,
                    keyHeader(
                            provider.keyHeader(),
                            facts.map(ProviderFacts::keyHeader).orElse(null),
                            provider.dialect()),
                    provider.apiKeys().getFirst().plain());
        }
        provider.headers().forEach((name, value) -> headers.put(name, value.plain()));
        return upstream(
                        provider.id(),
                        provider.dialect(),
                        provider.baseUrl().toString(),
                        headers,
                        facts.map(ProviderFacts::quirks).orElse(Quirks.NONE),
                        provider.timeouts())
                .map(upstream ->
                        new Configured(
                                provider.id(),
                                provider.baseUrl().toString(),
                                facts.map(ProviderFacts::local).orElse(false),
                                true,
                                upstream));
    }

    /** What the configuration says, else the provider's file, else the dialect. */
    private String keyHeader(
            @Nullable String configured, @Nullable String known, String dialectName) {
        UpstreamDialect dialect = dialects.get(dialectName);
        String usual = dialect == null ? AUTHORIZATION : dialect.keyHeader();
        return Objects.requireNonNullElse(configured, Objects.requireNonNullElse(known, usual));
    }

    private static void authenticate(Map<String, String> headers, String name, String key) {
        headers.put(name, name.equalsIgnoreCase(AUTHORIZATION) ? "Bearer " + key : key);
    }

    private Optional<Upstream> upstream(
            String id,
            String dialectName,
            String baseUrl,
            Map<String, String> headers,
            Quirks quirks,
            Timeouts timeouts) {
        UpstreamDialect dialect = dialects.get(dialectName);
        if (dialect == null) {
            return Optional.empty();
        }
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(dialect.headers());
        all.putAll(headers);
        Http1 http = transports.computeIfAbsent(timeouts, this::transport);
        HttpProvider provider = new HttpProvider(id, dialectName, baseUrl, all, http);
        return Optional.of(new Upstream(provider, dialect, quirks, timeouts.firstByte()));
    }

    private Http1 transport(Timeouts timeouts) {
        return new Http1(
                () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
                timeouts.connect(),
                timeouts.idle(),
                ticker,
                System::nanoTime);
    }

    private @Nullable String keyOf(ProviderFacts facts) {
        for (String variable : facts.keyEnv()) {
            String key = environment.get(variable);
            if (key != null && !key.isBlank()) {
                return key.strip();
            }
        }
        return null;
    }
}

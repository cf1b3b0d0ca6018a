package dev.undercut.app.serving;

import dev.undercut.app.config.Config;
import dev.undercut.app.config.ProviderConfig;
import dev.undercut.app.config.ProviderConfig.Timeouts;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dispatch.Upstream;
import dev.undercut.identity.Secret;
import dev.undercut.market.Offer;
import dev.undercut.provider.Authentication;
import dev.undercut.provider.HttpProvider;
import dev.undercut.provider.Provider;
import dev.undercut.provider.ProviderDirectory;
import dev.undercut.provider.ProviderFacts;
import dev.undercut.provider.http.Http1;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
    private final Proofs proofs;
    private final Map<Timeouts, Http1> transports = new ConcurrentHashMap<>();

    ConfiguredProviders(
            ProviderDirectory directory,
            Map<String, String> environment,
            Map<String, UpstreamDialect> dialects,
            ScheduledExecutorService ticker,
            InstantSource clock) {
        this.ticker = ticker;
        this.proofs = new Proofs(environment, clock);
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

    /** Who is called, in what, and where. */
    private record Place(String id, String dialect, String baseUrl) {}

    /**
     * How a provider knows who pays.
     *
     * @param header carries a key
     * @param keys none where the proof is enough, or nobody is asked
     * @param proof made anew for each call, where there is no key
     */
    private record Credentials(String header, List<String> keys, Authentication proof) {}

    /** All that can be called under that configuration, by id. */
    Map<String, Configured> of(Config config) {
        Map<String, Configured> configured = new LinkedHashMap<>();
        for (ProviderFacts facts : directory.all()) {
            if (!facts.unset().isEmpty()) {
                continue;
            }
            List<String> keys = keysOf(facts);
            boolean candidate = !keys.isEmpty() || (facts.probe() && config.probeOllama());
            if (candidate && !config.providers().containsKey(facts.id())) {
                byFacts(facts, keys, config).ifPresent(found -> configured.put(found.id(), found));
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
    Map<String, String> hints(Config config) {
        Map<String, String> hints = new TreeMap<>();
        for (ProviderFacts facts : directory.all()) {
            if (!facts.keyEnv().isEmpty() && dialects.containsKey(facts.dialect())) {
                hints.put(facts.id(), hint(facts, config.providers().get(facts.id())));
            }
        }
        return hints;
    }

    /** A provider with an address of its own gets no key that was meant for the known one. */
    private String hint(ProviderFacts facts, @Nullable ProviderConfig own) {
        if (own != null && !own.enabled()) {
            return "enable " + facts.id() + " in the configuration";
        }
        if (own != null && !own.baseUrl().toString().equals(facts.baseUrl())) {
            return "write api_key under " + facts.id() + " in the configuration";
        }
        List<String> variables = new ArrayList<>(facts.unset());
        if (keysOf(facts).isEmpty()) {
            variables.addFirst(facts.keyEnv().getFirst());
        }
        return "set " + String.join(" and ", variables);
    }

    /** Whether that offer can be called at its provider, as far as the provider's file says. */
    boolean serves(Offer offer) {
        return directory
                .find(offer.provider())
                .map(facts -> facts.serves(offer.upstreamId()))
                .orElse(true);
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

    private Optional<Configured> byFacts(ProviderFacts facts, List<String> keys, Config config) {
        Timeouts timeouts =
                new Timeouts(CONNECT, config.limits().firstByte(), config.limits().idle());
        String header = keyHeader(null, facts.keyHeader(), facts.dialect());
        return upstream(
                        new Place(facts.id(), facts.dialect(), facts.baseUrl()),
                        new Credentials(header, keys, Authentication.NONE),
                        facts.headers(),
                        facts.quirks(),
                        timeouts)
                .map(upstream ->
                        new Configured(
                                facts.id(), facts.baseUrl(), facts.local(), false, upstream));
    }

    private Optional<Configured> byFile(ProviderConfig provider) {
        Optional<ProviderFacts> facts = directory.find(provider.id());
        String baseUrl = provider.baseUrl().toString();
        if (facts.filter(known -> !known.unset().isEmpty()).isPresent()
                && baseUrl.equals(facts.get().baseUrl())) {
            return Optional.empty();
        }
        Authentication proof = Authentication.NONE;
        if (provider.apiKeys().isEmpty() && facts.isPresent()) {
            Http1 http = transports.computeIfAbsent(provider.timeouts(), this::transport);
            Optional<Authentication> made =
                    proofs.of(facts.get().proof(), provider.baseUrl(), http);
            if (made.isEmpty()) {
                return Optional.empty();
            }
            proof = made.get();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        facts.ifPresent(known -> headers.putAll(known.headers()));
        provider.headers().forEach((name, value) -> headers.put(name, value.plain()));
        String header =
                keyHeader(
                        provider.keyHeader(),
                        facts.map(ProviderFacts::keyHeader).orElse(null),
                        provider.dialect());
        List<String> keys = provider.apiKeys().stream().map(Secret::plain).toList();
        return upstream(
                        new Place(provider.id(), provider.dialect(), baseUrl),
                        new Credentials(header, keys, proof),
                        headers,
                        quirks(provider, facts.map(ProviderFacts::quirks).orElse(Quirks.NONE)),
                        provider.timeouts())
                .map(upstream ->
                        new Configured(
                                provider.id(),
                                baseUrl,
                                facts.map(ProviderFacts::local).orElse(false),
                                true,
                                upstream));
    }

    private static Quirks quirks(ProviderConfig provider, Quirks known) {
        Boolean prefill = provider.prefill();
        return prefill == null ? known : known.withPrefill(prefill);
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
            Place place,
            Credentials credentials,
            Map<String, String> headers,
            Quirks quirks,
            Timeouts timeouts) {
        UpstreamDialect dialect = dialects.get(place.dialect);
        if (dialect == null) {
            return Optional.empty();
        }
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(dialect.headers());
        all.putAll(headers);
        Http1 http = transports.computeIfAbsent(timeouts, this::transport);
        if (credentials.keys.isEmpty()) {
            Provider keyless = provider(place, all, http, credentials.proof);
            return Optional.of(new Upstream(keyless, dialect, quirks, timeouts.firstByte()));
        }
        Map<String, Provider> byKey = new LinkedHashMap<>();
        for (String key : credentials.keys) {
            Map<String, String> own = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            authenticate(own, credentials.header, key);
            own.putAll(all);
            byKey.putIfAbsent(
                    KeyNames.of(place.id, key), provider(place, own, http, Authentication.NONE));
        }
        return Optional.of(
                new Upstream(
                        List.copyOf(byKey.values()),
                        List.copyOf(byKey.keySet()),
                        dialect,
                        quirks,
                        timeouts.firstByte()));
    }

    private static Provider provider(
            Place place, Map<String, String> headers, Http1 http, Authentication proof) {
        return new HttpProvider(place.id, place.dialect, place.baseUrl, headers, http, proof);
    }

    private Http1 transport(Timeouts timeouts) {
        return new Http1(
                () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
                timeouts.connect(),
                timeouts.idle(),
                ticker,
                System::nanoTime);
    }

    /** The keys in the first variable that holds any; commas stand between several. */
    private List<String> keysOf(ProviderFacts facts) {
        for (String variable : facts.keyEnv()) {
            List<String> keys =
                    Arrays.stream(environment.getOrDefault(variable, "").split(",", -1))
                            .map(String::strip)
                            .filter(key -> !key.isEmpty())
                            .toList();
            if (!keys.isEmpty()) {
                return keys;
            }
        }
        return List.of();
    }
}

package dev.undercut.app.config;

import dev.undercut.app.config.BundledProviders.Bundled;
import dev.undercut.app.config.ModelConfig.Feature;
import dev.undercut.identity.Secret;
import dev.undercut.money.PricePerMtok;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Providers and their models, completed with what the program knows about them. */
final class ProviderReader {

    private static final String STANDARD_DIALECT = "openai";

    /** Stands in for a missing base URL until the reading is refused. */
    private static final URI NOWHERE = URI.create("http://localhost");

    /** The HTTP client writes these itself; a second one would change where a request ends. */
    private static final Set<String> FRAMING =
            Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "te");

    private static final String INCOMPLETE =
            "needs both input and output: 0 where it is free; leave price out where it is unknown";

    private final Surroundings surroundings;
    private final Config.Limits limits;

    ProviderReader(Surroundings surroundings, Config.Limits limits) {
        this.surroundings = surroundings;
        this.limits = limits;
    }

    ProviderConfig read(String id, Section section) {
        Bundled bundled = surroundings.bundled().find(id).orElse(null);
        URI baseUrl = baseUrl(section, bundled);
        List<Secret> apiKeys = apiKeys(section, bundled, baseUrl);
        String dialect = section.oneOrNull(Schema.DIALECT);
        String standard = bundled == null ? STANDARD_DIALECT : bundled.dialect();
        warnOfOpenWire(section, baseUrl, apiKeys);
        return new ProviderConfig(
                id,
                dialect == null ? standard : dialect,
                baseUrl,
                apiKeys,
                keyHeader(section.group(Schema.AUTH)),
                models(section),
                section.one(Schema.ENABLED),
                headers(section),
                timeouts(section.group(Schema.TIMEOUTS)),
                section.oneOrNull(Schema.PREFILL));
    }

    private static URI baseUrl(Section section, @Nullable Bundled bundled) {
        if (bundled != null) {
            URI written = section.oneOrNull(Schema.BASE_URL);
            return written == null ? bundled.baseUrl() : written;
        }
        URI written =
                section.needed(
                        Schema.BASE_URL,
                        "needs a base_url, because no provider of this name is bundled");
        return written == null ? NOWHERE : written;
    }

    private List<Secret> apiKeys(Section section, @Nullable Bundled bundled, URI baseUrl) {
        List<Secret> one = section.manyOrNull(Schema.API_KEY);
        List<Secret> written = new ArrayList<>(one == null ? List.of() : one);
        written.addAll(section.many(Schema.API_KEYS));
        if (!written.isEmpty()) {
            return written;
        }
        if (bundled == null) {
            return List.of();
        }
        for (String name : bundled.keyVariables()) {
            String key = section.reading().variable(name);
            if (key != null) {
                return bundledKey(section, name, key, sameHost(baseUrl, bundled.baseUrl()));
            }
        }
        return List.of();
    }

    private static List<Secret> bundledKey(
            Section section, String variable, String key, boolean sameHost) {
        // A key is sent only to the host it was made for, unless the file says so in as many words.
        if (!sameHost) {
            section.warning(
                    Schema.BASE_URL,
                    variable
                            + " is not sent to another host than the bundled one; write api_key: ${"
                            + variable
                            + "} if it should be");
            return List.of();
        }
        try {
            List<Secret> keys = new ArrayList<>();
            for (String each : key.split(",", -1)) {
                if (!each.isBlank()) {
                    keys.add(Kinds.SECRET.read(each.strip()));
                }
            }
            return keys;
        } catch (IllegalArgumentException e) {
            section.reading().problemOutside(variable, null, "expected " + Kinds.SECRET.expected());
            return List.of();
        }
    }

    private static boolean sameHost(URI a, URI b) {
        return Objects.equals(a.getScheme(), b.getScheme())
                && a.getHost().equalsIgnoreCase(b.getHost())
                && a.getPort() == b.getPort();
    }

    private static void warnOfOpenWire(Section section, URI baseUrl, List<Secret> keys) {
        boolean open = "http".equalsIgnoreCase(baseUrl.getScheme());
        String host = baseUrl.getHost().replaceAll("[\\[\\]]", "");
        if (open && !keys.isEmpty() && !new HostPort(host, 0).isLoopback()) {
            section.warning(Schema.BASE_URL, "the key travels unencrypted over http");
        }
    }

    private static @Nullable String keyHeader(Section auth) {
        String name = auth.oneOrNull(Schema.AUTH_HEADER);
        if (name != null) {
            checkName(auth, Schema.AUTH_HEADER, name);
        }
        return name;
    }

    private static void checkName(Section section, Key key, String name) {
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            section.problem(key, "not every name is a header's");
        } else if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
            section.problem(key, "the header " + name + " cannot be set");
        }
    }

    private static Map<String, Secret> headers(Section section) {
        Map<String, Secret> headers = section.pairs(Schema.HEADERS);
        headers.keySet().forEach(name -> checkName(section, Schema.HEADERS, name));
        return headers;
    }

    private ProviderConfig.Timeouts timeouts(Section timeouts) {
        return new ProviderConfig.Timeouts(
                timeouts.one(Schema.CONNECT),
                Objects.requireNonNullElse(
                        timeouts.oneOrNull(Schema.PROVIDER_FIRST_BYTE), limits.firstByte()),
                Objects.requireNonNullElse(
                        timeouts.oneOrNull(Schema.PROVIDER_IDLE), limits.idle()));
    }

    private static Map<String, ModelConfig> models(Section section) {
        Map<String, ModelConfig> models = new LinkedHashMap<>();
        section.named(Schema.MODELS).forEach((name, model) -> models.put(name, model(name, model)));
        return models;
    }

    private static ModelConfig model(String name, Section model) {
        List<Feature> features = model.manyOrNull(Schema.FEATURES);
        String upstreamId = model.oneOrNull(Schema.UPSTREAM_ID);
        return new ModelConfig(
                upstreamId == null ? name : upstreamId,
                model.has(Schema.PRICE) ? price(model.group(Schema.PRICE)) : null,
                model.oneOrNull(Schema.CONTEXT),
                model.oneOrNull(Schema.MAX_OUTPUT),
                model.oneOrNull(Schema.CI),
                model.oneOrNull(Schema.CI_SE),
                features == null ? null : Set.copyOf(features),
                model.one(Schema.OWN_HARDWARE));
    }

    private static ModelConfig.Price price(Section price) {
        PricePerMtok input = or(price.needed(Schema.INPUT, INCOMPLETE), PricePerMtok.FREE);
        PricePerMtok output = or(price.needed(Schema.OUTPUT, INCOMPLETE), PricePerMtok.FREE);
        PricePerMtok cacheWrite = or(price.oneOrNull(Schema.CACHE_WRITE), input);
        return new ModelConfig.Price(
                input,
                or(price.oneOrNull(Schema.CACHED_INPUT), input),
                cacheWrite,
                or(price.oneOrNull(Schema.CACHE_WRITE_1H), cacheWrite),
                output,
                or(price.oneOrNull(Schema.REASONING), output),
                price.one(Schema.PER_REQUEST));
    }

    private static PricePerMtok or(@Nullable PricePerMtok own, PricePerMtok otherwise) {
        return own != null ? own : otherwise;
    }
}

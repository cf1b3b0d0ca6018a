package dev.undercut.provider;

import dev.undercut.dialect.Quirks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** All providers that the product knows, one YAML file each in {@code data/providers}. */
public final class ProviderDirectory {
    private static final Set<String> KEYS =
            Set.of(
                    "id",
                    "name",
                    "dialect",
                    "base_url",
                    "key_env",
                    "auth",
                    "serves",
                    "local",
                    "probe",
                    "vendor_of",
                    "quirks",
                    "source",
                    "checked");
    private static final Set<String> QUIRKS =
            Set.of(
                    "stream_usage",
                    "output_limit",
                    "cached_tokens",
                    "billed_cost",
                    "free_suffix",
                    "prefill",
                    "headers",
                    "thinking_budget",
                    "no_schema",
                    "no_sampling");
    private static final Set<String> AUTH = Set.of("header", "proof");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)}");

    private static final String UNSET = "unset";
    private static final String NOWHERE = "https://unset.invalid";

    private final Map<String, ProviderFacts> providers;

    private ProviderDirectory(Map<String, ProviderFacts> providers) {
        this.providers = providers;
    }

    /**
     * Reads the bundled files.
     *
     * @throws IllegalStateException when a file breaks the schema, naming file and key
     */
    public static ProviderDirectory load() {
        return load(Map.of());
    }

    /**
     * Reads the bundled files.
     *
     * @param environment fills the places for variables in addresses
     * @throws IllegalStateException when a file breaks the schema, naming file and key
     */
    public static ProviderDirectory load(Map<String, String> environment) {
        Map<String, ProviderFacts> providers = new TreeMap<>();
        Load yaml = new Load(LoadSettings.builder().build());
        for (String file : BundledFiles.below("data/providers", ".yaml")) {
            try (InputStream bytes = ProviderDirectory.class.getResourceAsStream("/" + file)) {
                if (bytes != null && yaml.loadFromInputStream(bytes) instanceof Map<?, ?> map) {
                    ProviderFacts facts = new Reader(file, map, environment).facts();
                    providers.put(facts.id(), facts);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new ProviderDirectory(providers);
    }

    /** The provider of that id. */
    public Optional<ProviderFacts> find(String id) {
        return Optional.ofNullable(providers.get(id.toLowerCase(Locale.ROOT)));
    }

    /** All of them, by id. */
    public Collection<ProviderFacts> all() {
        return providers.values();
    }

    private record Reader(String file, Map<?, ?> map, Map<String, String> environment) {

        ProviderFacts facts() {
            only(map, KEYS);
            Map<?, ?> quirks = map.get("quirks") instanceof Map<?, ?> given ? given : Map.of();
            only(quirks, QUIRKS);
            Map<?, ?> auth = map.get("auth") instanceof Map<?, ?> given ? given : Map.of();
            only(auth, AUTH);
            return new ProviderFacts(
                    text("id"),
                    text("name"),
                    text("dialect"),
                    address(text("base_url")),
                    list(map, "key_env"),
                    optional(auth, "header"),
                    proof(auth),
                    list(map, "serves"),
                    unset(text("base_url")),
                    Boolean.TRUE.equals(map.get("local")),
                    Boolean.TRUE.equals(map.get("probe")),
                    list(map, "vendor_of"),
                    quirks(quirks),
                    headers(quirks),
                    text("source"));
        }

        private static ProviderFacts.Proof proof(Map<?, ?> auth) {
            String proof = optional(auth, "proof");
            return proof == null
                    ? ProviderFacts.Proof.NONE
                    : ProviderFacts.Proof.valueOf(proof.toUpperCase(Locale.ROOT));
        }

        /** With the variables filled in; one that is not set leads nowhere. */
        private String address(String template) {
            return VARIABLE.matcher(template)
                    .replaceAll(found -> {
                        String set = variable(found.group(1));
                        String value = found.start() == 0 ? NOWHERE : UNSET;
                        return Matcher.quoteReplacement(set == null ? value : set);
                    });
        }

        private List<String> unset(String template) {
            return VARIABLE.matcher(template)
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> variable(name) == null)
                    .toList();
        }

        private @Nullable String variable(String name) {
            String value = environment.get(name);
            if (value == null || value.isBlank()) {
                return null;
            }
            String stripped = value.strip();
            return stripped.endsWith("/") ? stripped.substring(0, stripped.length() - 1) : stripped;
        }

        private Quirks quirks(Map<?, ?> quirks) {
            String stream = optional(quirks, "stream_usage");
            String limit = optional(quirks, "output_limit");
            return new Quirks(
                    stream == null
                            ? Quirks.StreamUsage.ASK
                            : Quirks.StreamUsage.valueOf(stream.toUpperCase(Locale.ROOT)),
                    limit == null ? "max_tokens" : limit,
                    optional(quirks, "cached_tokens"),
                    optional(quirks, "billed_cost"),
                    new Quirks.ModelLimits(
                            list(quirks, "thinking_budget"),
                            list(quirks, "no_schema"),
                            list(quirks, "no_sampling")),
                    "assistant".equals(optional(quirks, "prefill")));
        }

        private static Map<String, String> headers(Map<?, ?> quirks) {
            Map<String, String> headers = new TreeMap<>();
            if (quirks.get("headers") instanceof Map<?, ?> given) {
                given.forEach((key, value) -> headers.put(key.toString(), value.toString()));
            }
            return headers;
        }

        private String text(String key) {
            String value = optional(map, key);
            if (value == null) {
                throw new IllegalStateException(file + ": " + key + " is missing");
            }
            return value;
        }

        private static @Nullable String optional(Map<?, ?> map, String key) {
            Object value = map.get(key);
            return value == null ? null : value.toString();
        }

        private static List<String> list(Map<?, ?> from, String key) {
            List<String> values = new ArrayList<>();
            if (from.get(key) instanceof List<?> given) {
                given.forEach(value -> values.add(String.valueOf(value)));
            }
            return values;
        }

        private void only(Map<?, ?> given, Set<String> known) {
            for (Object key : given.keySet()) {
                if (!known.contains(String.valueOf(key))) {
                    throw new IllegalStateException(file + ": unknown key " + key);
                }
            }
        }
    }
}

package dev.undercut.dialect;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.undercut.chat.Feature;
import dev.undercut.chat.Preferences;
import dev.undercut.chat.Preferences.Order;
import dev.undercut.chat.Refusal;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body field {@code undercut}, the same in every dialect. */
public final class PreferencesReader {
    private static final List<String> KEYS =
            List.of(
                    "quality_min",
                    "confidence",
                    "benchmark_min",
                    "max_usd",
                    "max_usd_per_mtok",
                    "min_context",
                    "min_tokens_per_s",
                    "max_ttft_ms",
                    "needs",
                    "providers",
                    "order",
                    "fallbacks",
                    "session",
                    "task",
                    "cache",
                    "dry_run",
                    "compute");

    /** A limit that stands twice would be another one to other readers. */
    private static final ObjectReader STRICT =
            Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final JsonNode root;

    private PreferencesReader(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads the field's value, which is known to be JSON, from the bytes of a request.
     *
     * @throws RefusedException naming the key at fault
     */
    public static Preferences read(byte[] json, int from, int length) throws RefusedException {
        try {
            return read(STRICT.readTree(json, from, length));
        } catch (IOException e) {
            throw refused("undercut", "a key stands twice in one object");
        } catch (NumberFormatException e) {
            throw refused("undercut", "a number is past all measure");
        }
    }

    /**
     * Reads the field's value.
     *
     * @throws RefusedException naming the key at fault
     */
    public static Preferences read(JsonNode value) throws RefusedException {
        if (value.isNull()) {
            return Preferences.NONE;
        }
        if (!value.isObject()) {
            throw refused("undercut", "expected an object, got " + kind(value));
        }
        return new PreferencesReader(value).read();
    }

    private Preferences read() throws RefusedException {
        rejectUnknown(root, "undercut", KEYS);
        JsonNode perMtok = object("max_usd_per_mtok", List.of("input", "output"));
        JsonNode providers = object("providers", List.of("only", "ignore"));
        return new Preferences(
                number(root, "quality_min", "undercut.quality_min"),
                confidence(),
                benchmarks(),
                maxUsd(),
                price(perMtok, "input"),
                price(perMtok, "output"),
                minContext(),
                positive("min_tokens_per_s"),
                positive("max_ttft_ms"),
                needs(),
                strings(providers, "only", "undercut.providers.only"),
                strings(providers, "ignore", "undercut.providers.ignore"),
                order(),
                strings(root, "fallbacks", "undercut.fallbacks"),
                label("session"),
                label("task"),
                uncached(),
                dryRun(),
                compute());
    }

    private @Nullable Double positive(String key) throws RefusedException {
        Double value = number(root, key, "undercut." + key);
        if (value != null && value <= 0) {
            throw refused("undercut." + key, "expected a number above 0");
        }
        return value;
    }

    /** What stands in it is read by those who know strategies. */
    private @Nullable String compute() throws RefusedException {
        JsonNode value = object("compute", null);
        return value == null ? null : Json.text(value);
    }

    /** Whether the cache is on is the operator's word; a request can only go past it. */
    private boolean uncached() throws RefusedException {
        JsonNode cache = root.get("cache");
        if (cache == null || cache.isNull()) {
            return false;
        }
        if (!cache.isTextual() || !cache.asText().equals("off")) {
            throw refused("undercut.cache", "expected \"off\"");
        }
        return true;
    }

    private @Nullable Double confidence() throws RefusedException {
        Double value = number(root, "confidence", "undercut.confidence");
        if (value != null && !(value > 0 && value < 1)) {
            throw refused("undercut.confidence", "expected a number above 0 and below 1");
        }
        return value;
    }

    private Map<String, Double> benchmarks() throws RefusedException {
        JsonNode value = object("benchmark_min", null);
        Map<String, Double> floors = new LinkedHashMap<>();
        if (value != null) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                String at = "undercut.benchmark_min." + entry.getKey();
                Double floor = number(value, entry.getKey(), at);
                if (floor != null) {
                    floors.merge(slug(entry.getKey()), floor, Math::max);
                }
            }
        }
        return floors;
    }

    private @Nullable Usd maxUsd() throws RefusedException {
        BigDecimal value = decimal(root, "max_usd", "undercut.max_usd");
        if (value == null) {
            return null;
        }
        if (value.signum() <= 0) {
            throw refused("undercut.max_usd", "expected an amount of dollars above 0");
        }
        try {
            return Usd.of(value);
        } catch (IllegalArgumentException e) {
            throw refused("undercut.max_usd", String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable PricePerMtok price(@Nullable JsonNode perMtok, String key)
            throws RefusedException {
        String at = "undercut.max_usd_per_mtok." + key;
        BigDecimal value = perMtok == null ? null : decimal(perMtok, key, at);
        if (value == null) {
            return null;
        }
        try {
            return PricePerMtok.of(value);
        } catch (IllegalArgumentException e) {
            throw refused(at, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Long minContext() throws RefusedException {
        JsonNode value = root.get("min_context");
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.canConvertToLong() || !value.isIntegralNumber() || value.asLong() < 0) {
            throw refused("undercut.min_context", "expected a whole number of tokens");
        }
        return value.asLong();
    }

    private Set<Feature> needs() throws RefusedException {
        Set<Feature> needs = EnumSet.noneOf(Feature.class);
        for (String code : strings(root, "needs", "undercut.needs")) {
            needs.add(
                    Feature.of(code)
                            .orElseThrow(() ->
                                    refused(
                                            "undercut.needs",
                                            "no feature is named '"
                                                    + code
                                                    + "'; there are tools, vision,"
                                                    + " json_schema, reasoning and"
                                                    + " audio")));
        }
        return needs;
    }

    private @Nullable Order order() throws RefusedException {
        String value = label("order");
        if (value == null) {
            return null;
        }
        return switch (value) {
            case "price" -> Order.PRICE;
            case "quality" -> Order.QUALITY;
            case "speed" -> Order.SPEED;
            default ->
                    throw refused("undercut.order", "expected \"price\", \"quality\" or \"speed\"");
        };
    }

    private boolean dryRun() throws RefusedException {
        JsonNode value = root.get("dry_run");
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw refused("undercut.dry_run", "expected true or false");
        }
        return value.asBoolean();
    }

    private @Nullable String label(String key) throws RefusedException {
        JsonNode value = root.get(key);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || value.asText().length() > 256) {
            throw refused("undercut." + key, "expected a string of at most 256 characters");
        }
        return value.asText();
    }

    private @Nullable JsonNode object(String key, @Nullable List<String> known)
            throws RefusedException {
        JsonNode value = root.get(key);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isObject()) {
            throw refused("undercut." + key, "expected an object, got " + kind(value));
        }
        if (known != null) {
            rejectUnknown(value, "undercut." + key, known);
        }
        return value;
    }

    private static @Nullable Double number(JsonNode from, String key, String at)
            throws RefusedException {
        BigDecimal value = decimal(from, key, at);
        if (value == null) {
            return null;
        }
        if (!Double.isFinite(value.doubleValue())) {
            throw refused(at, "expected a number of ordinary size");
        }
        return value.doubleValue();
    }

    private static @Nullable BigDecimal decimal(JsonNode from, String key, String at)
            throws RefusedException {
        JsonNode value = from.get(key);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isNumber()) {
            throw refused(at, "expected a number, got " + kind(value));
        }
        return value.decimalValue();
    }

    private static List<String> strings(@Nullable JsonNode from, String key, String at)
            throws RefusedException {
        JsonNode value = from == null ? null : from.get(key);
        List<String> strings = new ArrayList<>();
        if (value == null || value.isNull()) {
            return strings;
        }
        if (!value.isArray()) {
            throw refused(at, "expected a list of strings, got " + kind(value));
        }
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw refused(at, "expected a list of strings, got " + kind(element) + " in it");
            }
            strings.add(element.asText());
        }
        return strings;
    }

    private static void rejectUnknown(JsonNode object, String at, List<String> known)
            throws RefusedException {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!known.contains(entry.getKey())) {
                String path = at + "." + entry.getKey();
                throw new RefusedException(
                        new Refusal(
                                Refusal.Kind.INVALID,
                                "unknown_parameter",
                                "unknown key " + path + "; known are " + String.join(", ", known),
                                path));
            }
        }
    }

    /** A benchmark's name as a slug: lower case, dashes for spaces and underscores. */
    private static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    }

    private static String kind(JsonNode value) {
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static RefusedException refused(String param, String message) {
        return new RefusedException(Refusal.invalid(param, param + ": " + message));
    }
}

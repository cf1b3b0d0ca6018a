package dev.undercut.market.feed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.market.PriceTier;
import dev.undercut.market.feed.Amounts.Rate;
import dev.undercut.market.feed.Amounts.Unit;
import dev.undercut.market.feed.Feed;
import dev.undercut.market.feed.Item;
import dev.undercut.market.feed.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * LiteLLM's price file: one flat map from route to entry. Prices are USD for one token as floats in
 * scientific form. Left aside: the specimen, copies for single regions, and prices of batches, flex
 * and priority. Known to lag behind its vendors by months.
 */
final class LiteLlmFeed implements Feed {
    private static final Set<String> MODES = Set.of("chat", "completion", "responses");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-gov)?-[a-z]+-\\d");
    private static final Set<String> PARTS =
            Set.of(
                    "us",
                    "eu",
                    "apac",
                    "global",
                    "global-standard",
                    "1-month-commitment",
                    "6-month-commitment");
    private static final Set<String> PREFIXES =
            Set.of("us", "eu", "apac", "au", "jp", "global", "us-gov");
    private static final Pattern TIER = Pattern.compile("(.+?)_above_(\\d{1,7})k_tokens");
    private static final Map<String, Rate> RATES =
            Map.of(
                    "input_cost_per_token", Rate.INPUT,
                    "output_cost_per_token", Rate.OUTPUT,
                    "cache_read_input_token_cost", Rate.CACHED_INPUT,
                    "input_cost_per_token_cache_hit", Rate.CACHED_INPUT,
                    "cache_creation_input_token_cost", Rate.CACHE_WRITE,
                    "cache_creation_input_token_cost_above_1hr", Rate.CACHE_WRITE_1H,
                    "output_cost_per_reasoning_token", Rate.REASONING);
    private static final long THOUSAND = 1000;

    @Override
    public String kind() {
        return "litellm";
    }

    @Override
    public String description() {
        return "LiteLLM's price file: one map of routes";
    }

    @Override
    public void read(InputStream bytes, Consumer<Item> sink) throws IOException {
        JsonStream.read(
                bytes,
                json ->
                        json.fields(key -> {
                            if (key.equals("sample_spec") || !json.isObject()) {
                                json.skip();
                            } else {
                                Entry entry = new Entry(json.tree());
                                Entry.guard(key, sink, () -> route(key, entry, sink));
                            }
                        }));
    }

    private static void route(String key, Entry entry, Consumer<Item> sink) throws BadEntry {
        String provider = entry.needed("litellm_provider");
        String mode = entry.text("mode");
        if (mode != null && !MODES.contains(mode)) {
            throw new BadEntry("mode " + (mode.length() > 40 ? "unknown" : mode));
        }
        if (isRegional(key)) {
            throw new BadEntry("a copy for one region");
        }
        if (key.startsWith("ft:")) {
            throw new BadEntry("a fine-tuned model");
        }
        Map<PriceTier, Prices> tiers = tiers(entry);
        Unit unit = unit(entry, tiers);
        Long context = entry.whole("max_input_tokens");
        Long output = entry.whole("max_output_tokens");
        String id = id(key, provider);
        Observation.Terms terms =
                Observation.Terms.of(
                                context == null ? entry.whole("max_tokens") : context,
                                output == null ? entry.whole("max_tokens") : output,
                                Set.of())
                        .between(null, entry.day("deprecation_date"));
        tiers.forEach((tier, prices) ->
                sink.accept(
                        new Item.Price(
                                new Observation(
                                        provider,
                                        id,
                                        true,
                                        List.of(id),
                                        tier,
                                        prices.amounts(unit),
                                        terms))));
    }

    /**
     * Whether a part of the route is a region, or the id begins with one: {@code eu.maker.model}.
     */
    private static boolean isRegional(String key) {
        int begin = 0;
        for (int end = key.indexOf('/'); end >= 0; end = key.indexOf('/', begin)) {
            String part = key.substring(begin, end);
            if (PARTS.contains(part)
                    || (part.indexOf('-') == 2 && REGION.matcher(part).matches())) {
                return true;
            }
            begin = end + 1;
        }
        int dot = key.indexOf('.', begin);
        return dot > 0
                && PREFIXES.contains(key.substring(begin, dot))
                && key.indexOf('.', dot + 1) > 0;
    }

    /** The key without the route's own first segment. */
    private static String id(String key, String provider) {
        if (key.startsWith(provider + "/")) {
            return key.substring(provider.length() + 1);
        }
        int slash = key.indexOf('/');
        boolean route = slash > 0 && provider.startsWith(key.substring(0, slash));
        return route ? key.substring(slash + 1) : key;
    }

    private static Map<PriceTier, Prices> tiers(Entry entry) throws BadEntry {
        Map<PriceTier, Prices> tiers = new LinkedHashMap<>();
        tiers.put(PriceTier.STANDARD, new Prices());
        for (Map.Entry<String, JsonNode> field : entry.json().properties()) {
            String name = field.getKey();
            Rate rate = RATES.get(name);
            PriceTier tier = PriceTier.STANDARD;
            if (rate == null && name.contains("_above_")) {
                Matcher above = TIER.matcher(name);
                if (above.matches()) {
                    rate = RATES.get(above.group(1));
                    tier = new PriceTier.Above(Long.parseLong(above.group(2)) * THOUSAND);
                }
            }
            if (rate != null && !field.getValue().isNull()) {
                BigDecimal price = Entry.decimal(field.getKey(), field.getValue());
                tiers.computeIfAbsent(tier, t -> new Prices()).with(rate, price.movePointRight(6));
            }
        }
        ranges(entry, tiers);
        Prices standard = tiers.getOrDefault(PriceTier.STANDARD, new Prices());
        tiers.forEach((tier, prices) -> prices.over(standard));
        return tiers;
    }

    /** Some vendors are listed by ranges of input instead. */
    private static void ranges(Entry entry, Map<PriceTier, Prices> tiers) throws BadEntry {
        for (JsonNode each : entry.at("tiered_pricing").json()) {
            Entry range = new Entry(each);
            BigDecimal from = Entry.decimal("range", each.path("range").path(0));
            PriceTier tier =
                    from.signum() == 0 ? PriceTier.STANDARD : new PriceTier.Above(from.longValue());
            Prices prices = tiers.computeIfAbsent(tier, t -> new Prices());
            for (Map.Entry<String, Rate> rate : RATES.entrySet()) {
                prices.with(rate.getValue(), range.million(rate.getKey()));
            }
        }
    }

    /** A price per character is never one per token, also where both fields hold the same. */
    private static Unit unit(Entry entry, Map<PriceTier, Prices> tiers) throws BadEntry {
        Prices standard = tiers.getOrDefault(PriceTier.STANDARD, new Prices());
        BigDecimal input = entry.million("input_cost_per_character");
        BigDecimal output = entry.million("output_cost_per_character");
        if (input == null || output == null) {
            if (standard.isEmpty()) {
                throw new BadEntry("without a price per token");
            }
            return Unit.TOKEN;
        }
        BigDecimal token = standard.amounts().prices().get(Rate.INPUT);
        if (token != null && token.compareTo(input) > 0) {
            return Unit.TOKEN;
        }
        tiers.clear();
        tiers.put(
                PriceTier.STANDARD, new Prices().with(Rate.INPUT, input).with(Rate.OUTPUT, output));
        return Unit.CHARACTER;
    }
}

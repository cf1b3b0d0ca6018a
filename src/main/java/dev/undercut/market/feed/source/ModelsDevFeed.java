package dev.undercut.market.feed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.market.PriceTier;
import dev.undercut.market.feed.Amounts.Rate;
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
import org.jspecify.annotations.Nullable;

/**
 * The {@code api.json} of models.dev: providers, each with its models. Prices are USD per million
 * tokens as numbers, without days. Cache prices were spelled otherwise in older copies.
 */
final class ModelsDevFeed implements Feed {
    private static final long TIER_OF_OLD = 200_000;

    @Override
    public String kind() {
        return "models.dev";
    }

    @Override
    public String description() {
        return "models.dev api.json: providers and their models";
    }

    @Override
    public void read(InputStream bytes, Consumer<Item> sink) throws IOException {
        JsonStream.read(bytes, json -> json.fields(provider -> provider(json, provider, sink)));
    }

    private static void provider(JsonStream json, String provider, Consumer<Item> sink)
            throws IOException {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.fields(field -> {
            if (field.equals("models") && json.isObject()) {
                json.fields(id -> model(provider, id, new Entry(json.tree()), sink));
            } else {
                json.skip();
            }
        });
    }

    private static void model(String provider, String id, Entry model, Consumer<Item> sink) {
        String what = provider + "/" + id;
        Entry.guard(
                what,
                sink,
                () -> {
                    if (!model.has("cost")) {
                        throw new BadEntry("without a price");
                    }
                    Entry modalities = model.at("modalities");
                    if (modalities.has("output") && !modalities.words("output").contains("text")) {
                        throw new BadEntry("does not write text");
                    }
                    tiers(model.at("cost"))
                            .forEach((tier, prices) ->
                                    sink.accept(
                                            new Item.Price(
                                                    observation(
                                                            provider, id, model, tier, prices))));
                });
    }

    private static Observation observation(
            String provider, String id, Entry model, PriceTier tier, Prices prices) {
        Entry limit = model.at("limit");
        String status = model.text("status");
        Set<String> notes = "deprecated".equals(status) ? Set.of("deprecated") : Set.of();
        boolean free = id.endsWith(":free");
        return new Observation(
                provider,
                id,
                true,
                List.of(free ? id.substring(0, id.length() - ":free".length()) : id),
                tier,
                prices.amounts(),
                Observation.Terms.of(
                        limit.whole("context"),
                        limit.whole("output"),
                        free ? Set.of("free tier") : notes));
    }

    private static Map<PriceTier, Prices> tiers(Entry cost) throws BadEntry {
        Map<PriceTier, Prices> tiers = new LinkedHashMap<>();
        Prices standard = prices(cost);
        tiers.put(PriceTier.STANDARD, standard);
        if (cost.has("context_over_200k")) {
            Prices above = prices(cost.at("context_over_200k")).over(standard);
            tiers.put(new PriceTier.Above(TIER_OF_OLD), above);
        }
        for (JsonNode each : cost.at("tiers").json()) {
            Entry tier = new Entry(each);
            Long size = size(tier.at("tier"));
            if (size != null) {
                tiers.put(new PriceTier.Above(size), prices(tier).over(standard));
            }
        }
        return tiers;
    }

    private static @Nullable Long size(Entry tier) {
        String type = tier.text("type");
        return type == null || type.equals("context") ? tier.whole("size") : null;
    }

    private static Prices prices(Entry cost) throws BadEntry {
        BigDecimal cached =
                cost.decimal("cache_read", "cached_input", "inputCached", "input_cached");
        return new Prices()
                .with(Rate.INPUT, cost.decimal("input"))
                .with(Rate.CACHED_INPUT, cached)
                .with(Rate.CACHE_WRITE, cost.decimal("cache_write", "cache_input"))
                .with(Rate.OUTPUT, cost.decimal("output"))
                .with(Rate.REASONING, cost.decimal("reasoning"));
    }
}

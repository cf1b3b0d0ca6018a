package dev.undercut.market.feed.source;

import dev.undercut.market.PriceTier;
import dev.undercut.market.feed.Amounts;
import dev.undercut.market.feed.Amounts.Rate;
import dev.undercut.market.feed.Feed;
import dev.undercut.market.feed.Item;
import dev.undercut.market.feed.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * OpenRouter's list of models. Prices are texts, USD for one token; {@code -1} stands for a router
 * that has no price of its own, {@code :free} in an id for a free tier. Each price is that of the
 * model's first host, not of all.
 */
final class OpenRouterFeed implements Feed {
    private static final String FREE = ":free";

    @Override
    public String kind() {
        return "openrouter";
    }

    @Override
    public String description() {
        return "OpenRouter's list of models, one price each";
    }

    @Override
    public void read(InputStream bytes, Consumer<Item> sink) throws IOException {
        JsonStream.read(
                bytes,
                json -> {
                    if (json.isArray()) {
                        models(json, sink);
                        return;
                    }
                    json.fields(name -> {
                        if (name.equals("data") && json.isArray()) {
                            models(json, sink);
                        } else {
                            json.skip();
                        }
                    });
                });
    }

    private static void models(JsonStream json, Consumer<Item> sink) throws IOException {
        json.elements(each -> {
            Entry model = new Entry(each.tree());
            String id = model.text("id");
            Entry.guard(id == null ? "an entry" : id, sink, () -> sink.accept(read(model)));
        });
    }

    private static Item read(Entry model) throws BadEntry {
        String id = model.needed("id");
        Entry architecture = model.at("architecture");
        if (architecture.has("output_modalities")
                && !architecture.words("output_modalities").contains("text")) {
            throw new BadEntry("does not write text");
        }
        Amounts amounts = amounts(model.at("pricing"));
        boolean free = id.endsWith(FREE);
        Entry top = model.at("top_provider");
        Long context = top.whole("context_length");
        return new Item.Price(
                new Observation(
                        "openrouter",
                        id,
                        true,
                        names(id, free, model),
                        PriceTier.STANDARD,
                        amounts,
                        Observation.Terms.of(
                                        context == null ? model.whole("context_length") : context,
                                        top.whole("max_completion_tokens"),
                                        free ? Set.of("free tier") : Set.of())
                                .between(null, model.day("expiration_date"))));
    }

    private static Amounts amounts(Entry pricing) throws BadEntry {
        Amounts amounts =
                new Prices()
                        .with(Rate.INPUT, pricing.million("prompt"))
                        .with(Rate.CACHED_INPUT, pricing.million("input_cache_read"))
                        .with(Rate.CACHE_WRITE, pricing.million("input_cache_write"))
                        .with(Rate.OUTPUT, pricing.million("completion"))
                        .with(Rate.REASONING, pricing.million("internal_reasoning"))
                        .perRequest(pricing.decimal("request"))
                        .amounts();
        BigDecimal router = BigDecimal.ONE.negate().movePointRight(6);
        BigDecimal input = amounts.prices().get(Rate.INPUT);
        if (input != null && input.compareTo(router) == 0) {
            throw new BadEntry("a router without a fixed price (-1)");
        }
        return amounts;
    }

    private static List<String> names(String id, boolean free, Entry model) {
        List<String> names = new ArrayList<>();
        names.add(free ? id.substring(0, id.length() - FREE.length()) : id);
        String slug = model.text("canonical_slug");
        if (slug != null && !id.startsWith("~") && (free || !id.contains(":"))) {
            names.add(slug);
        }
        return names;
    }
}

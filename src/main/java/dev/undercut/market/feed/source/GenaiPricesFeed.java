package dev.undercut.market.feed.source;

import dev.undercut.market.PriceTier;
import dev.undercut.market.feed.Feed;
import dev.undercut.market.feed.Item;
import dev.undercut.market.feed.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The second version of genai-prices' data: providers, each with its models. A model has one set of
 * prices, or several under a first day or hours of the day, of which the last that applies holds. A
 * price may rise with the length of the input. Ids there are the maker's words for the model, not
 * always what must be sent.
 */
final class GenaiPricesFeed implements Feed {

    @Override
    public String kind() {
        return "genai-prices";
    }

    @Override
    public String description() {
        return "genai-prices data, version 2: with days, hours and tiers";
    }

    @Override
    public void read(InputStream bytes, Consumer<Item> sink) throws IOException {
        JsonStream.read(bytes, json -> json.elements(each -> provider(each, sink)));
    }

    private static void provider(JsonStream json, Consumer<Item> sink) throws IOException {
        String[] id = {null};
        json.fields(name -> {
            if (name.equals("id")) {
                id[0] = json.tree().asText();
            } else if (name.equals("models") && json.isArray()) {
                String provider = id[0];
                if (provider == null) {
                    throw json.broken("models before the id of their provider");
                }
                json.elements(each -> model(provider, new Entry(each.tree()), sink));
            } else {
                json.skip();
            }
        });
    }

    private static void model(String provider, Entry model, Consumer<Item> sink) {
        String what = provider + "/" + model.text("id");
        Entry.guard(
                what,
                sink,
                () -> {
                    String id = model.needed("id");
                    if (!model.has("prices")) {
                        throw new BadEntry("without a price");
                    }
                    for (GenaiPeriods.Period period :
                            GenaiPeriods.of(model.at("prices"), what, sink)) {
                        period.tiers()
                                .forEach((tier, prices) ->
                                        sink.accept(
                                                observation(
                                                        provider,
                                                        id,
                                                        model,
                                                        period,
                                                        Map.entry(tier, prices))));
                    }
                });
    }

    private static Item observation(
            String provider,
            String id,
            Entry model,
            GenaiPeriods.Period period,
            Map.Entry<PriceTier, Prices> price) {
        LocalDate from = period.from();
        return new Item.Price(
                new Observation(
                        provider,
                        id,
                        false,
                        List.of(id),
                        price.getKey(),
                        price.getValue().amounts(),
                        Observation.Terms.of(model.whole("context_window"), null, Set.of())
                                .between(from, period.to())));
    }
}

package dev.undercut.market.feed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.market.PriceTier;
import dev.undercut.market.feed.Amounts.Rate;
import dev.undercut.market.feed.Feed;
import dev.undercut.market.feed.Item;
import dev.undercut.market.feed.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tables of llm-prices, kept by hand with whole days: {@code historical-v1.json}, {@code
 * current-v1.json}, and the files of single vendors. A long context is an id of its own there, such
 * as {@code gpt-5.4-272k} named "GPT-5.4 &gt;272k"; here it is a tier of the model. The name
 * decides, since {@code gpt-4-32k} is a model.
 */
final class LlmPricesFeed implements Feed {
    private static final Pattern LONG = Pattern.compile("(.+)-(\\d{1,5})k");
    private static final long THOUSAND = 1000;

    @Override
    public String kind() {
        return "llm-prices";
    }

    @Override
    public String description() {
        return "llm-prices: history of the makers' prices, by day";
    }

    @Override
    public String source(String file) {
        boolean all = file.startsWith("historical") || file.startsWith("current");
        return all ? kind() : kind() + "/" + file;
    }

    @Override
    public void read(InputStream bytes, Consumer<Item> sink) throws IOException {
        String[] vendor = {null};
        JsonStream.read(
                bytes,
                json ->
                        json.fields(name -> {
                            if (name.equals("prices") && json.isArray()) {
                                json.elements(each -> flat(new Entry(each.tree()), sink));
                            } else if (name.equals("vendor")) {
                                vendor[0] = json.tree().asText();
                            } else if (name.equals("models") && json.isArray()) {
                                String of = vendor[0];
                                if (of == null) {
                                    throw json.broken("models before their vendor");
                                }
                                json.elements(each -> model(of, new Entry(each.tree()), sink));
                            } else {
                                json.skip();
                            }
                        }));
    }

    private static void flat(Entry price, Consumer<Item> sink) {
        String id = price.text("id");
        Entry.guard(
                id == null ? "an entry" : id,
                sink,
                () ->
                        sink.accept(
                                price(
                                        price.needed("vendor"),
                                        price.needed("id"),
                                        price.text("name"),
                                        price)));
    }

    private static void model(String vendor, Entry model, Consumer<Item> sink) {
        String id = model.text("id");
        for (JsonNode each : model.at("price_history").json()) {
            Entry.guard(
                    id == null ? "an entry" : id,
                    sink,
                    () ->
                            sink.accept(
                                    price(
                                            vendor,
                                            model.needed("id"),
                                            model.text("name"),
                                            new Entry(each))));
        }
    }

    private static Item price(String vendor, String id, @Nullable String name, Entry price)
            throws BadEntry {
        Matcher part = LONG.matcher(id);
        boolean tier = name != null && part.matches() && name.contains(">" + part.group(2) + "k");
        String model = tier ? part.group(1) : id;
        return new Item.Price(
                new Observation(
                        vendor,
                        model,
                        false,
                        List.of(model),
                        tier
                                ? new PriceTier.Above(Long.parseLong(part.group(2)) * THOUSAND)
                                : PriceTier.STANDARD,
                        new Prices()
                                .with(Rate.INPUT, price.decimal("input"))
                                .with(Rate.CACHED_INPUT, price.decimal("input_cached"))
                                .with(Rate.OUTPUT, price.decimal("output"))
                                .amounts(),
                        Observation.Terms.of(null, null, Set.of())
                                .between(price.day("from_date"), price.day("to_date"))));
    }
}

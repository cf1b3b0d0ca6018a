package dev.undercut.market.feed.source;

import dev.undercut.market.PriceFact.Confidence;
import dev.undercut.market.PriceTier;
import dev.undercut.market.feed.Amounts.Rate;
import dev.undercut.market.feed.Feed;
import dev.undercut.market.feed.Item;
import dev.undercut.market.feed.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Prices as CSV, in the columns of {@code data/offers.csv}; needed are provider, model, input and
 * output. USD per million tokens.
 */
final class PricesCsvFeed implements Feed {

    @Override
    public String kind() {
        return "prices-csv";
    }

    @Override
    public String description() {
        return "prices as CSV: provider,model,input,output[,...] as in data/offers.csv";
    }

    @Override
    public String source(String file) {
        return kind() + "/" + file;
    }

    @Override
    public void read(InputStream bytes, Consumer<Item> sink) throws IOException {
        CsvRows.read(
                bytes,
                List.of("provider", "model", "input", "output"),
                row -> Entry.guard(row.place(), sink, () -> sink.accept(price(row))));
    }

    private static Item price(CsvRows row) throws BadEntry {
        String model = row.needed("model");
        String id = row.text("upstream_id");
        return new Item.Price(
                new Observation(
                        row.needed("provider"),
                        id == null ? model : id,
                        id != null,
                        List.of(model),
                        tier(row),
                        new Prices()
                                .with(Rate.INPUT, row.decimal("input"))
                                .with(Rate.CACHED_INPUT, row.decimal("cached_input"))
                                .with(Rate.CACHE_WRITE, row.decimal("cache_write_5m"))
                                .with(Rate.CACHE_WRITE_1H, row.decimal("cache_write_1h"))
                                .with(Rate.OUTPUT, row.decimal("output"))
                                .with(Rate.REASONING, row.decimal("reasoning"))
                                .perRequest(row.decimal("per_request"))
                                .amounts(),
                        new Observation.Terms(
                                row.day("valid_from"),
                                row.day("valid_to"),
                                confidence(row),
                                row.whole("context"),
                                row.whole("max_output"),
                                notes(row),
                                row.text("source"))));
    }

    private static PriceTier tier(CsvRows row) throws BadEntry {
        String code = row.text("tier");
        try {
            return code == null ? PriceTier.STANDARD : PriceTier.parse(code);
        } catch (IllegalArgumentException e) {
            throw new BadEntry("tier is none of standard, above:N, window:HH:MM-HH:MM");
        }
    }

    private static Confidence confidence(CsvRows row) throws BadEntry {
        String kind = row.text("date_kind");
        if (kind == null) {
            return row.text("valid_from") == null ? Confidence.OBSERVED : Confidence.RECORDED;
        }
        try {
            return Confidence.valueOf(kind.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadEntry("date_kind is not known");
        }
    }

    private static Set<String> notes(CsvRows row) {
        String note = row.text("note");
        return note == null
                ? Set.of()
                : Arrays.stream(note.split(";", -1))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.toSet());
    }
}

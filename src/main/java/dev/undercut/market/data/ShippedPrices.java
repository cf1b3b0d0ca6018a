package dev.undercut.market.data;

import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceFact.Confidence;
import dev.undercut.market.PriceTier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of {@code data/offers.csv} as price facts, to hold imports against. */
public final class ShippedPrices {
    private ShippedPrices() {}

    /** All of them, in the file's order. */
    public static List<PriceFact> facts() {
        List<PriceFact> facts = new ArrayList<>();
        new DataFile("offers.csv").forEach(row -> facts.add(fact(row)));
        return facts;
    }

    private static PriceFact fact(Row row) {
        PriceRow price = PriceRow.read(row);
        LocalDate seen = row.date("seen_at");
        if (seen == null) {
            throw row.wrong("seen_at", "must not be empty");
        }
        LocalDate from = price.validFrom().equals(LocalDate.MIN) ? seen : price.validFrom();
        return new PriceFact(
                price.provider(),
                price.model(),
                price.upstreamId(),
                PriceTier.parse(price.tier()),
                from,
                price.validTo(),
                from.isBefore(seen) ? from : seen,
                seen,
                price.rates(),
                price.perRequest(),
                null,
                price.context(),
                price.maxOutput(),
                Confidence.valueOf(row.required("date_kind").toUpperCase(Locale.ROOT)),
                notes(price.note()),
                List.of(price.source()));
    }

    private static Set<String> notes(@Nullable String note) {
        return note == null
                ? Set.of()
                : Arrays.stream(note.split(";", -1)).map(String::strip).collect(Collectors.toSet());
    }
}

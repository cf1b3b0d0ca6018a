package dev.undercut.market.data;

import dev.undercut.market.ForeignPrice;
import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceFact.Confidence;
import dev.undercut.market.PriceTier;
import dev.undercut.market.Rates;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads price facts as they stand in {@code data/prices.csv}. Tiers, lists of sources and other
 * cells that come again and again are read once.
 */
final class PriceRow {
    private final Map<String, PriceTier> tiers = new HashMap<>();
    private final Map<String, PricePerMtok> prices = new HashMap<>();
    private final Map<List<String>, List<String>> sources = new HashMap<>();

    /**
     * One fact.
     *
     * @throws IllegalStateException when the row breaks the schema, naming file, line and column
     */
    PriceFact read(Row row) {
        Rates rates = rates(row);
        Usd fee = row.read("per_request", Usd::parse);
        LocalDate from = day(row, "valid_from");
        LocalDate to = row.date("valid_to");
        if (to != null && to.isBefore(from)) {
            throw row.wrong("valid_to", to + " is before the first day");
        }
        LocalDate known = day(row, "known_on");
        LocalDate seen = day(row, "seen_on");
        if (seen.isBefore(known)) {
            throw row.wrong("seen_on", seen + " is before it was known");
        }
        row.required("sources");
        return new PriceFact(
                row.required("provider"),
                row.required("model"),
                row.required("upstream_id"),
                tier(row),
                from,
                to,
                known,
                seen,
                rates,
                fee == null ? Usd.ZERO : fee,
                foreign(row, rates),
                row.whole("context"),
                row.whole("max_output"),
                confidence(row),
                new HashSet<>(row.list("notes")),
                sources.computeIfAbsent(row.list("sources"), List::copyOf));
    }

    private Rates rates(Row row) {
        return new Rates(
                requiredPrice(row, "input"),
                price(row, "cached_input"),
                price(row, "cache_write_5m"),
                price(row, "cache_write_1h"),
                requiredPrice(row, "output"),
                price(row, "reasoning"));
    }

    private PricePerMtok requiredPrice(Row row, String column) {
        PricePerMtok price = price(row, column);
        if (price == null) {
            throw row.wrong(column, "must not be empty");
        }
        return price;
    }

    private @Nullable PricePerMtok price(Row row, String column) {
        return row.read(column, cell -> prices.computeIfAbsent(cell, PricePerMtok::parse));
    }

    private static LocalDate day(Row row, String column) {
        LocalDate day = row.date(column);
        if (day == null) {
            throw row.wrong(column, "must not be empty");
        }
        return day;
    }

    private PriceTier tier(Row row) {
        PriceTier tier = row.read("tier", cell -> tiers.computeIfAbsent(cell, PriceTier::parse));
        if (tier == null) {
            throw row.wrong("tier", "must not be empty");
        }
        return tier;
    }

    private static Confidence confidence(Row row) {
        Confidence confidence =
                row.read("confidence", cell -> Confidence.valueOf(cell.toUpperCase(Locale.ROOT)));
        if (confidence == null) {
            throw row.wrong("confidence", "must not be empty");
        }
        return confidence;
    }

    /** The price as it was stated; its USD must be what the rate makes of it. */
    private static @Nullable ForeignPrice foreign(Row row, Rates rates) {
        String currency = row.text("currency");
        if (currency == null) {
            return null;
        }
        BigDecimal units = amount(row, "units_per_usd");
        if (units.signum() <= 0) {
            throw row.wrong("units_per_usd", "must be above zero");
        }
        ForeignPrice price =
                new ForeignPrice(
                        currency,
                        units,
                        day(row, "rate_day"),
                        row.required("rate_source"),
                        amount(row, "currency_input"),
                        amount(row, "currency_output"));
        check(row, "input", price.input(), units, rates.input());
        check(row, "output", price.output(), units, rates.output());
        return price;
    }

    private static BigDecimal amount(Row row, String column) {
        row.required(column);
        BigDecimal amount = row.read(column, BigDecimal::new);
        return amount == null ? BigDecimal.ZERO : amount;
    }

    private static void check(
            Row row, String column, BigDecimal stated, BigDecimal units, PricePerMtok usd) {
        BigDecimal converted = stated.divide(units, PricePerMtok.DECIMALS, RoundingMode.HALF_EVEN);
        if (!PricePerMtok.of(converted).equals(usd)) {
            throw row.wrong(
                    column, "is " + usd.plain() + ", but at that rate " + converted + " USD");
        }
    }
}

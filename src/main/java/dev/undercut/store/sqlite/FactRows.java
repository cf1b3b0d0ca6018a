package dev.undercut.store.sqlite;

import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceFact.Confidence;
import dev.undercut.market.PriceTier;
import dev.undercut.market.Rates;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A price fact as columns, in the order of {@link #COLUMNS}. */
final class FactRows {
    static final String COLUMNS =
            "source, provider, model, upstream_id, tier, valid_from, valid_to, known_on, input,"
                    + " cached_input, cache_write, cache_write_hour, output, reasoning,"
                    + " per_request, original, context, max_output, confidence, notes, sources";
    static final String MARKS = "?" + ", ?".repeat(20);

    private FactRows() {}

    /** The name under which the fact cites the reading that it is from: always its first. */
    static String source(PriceFact fact) {
        return fact.sources().getFirst();
    }

    static void write(PriceFact fact, Params params) throws SQLException {
        Rates rates = fact.rates();
        params.add(source(fact))
                .add(fact.provider())
                .add(fact.model())
                .add(fact.upstreamId())
                .add(fact.tier().code())
                .add(fact.validFrom().toString())
                .add(text(fact.validTo()))
                .add(fact.knownOn().toString())
                .add(rates.input().picosPerToken())
                .add(picos(rates.cachedInput()))
                .add(picos(rates.cacheWrite()))
                .add(picos(rates.cacheWriteHour()))
                .add(rates.output().picosPerToken())
                .add(picos(rates.reasoning()))
                .add(fact.perRequest().picos())
                .add(MarketText.foreign(fact.original()))
                .add(fact.context())
                .add(fact.maxOutput())
                .add(fact.confidence().name().toLowerCase(Locale.ROOT))
                .add(MarketText.list(fact.notes().stream().sorted().toList()))
                .add(MarketText.list(fact.sources()));
    }

    /** The fact of a row; as last seen on the day on which it became known. */
    static PriceFact read(Columns columns) throws SQLException {
        columns.text();
        String provider = columns.text();
        String model = columns.text();
        String upstreamId = columns.text();
        PriceTier tier = PriceTier.parse(columns.text());
        LocalDate from = LocalDate.parse(columns.text());
        LocalDate to = day(columns.maybeText());
        LocalDate known = LocalDate.parse(columns.text());
        return new PriceFact(
                provider,
                model,
                upstreamId,
                tier,
                from,
                to,
                known,
                known,
                rates(columns),
                new Usd(columns.number()),
                MarketText.foreign(columns.maybeText()),
                columns.maybeNumber(),
                columns.maybeNumber(),
                Confidence.valueOf(columns.text().toUpperCase(Locale.ROOT)),
                new HashSet<>(MarketText.list(columns.text())),
                MarketText.list(columns.text()));
    }

    private static Rates rates(Columns columns) throws SQLException {
        return new Rates(
                new PricePerMtok(columns.number()),
                price(columns),
                price(columns),
                price(columns),
                new PricePerMtok(columns.number()),
                price(columns));
    }

    private static @Nullable PricePerMtok price(Columns columns) throws SQLException {
        Long picos = columns.maybeNumber();
        return picos == null ? null : new PricePerMtok(picos);
    }

    private static @Nullable Long picos(@Nullable PricePerMtok price) {
        return price == null ? null : Long.valueOf(price.picosPerToken());
    }

    static @Nullable LocalDate day(@Nullable String text) {
        return text == null ? null : LocalDate.parse(text);
    }

    static @Nullable String text(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }
}

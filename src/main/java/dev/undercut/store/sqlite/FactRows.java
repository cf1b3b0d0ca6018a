package dev.undercut.store.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.market.ForeignPrice;
import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceFact.Confidence;
import dev.undercut.market.PriceTier;
import dev.undercut.market.Rates;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A price fact as columns, in the order of {@link #COLUMNS}, or as one column of JSON, in which
 * amounts are texts.
 */
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
                .add(foreign(fact.original()))
                .add(fact.context())
                .add(fact.maxOutput())
                .add(fact.confidence().name().toLowerCase(Locale.ROOT))
                .add(list(fact.notes().stream().sorted().toList()))
                .add(list(fact.sources()));
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
                foreign(columns.maybeText()),
                columns.maybeNumber(),
                columns.maybeNumber(),
                Confidence.valueOf(columns.text().toUpperCase(Locale.ROOT)),
                new HashSet<>(list(columns.text())),
                list(columns.text()));
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

    private static final JsonMapper JSON = new JsonMapper();

    static String list(List<String> texts) {
        ArrayNode array = JSON.createArrayNode();
        texts.forEach(array::add);
        return array.toString();
    }

    static List<String> list(String json) {
        if (json.equals("[]")) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        tree(json).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    static @Nullable String foreign(@Nullable ForeignPrice price) {
        if (price == null) {
            return null;
        }
        ObjectNode json = JSON.createObjectNode();
        json.put("currency", price.currency());
        json.put("units_per_usd", price.unitsPerUsd().toPlainString());
        json.put("rate_day", price.rateDay().toString());
        json.put("rate_source", price.rateSource());
        json.put("input", price.input().toPlainString());
        json.put("output", price.output().toPlainString());
        return json.toString();
    }

    static @Nullable ForeignPrice foreign(@Nullable String text) {
        if (text == null) {
            return null;
        }
        JsonNode json = tree(text);
        return new ForeignPrice(
                json.path("currency").asText(),
                new BigDecimal(json.path("units_per_usd").asText()),
                LocalDate.parse(json.path("rate_day").asText()),
                json.path("rate_source").asText(),
                new BigDecimal(json.path("input").asText()),
                new BigDecimal(json.path("output").asText()));
    }

    static @Nullable String fact(@Nullable PriceFact fact) {
        if (fact == null) {
            return null;
        }
        ObjectNode json = JSON.createObjectNode();
        json.put("provider", fact.provider());
        json.put("model", fact.model());
        json.put("upstream_id", fact.upstreamId());
        json.put("tier", fact.tier().code());
        json.put("valid_from", fact.validFrom().toString());
        json.put("valid_to", text(fact.validTo()));
        json.put("known_on", fact.knownOn().toString());
        Rates rates = fact.rates();
        json.put("input", rates.input().plain());
        json.put("cached_input", plain(rates.cachedInput()));
        json.put("cache_write", plain(rates.cacheWrite()));
        json.put("cache_write_hour", plain(rates.cacheWriteHour()));
        json.put("output", rates.output().plain());
        json.put("reasoning", plain(rates.reasoning()));
        json.put("per_request", fact.perRequest().plain());
        json.put("original", foreign(fact.original()));
        json.put("context", fact.context());
        json.put("max_output", fact.maxOutput());
        json.put("confidence", fact.confidence().name());
        json.put("notes", list(fact.notes().stream().sorted().toList()));
        json.put("sources", list(fact.sources()));
        return json.toString();
    }

    static @Nullable PriceFact fact(@Nullable String text) {
        if (text == null) {
            return null;
        }
        JsonNode json = tree(text);
        LocalDate known = LocalDate.parse(json.path("known_on").asText());
        return new PriceFact(
                json.path("provider").asText(),
                json.path("model").asText(),
                json.path("upstream_id").asText(),
                PriceTier.parse(json.path("tier").asText()),
                LocalDate.parse(json.path("valid_from").asText()),
                day(json.path("valid_to").textValue()),
                known,
                known,
                new Rates(
                        needed(json, "input"),
                        price(json, "cached_input"),
                        price(json, "cache_write"),
                        price(json, "cache_write_hour"),
                        needed(json, "output"),
                        price(json, "reasoning")),
                Usd.parse(json.path("per_request").asText()),
                foreign(json.path("original").textValue()),
                number(json, "context"),
                number(json, "max_output"),
                Confidence.valueOf(json.path("confidence").asText()),
                new HashSet<>(list(json.path("notes").asText())),
                list(json.path("sources").asText()));
    }

    private static @Nullable Long number(JsonNode json, String name) {
        return json.hasNonNull(name) ? Long.valueOf(json.path(name).longValue()) : null;
    }

    private static PricePerMtok needed(JsonNode json, String name) {
        return Objects.requireNonNull(price(json, name));
    }

    private static @Nullable PricePerMtok price(JsonNode json, String name) {
        String text = json.path(name).textValue();
        return text == null ? null : PricePerMtok.parse(text);
    }

    private static @Nullable String plain(@Nullable PricePerMtok price) {
        return price == null ? null : price.plain();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the market journal holds broken JSON", e);
        }
    }
}

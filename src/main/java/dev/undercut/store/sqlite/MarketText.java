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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What of the market journal stands in a column as JSON. Amounts are texts there. */
final class MarketText {
    private static final JsonMapper JSON = new JsonMapper();

    private MarketText() {}

    static String list(List<String> texts) {
        ArrayNode array = JSON.createArrayNode();
        texts.forEach(array::add);
        return array.toString();
    }

    static List<String> list(String json) {
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
        json.put("valid_to", FactRows.text(fact.validTo()));
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
                FactRows.day(json.path("valid_to").textValue()),
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

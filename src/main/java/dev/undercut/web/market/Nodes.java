package dev.undercut.web.market;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.market.analysis.Blend;
import dev.undercut.market.analysis.PricedPoint;
import dev.undercut.market.analysis.PricedSpan;
import dev.undercut.market.analysis.Quality.Score;
import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.money.PricePerMtok;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Pieces of JSON that several answers share. What is not known is null. */
final class Nodes {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int USD_DECIMALS = 12;
    private static final MathContext FIGURE = new MathContext(6, RoundingMode.HALF_EVEN);

    /** Whom some licences ask to name; the whole list is in NOTICE. */
    static final String ATTRIBUTION =
            "Scores: LMArena (CC BY 4.0), Epoch AI (CC BY), LLMStats (CC BY 4.0); see NOTICE";

    private Nodes() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static String write(JsonNode json) {
        try {
            return MAPPER.writer()
                    .with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An amount that was blended or fitted, to the twelve decimals that money has here. */
    static void usd(ObjectNode json, String key, @Nullable Double value) {
        json.put(key, value == null || !Double.isFinite(value) ? null : decimals(value));
    }

    private static BigDecimal decimals(double value) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(USD_DECIMALS, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    }

    /** A list price, exactly. */
    static void price(ObjectNode json, String key, @Nullable PricePerMtok price) {
        json.put(key, price == null ? null : new BigDecimal(price.plain()));
    }

    /** A computed figure, to six digits; null when there is none or it is not finite. */
    static void figure(ObjectNode json, String key, @Nullable Double value) {
        json.put(key, value == null || !Double.isFinite(value) ? null : rounded(value));
    }

    private static BigDecimal rounded(double value) {
        BigDecimal figure = BigDecimal.valueOf(value).round(FIGURE);
        return figure.signum() == 0 ? BigDecimal.ZERO : figure.stripTrailingZeros();
    }

    /** {@code [low, high]}, an end that is not finite as null. */
    static void interval(ObjectNode json, String key, @Nullable Interval interval) {
        if (interval == null) {
            json.putNull(key);
            return;
        }
        ArrayNode ends = json.putArray(key);
        end(ends, interval.low());
        end(ends, interval.high());
    }

    private static void end(ArrayNode ends, double value) {
        if (Double.isFinite(value)) {
            ends.add(rounded(value));
        } else {
            ends.addNull();
        }
    }

    static void texts(ObjectNode json, String key, Collection<String> values) {
        ArrayNode array = json.putArray(key);
        values.forEach(array::add);
    }

    /** A point of an index. */
    static ObjectNode point(PricedPoint point) {
        ObjectNode json = object();
        json.put("date", point.date().toString());
        json.put("provider", point.provider());
        json.put("model", point.model());
        usd(json, "price_usd_per_mtok", point.usd());
        figure(json, "score", point.score());
        texts(json, "sources", point.sources());
        texts(json, "flags", point.flags().stream().sorted().toList());
        return json;
    }

    /** An offer by its name, blended price and capability. */
    static ObjectNode offer(PricedSpan offer, Blend blend, @Nullable Score score) {
        ObjectNode json = object();
        json.put("provider", offer.provider());
        json.put("model", offer.model());
        usd(json, "price_usd_per_mtok", offer.usd(blend));
        figure(json, "ci", score == null ? null : score.value());
        figure(json, "ci_se", score == null ? null : score.standardError());
        texts(json, "sources", offer.sources());
        remarks(json, offer);
        return json;
    }

    /** What must be said about an offer, in words and in full. */
    static void remarks(ObjectNode json, PricedSpan offer) {
        texts(json, "flags", offer.flags().stream().sorted().toList());
        texts(json, "notes", offer.notes().stream().sorted().toList());
    }

    /** The four list prices of an offer. */
    static void prices(ObjectNode json, PricedSpan offer) {
        ObjectNode price = json.putObject("price");
        price(price, "input", offer.input());
        price(price, "cached_input", offer.cachedInput());
        price(price, "cache_write", offer.cacheWrite());
        price(price, "output", offer.output());
    }
}

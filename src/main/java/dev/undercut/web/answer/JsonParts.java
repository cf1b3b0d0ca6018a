package dev.undercut.web.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.market.analysis.fit.Interval;
import dev.undercut.money.PricePerMtok;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Pieces of JSON that all answers share. What is not known is null. */
public final class JsonParts {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int USD_DECIMALS = 12;
    private static final MathContext FIGURE = new MathContext(6, RoundingMode.HALF_EVEN);

    private JsonParts() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    public static String write(JsonNode json) {
        try {
            return MAPPER.writer()
                    .with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An amount that was blended or fitted, to the twelve decimals that money has here. */
    public static void usd(ObjectNode json, String key, @Nullable Double value) {
        json.put(key, value == null || !Double.isFinite(value) ? null : decimals(value));
    }

    private static BigDecimal decimals(double value) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(USD_DECIMALS, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    }

    /** A list price, exactly. */
    public static void price(ObjectNode json, String key, @Nullable PricePerMtok price) {
        json.put(key, price == null ? null : new BigDecimal(price.plain()));
    }

    /** A computed figure, to six digits; null when there is none or it is not finite. */
    public static void figure(ObjectNode json, String key, @Nullable Double value) {
        json.put(key, value == null || !Double.isFinite(value) ? null : rounded(value));
    }

    private static BigDecimal rounded(double value) {
        BigDecimal figure = BigDecimal.valueOf(value).round(FIGURE);
        return figure.signum() == 0 ? BigDecimal.ZERO : figure.stripTrailingZeros();
    }

    /** {@code [low, high]}, an end that is not finite as null. */
    public static void interval(ObjectNode json, String key, @Nullable Interval interval) {
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

    public static void texts(ObjectNode json, String key, Collection<String> values) {
        ArrayNode array = json.putArray(key);
        values.forEach(array::add);
    }
}

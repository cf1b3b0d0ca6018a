package dev.undercut.market.analysis.claim;

import dev.undercut.market.analysis.PriceIndex;
import dev.undercut.market.analysis.QualityClass;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads queries as claims write them: a kind, then {@code name=value}. A price is {@code
 * PROVIDER/MODEL@DAY:PART}, with {@code *} for the cheapest provider and {@code input}, {@code
 * cached}, {@code output}, {@code blended} or {@code mean} as part; a class is {@code
 * MEASURE>=THRESHOLD}.
 */
public final class ClaimParser {
    private ClaimParser() {}

    /**
     * The query of that text.
     *
     * @throws IllegalArgumentException on any other form
     */
    public static ClaimQuery query(String text) {
        String[] words = text.trim().split(" +", -1);
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 1) {
                throw wrong(text);
            }
            values.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        try {
            return query(words[0], values);
        } catch (IndexOutOfBoundsException | NullPointerException | DateTimeException e) {
            throw new IllegalArgumentException("not a query: '" + text + "'", e);
        }
    }

    private static ClaimQuery query(String kind, Map<String, String> values) {
        return switch (kind) {
            case "price-ratio" ->
                    new ClaimQuery.PriceRatio(price(values, "dear"), price(values, "cheap"));
            case "per-year" ->
                    new ClaimQuery.PerYear(price(values, "dear"), price(values, "cheap"));
            case "fall" ->
                    new ClaimQuery.Fall(
                            qualityClass(values),
                            PriceIndex.Method.of(value(values, "method")).orElseThrow(),
                            day(values.get("until")));
            case "epoch-median" ->
                    new ClaimQuery.EpochMedian(
                            List.of(value(values, "measures").split(",", -1)),
                            LocalDate.parse(value(values, "until")));
            case "over-line" ->
                    new ClaimQuery.OverLine(price(values, "price"), qualityClass(values));
            case "rises" -> new ClaimQuery.Rises(Set.of(value(values, "without").split(",", -1)));
            default -> throw wrong(kind);
        };
    }

    private static String value(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a query lacks " + name + "=");
        }
        return value;
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        return text == null ? null : LocalDate.parse(text);
    }

    private static QualityClass qualityClass(Map<String, String> values) {
        String text = value(values, "class");
        int sign = text.indexOf(">=");
        return new QualityClass(
                text.substring(0, sign), Double.parseDouble(text.substring(sign + 2)));
    }

    private static PriceRef price(Map<String, String> values, String name) {
        String text = value(values, name);
        int slash = text.indexOf('/');
        int at = text.lastIndexOf('@');
        int colon = text.lastIndexOf(':');
        String provider = text.substring(0, slash);
        return new PriceRef(
                provider.equals("*") ? null : provider,
                text.substring(slash + 1, at),
                LocalDate.parse(text.substring(at + 1, colon)),
                PriceRef.Part.valueOf(text.substring(colon + 1).toUpperCase(Locale.ROOT)));
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("not a query: '" + text + "'");
    }
}

package dev.undercut.market.feed;

import dev.undercut.market.Rates;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prices as a source states them, right or wrong: exact, in USD, not yet checked. A kind that is
 * not in the map is not stated.
 *
 * @param unit what the prices are for a million of
 * @param prices by kind of token
 * @param perRequest USD for each request, or null when not stated
 */
public record Amounts(Unit unit, Map<Rate, BigDecimal> prices, @Nullable BigDecimal perRequest) {
    private static final int USD_DECIMALS = 12;

    public Amounts {
        Map<Rate, BigDecimal> copy = new EnumMap<>(Rate.class);
        prices.forEach((rate, price) -> copy.put(rate, stripped(price)));
        prices = Collections.unmodifiableMap(copy);
    }

    /** What is counted. */
    public enum Unit {
        TOKEN,
        CHARACTER
    }

    /** Kinds of token that can have a price of their own. */
    public enum Rate {
        INPUT,
        CACHED_INPUT,
        CACHE_WRITE,
        CACHE_WRITE_1H,
        OUTPUT,
        REASONING;

        /** The name in files and reports. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Whether plain input and output both have a price; without them it is no price of an offer.
     */
    boolean isComplete() {
        return prices.containsKey(Rate.INPUT) && prices.containsKey(Rate.OUTPUT);
    }

    boolean isNegative() {
        return prices.values().stream().anyMatch(price -> price.signum() < 0)
                || (perRequest != null && perRequest.signum() < 0);
    }

    /**
     * Without what says nothing: a cache or reasoning price of 0 where plain tokens cost something
     * stands for "not stated", and left out, such tokens bill as plain ones, which errs to the dear
     * side; a reasoning price equal to that of output is what output without one costs anyway.
     */
    Amounts essential() {
        boolean sold = isComplete() && signum(Rate.INPUT) > 0 && signum(Rate.OUTPUT) > 0;
        Map<Rate, BigDecimal> kept = new EnumMap<>(Rate.class);
        kept.putAll(prices);
        kept.keySet()
                .removeIf(rate ->
                        sold && rate != Rate.INPUT && rate != Rate.OUTPUT && signum(rate) == 0);
        BigDecimal output = prices.get(Rate.OUTPUT);
        BigDecimal reasoning = prices.get(Rate.REASONING);
        if (output != null && reasoning != null && output.compareTo(reasoning) == 0) {
            kept.remove(Rate.REASONING);
        }
        return new Amounts(unit, kept, perRequest);
    }

    int signum(Rate rate) {
        BigDecimal price = prices.get(rate);
        return price == null ? 0 : price.signum();
    }

    /**
     * As exact prices per token, rounded to a pico-dollar where floats of the source are finer.
     *
     * @param otherwise prices of kinds that are not stated here
     * @throws IllegalArgumentException when negative or out of range
     */
    Rates rates(@Nullable Rates otherwise) {
        PricePerMtok input = price(Rate.INPUT, otherwise);
        PricePerMtok output = price(Rate.OUTPUT, otherwise);
        if (input == null || output == null) {
            throw new IllegalArgumentException("input and output need a price");
        }
        return new Rates(
                input,
                price(Rate.CACHED_INPUT, otherwise),
                price(Rate.CACHE_WRITE, otherwise),
                price(Rate.CACHE_WRITE_1H, otherwise),
                output,
                price(Rate.REASONING, otherwise));
    }

    /** The fee of each request; nothing stated is nothing charged. */
    Usd fee() {
        return fee(Usd.ZERO);
    }

    Usd fee(Usd otherwise) {
        return perRequest == null
                ? otherwise
                : Usd.parse(
                        perRequest.setScale(USD_DECIMALS, RoundingMode.HALF_UP).toPlainString());
    }

    /** Whether all that is stated here is so there too. */
    boolean agreeWith(Rates rates, Usd fee) {
        return !isNegative()
                && (perRequest == null || fee().equals(fee))
                && prices.keySet().stream()
                        .allMatch(rate -> {
                            PricePerMtok there = of(rates, rate);
                            return there != null && there.equals(price(rate, null));
                        });
    }

    /** That kind's own price, or null. */
    static @Nullable PricePerMtok of(@Nullable Rates rates, Rate rate) {
        if (rates == null) {
            return null;
        }
        return switch (rate) {
            case INPUT -> rates.input();
            case CACHED_INPUT -> rates.cachedInput();
            case CACHE_WRITE -> rates.cacheWrite();
            case CACHE_WRITE_1H -> rates.cacheWriteHour();
            case OUTPUT -> rates.output();
            case REASONING -> rates.reasoning();
        };
    }

    /** For people: {@code input 2.5, output 10}. */
    String text() {
        String stated =
                prices.entrySet().stream()
                        .map(price ->
                                price.getKey().code() + " " + price.getValue().toPlainString())
                        .collect(Collectors.joining(", "));
        String each = unit == Unit.TOKEN ? "" : " per million characters";
        return stated
                + each
                + (perRequest == null ? "" : ", request " + perRequest.toPlainString());
    }

    private @Nullable PricePerMtok price(Rate rate, @Nullable Rates otherwise) {
        BigDecimal price = prices.get(rate);
        return price == null
                ? of(otherwise, rate)
                : PricePerMtok.of(price.setScale(PricePerMtok.DECIMALS, RoundingMode.HALF_UP));
    }

    private static BigDecimal stripped(BigDecimal price) {
        return price.signum() == 0 ? BigDecimal.ZERO : price.stripTrailingZeros();
    }
}

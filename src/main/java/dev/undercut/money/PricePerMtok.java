package dev.undercut.money;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * A price in USD per million tokens, held as whole pico-dollars per token (1 USD per million tokens
 * is 1,000,000), so that a cost is one exact multiplication.
 *
 * @param picosPerToken pico-dollars for one token; zero or more
 */
public record PricePerMtok(long picosPerToken) implements Comparable<PricePerMtok> {

    /** Digits after the decimal point that a price per million tokens can carry. */
    public static final int DECIMALS = 6;

    /** Free of charge: own hardware or a free tier. */
    public static final PricePerMtok FREE = new PricePerMtok(0);

    public PricePerMtok {
        if (picosPerToken < 0) {
            throw new IllegalArgumentException("a price per token is never negative");
        }
    }

    /**
     * Reads a price in USD per million tokens.
     *
     * @param usdPerMtok such as {@code "2.50"}; at most six decimals
     * @throws IllegalArgumentException when it is no number, negative, finer than a pico-dollar per
     *     token, or out of range
     */
    public static PricePerMtok parse(String usdPerMtok) {
        Objects.requireNonNull(usdPerMtok);
        try {
            return of(new BigDecimal(usdPerMtok.trim()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a price: '" + usdPerMtok + "'", e);
        }
    }

    /**
     * The exact price of {@code usdPerMtok}.
     *
     * @throws IllegalArgumentException when negative, finer than six decimals, or out of range
     */
    public static PricePerMtok of(BigDecimal usdPerMtok) {
        if (usdPerMtok.signum() < 0) {
            throw new IllegalArgumentException("a price cannot be negative: " + usdPerMtok);
        }
        try {
            return new PricePerMtok(usdPerMtok.movePointRight(DECIMALS).longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "a price per million tokens has at most 6 decimals: " + usdPerMtok, e);
        }
    }

    /**
     * What {@code tokens} cost.
     *
     * @throws ArithmeticException past the range of {@link Usd}
     */
    public Usd times(long tokens) {
        if (tokens < 0) {
            throw new IllegalArgumentException("a token count is never negative: " + tokens);
        }
        return new Usd(Math.multiplyExact(picosPerToken, tokens));
    }

    public boolean isFree() {
        return picosPerToken == 0;
    }

    /** USD per million tokens, plain decimal without trailing zeros. */
    public String plain() {
        if (picosPerToken == 0) {
            return "0";
        }
        return BigDecimal.valueOf(picosPerToken, DECIMALS).stripTrailingZeros().toPlainString();
    }

    @Override
    public int compareTo(PricePerMtok other) {
        return Long.compare(picosPerToken, other.picosPerToken);
    }

    @Override
    public String toString() {
        return "$" + plain() + "/Mtok";
    }
}

package dev.undercut.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * An exact amount of US dollars, held as whole pico-dollars (1 USD = 10^12).
 *
 * <p>Range: about plus or minus 9.2 million USD; arithmetic past it throws {@link
 * ArithmeticException} rather than wrapping. Sums over many entries go through {@link UsdTotal}.
 *
 * @param picos the amount in pico-dollars; may be negative (a saving can be)
 */
public record Usd(long picos) implements Comparable<Usd> {

    /** Digits after the decimal point that an amount can carry. */
    public static final int DECIMALS = 12;

    private static final long ONE = 1_000_000_000_000L;

    /** Nothing. A price that is not known is an absent {@code Usd}, never this. */
    public static final Usd ZERO = new Usd(0);

    /**
     * Reads a decimal amount of dollars.
     *
     * @param dollars such as {@code "0.000125"} or {@code "1e-6"}
     * @throws IllegalArgumentException when it is no number, has digits finer than a pico-dollar,
     *     or is out of range
     */
    public static Usd parse(String dollars) {
        Objects.requireNonNull(dollars);
        try {
            return of(new BigDecimal(dollars.trim()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not an amount of dollars: '" + dollars + "'", e);
        }
    }

    /**
     * The exact amount of {@code dollars}.
     *
     * @throws IllegalArgumentException when it is finer than a pico-dollar or out of range
     */
    public static Usd of(BigDecimal dollars) {
        try {
            return new Usd(dollars.movePointRight(DECIMALS).longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "dollars must have at most 12 decimals and be below 9.2 million: " + dollars,
                    e);
        }
    }

    public Usd plus(Usd other) {
        return new Usd(Math.addExact(picos, other.picos));
    }

    public Usd minus(Usd other) {
        return new Usd(Math.subtractExact(picos, other.picos));
    }

    public boolean isNegative() {
        return picos < 0;
    }

    /** The amount in dollars, exactly, with no more decimals than it needs. */
    public BigDecimal dollars() {
        return new BigDecimal(plain());
    }

    /** Plain decimal dollars without trailing zeros: {@code 0.00001725}, never an exponent. */
    public String plain() {
        long whole = Math.abs(picos / ONE);
        long fraction = Math.abs(picos % ONE);
        String sign = picos < 0 ? "-" : "";
        if (fraction == 0) {
            return sign + whole;
        }
        // By hand, because every answer says several amounts; the 1 in front keeps the zeros.
        String digits = Long.toString(ONE + fraction);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return sign + whole + "." + digits.substring(1, end);
    }

    /** For people: a dollar sign and {@code digits} decimals, rounded half up. */
    public String display(int digits) {
        BigDecimal rounded = dollars().setScale(digits, RoundingMode.HALF_UP);
        return rounded.signum() < 0
                ? "-$" + rounded.negate().toPlainString()
                : "$" + rounded.toPlainString();
    }

    @Override
    public int compareTo(Usd other) {
        return Long.compare(picos, other.picos);
    }

    @Override
    public String toString() {
        return "$" + plain();
    }
}

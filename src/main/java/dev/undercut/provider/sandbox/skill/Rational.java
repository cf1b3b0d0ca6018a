package dev.undercut.provider.sandbox.skill;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An exact fraction in lowest terms, so that (1/3)*3 is 1. Growth is capped: nobody can make the
 * sandbox compute for long.
 *
 * @param top the numerator
 * @param bottom the denominator, above zero
 */
record Rational(BigInteger top, BigInteger bottom) {

    static final Rational ZERO = of(0);
    static final Rational ONE = of(1);

    private static final int MAX_BITS = 4_096;
    private static final int MAX_EXPONENT = 999;

    /** An exact decimal is shown with up to this many decimals; others are rounded to six. */
    private static final int EXACT_DECIMALS = 12;

    private static final int ROUNDED_DECIMALS = 6;

    static Rational of(long whole) {
        return new Rational(BigInteger.valueOf(whole), BigInteger.ONE);
    }

    static Rational of(BigDecimal decimal) {
        if (decimal.scale() <= 0) {
            return new Rational(decimal.toBigIntegerExact(), BigInteger.ONE);
        }
        return reduced(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
    }

    private static Rational reduced(BigInteger top, BigInteger bottom) {
        if (top.bitLength() > MAX_BITS || bottom.bitLength() > MAX_BITS) {
            throw new ArithmeticException("too large for the sandbox");
        }
        if (bottom.equals(BigInteger.ONE)) {
            return new Rational(top, bottom);
        }
        BigInteger common = top.gcd(bottom);
        BigInteger sign = bottom.signum() < 0 ? common.negate() : common;
        return new Rational(top.divide(sign), bottom.divide(sign));
    }

    Rational plus(Rational other) {
        if (isWhole() && other.isWhole()) {
            return reduced(top.add(other.top), BigInteger.ONE);
        }
        return reduced(
                top.multiply(other.bottom).add(other.top.multiply(bottom)),
                bottom.multiply(other.bottom));
    }

    Rational minus(Rational other) {
        return plus(other.negated());
    }

    Rational times(Rational other) {
        return reduced(top.multiply(other.top), bottom.multiply(other.bottom));
    }

    /**
     * The exact quotient.
     *
     * @throws ArithmeticException when {@code other} is zero
     */
    Rational over(Rational other) {
        if (other.top.signum() == 0) {
            throw new ArithmeticException("division by zero");
        }
        return reduced(top.multiply(other.bottom), bottom.multiply(other.top));
    }

    /**
     * What is left after taking {@code other} away as often as it fits; never negative.
     *
     * @throws ArithmeticException when {@code other} is zero or one of the two is no whole number
     */
    Rational modulo(Rational other) {
        if (!isWhole() || !other.isWhole() || other.top.signum() == 0) {
            throw new ArithmeticException("a remainder needs whole numbers");
        }
        return new Rational(top.mod(other.top.abs()), BigInteger.ONE);
    }

    /**
     * The power.
     *
     * @throws ArithmeticException for a fractional or huge exponent, or zero to a negative one
     */
    Rational power(Rational exponent) {
        if (!exponent.isWhole() || exponent.top.bitLength() > 10) {
            throw new ArithmeticException("an exponent is a small whole number");
        }
        int times = exponent.top.intValueExact();
        if (Math.abs(times) > MAX_EXPONENT
                || (long) Math.max(top.bitLength(), bottom.bitLength()) * Math.abs(times)
                        > MAX_BITS) {
            throw new ArithmeticException("too large for the sandbox");
        }
        int positive = Math.abs(times);
        Rational raised = new Rational(top.pow(positive), bottom.pow(positive));
        return times < 0 ? ONE.over(raised) : raised;
    }

    Rational negated() {
        return new Rational(top.negate(), bottom);
    }

    boolean isWhole() {
        return bottom.equals(BigInteger.ONE);
    }

    boolean isNegative() {
        return top.signum() < 0;
    }

    /** The value as a decimal: exact to twelve decimals, else rounded to six. */
    BigDecimal decimal() {
        if (isWhole()) {
            return new BigDecimal(top);
        }
        BigDecimal whole = new BigDecimal(top);
        BigDecimal part = new BigDecimal(bottom);
        BigDecimal twelve = whole.divide(part, EXACT_DECIMALS, RoundingMode.HALF_UP);
        boolean exact = twelve.multiply(part).compareTo(whole) == 0;
        BigDecimal shown =
                exact ? twelve : whole.divide(part, ROUNDED_DECIMALS, RoundingMode.HALF_UP);
        return shown.signum() == 0 ? BigDecimal.ZERO : shown.stripTrailingZeros();
    }

    /** The decimal in plain digits, such as {@code 3.333333}. */
    String plain() {
        return isWhole() ? top.toString() : decimal().toPlainString();
    }

    /** How many digits it has without zeros at the end; at least one. */
    int digits() {
        return decimal().stripTrailingZeros().precision();
    }

    boolean isPowerOfTen() {
        return top.signum() > 0
                && decimal().stripTrailingZeros().unscaledValue().equals(BigInteger.ONE);
    }
}

package dev.undercut.money;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact sum of amounts without {@link Usd}'s range limit.
 *
 * @param picos the sum in pico-dollars
 */
public record UsdTotal(BigInteger picos) {

    /** The empty sum. */
    public static final UsdTotal ZERO = new UsdTotal(BigInteger.ZERO);

    public UsdTotal plus(Usd amount) {
        return new UsdTotal(picos.add(BigInteger.valueOf(amount.picos())));
    }

    /** The sum in dollars, exactly, with no more decimals than it needs. */
    public BigDecimal dollars() {
        BigDecimal exact = new BigDecimal(picos, Usd.DECIMALS).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }

    /** Plain decimal dollars without trailing zeros. */
    public String plain() {
        return dollars().toPlainString();
    }
}

package dev.undercut.route;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Figures in messages. */
final class Numbers {
    private Numbers() {}

    /** At most two decimals, no trailing zeros. */
    static String plain(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}

package dev.undercut.market;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A price stated in another currency than USD, kept as it was stated. Amounts are per million
 * tokens.
 *
 * @param currency ISO 4217 code, such as {@code CNY}
 * @param unitsPerUsd the exchange rate used: how many units were one USD
 * @param rateDay the day of that rate
 * @param rateSource where the rate comes from
 * @param input of plain input
 * @param output of output
 */
public record ForeignPrice(
        String currency,
        BigDecimal unitsPerUsd,
        LocalDate rateDay,
        String rateSource,
        BigDecimal input,
        BigDecimal output) {

    public ForeignPrice {
        if (unitsPerUsd.signum() <= 0) {
            throw new IllegalArgumentException("an exchange rate is above zero: " + unitsPerUsd);
        }
    }
}

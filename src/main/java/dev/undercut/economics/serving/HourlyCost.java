package dev.undercut.economics.serving;

import dev.undercut.economics.Check;

/**
 * What an hour of one accelerator costs, in USD.
 *
 * @param usd above 0
 */
public record HourlyCost(double usd) {
    private static final double HOURS_A_YEAR = 8760;

    public HourlyCost {
        Check.positive("usd-per-hour", usd);
    }

    /**
     * From what an accelerator costs to buy: {@code capex / years * (1 + opex_share) / 8760 /
     * availability}.
     *
     * @param capexUsd purchase of one accelerator with its share of the system, USD
     * @param years over which it is written off
     * @param opexShare power, building and people a year, as a share of the yearly write-off
     * @param availability share of the hours in which it can be used, above 0, up to 1
     */
    public static HourlyCost ofCapex(
            double capexUsd, double years, double opexShare, double availability) {
        Check.positive("capex", capexUsd);
        Check.positive("years", years);
        Check.notNegative("opex-share", opexShare);
        Check.positiveShare("availability", availability);
        return new HourlyCost(capexUsd / years * (1 + opexShare) / HOURS_A_YEAR / availability);
    }
}

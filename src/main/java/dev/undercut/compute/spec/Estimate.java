package dev.undercut.compute.spec;

import dev.undercut.money.Usd;
import org.jspecify.annotations.Nullable;

/**
 * What a run will cost, before it is made. Dollars are null where a price or a bound is not known.
 *
 * @param expected the mean over simulated runs
 * @param p90 what nine of ten simulated runs stay below
 * @param worst the bound: every call that could be made, as long as it may be, or the budget where
 *     that is less
 * @param calls expected, judges included
 * @param mostCalls at most, within the budget of calls
 * @param note why a number is null, or empty
 */
public record Estimate(
        @Nullable Usd expected,
        @Nullable Usd p90,
        @Nullable Usd worst,
        double calls,
        int mostCalls,
        String note) {}

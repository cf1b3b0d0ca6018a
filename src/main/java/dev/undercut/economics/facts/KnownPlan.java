package dev.undercut.economics.facts;

import dev.undercut.money.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flat plan that is sold.
 *
 * @param id such as {@code claude-max-20x}
 * @param name as sold
 * @param price a month
 * @param fullUseLow what using all of it would cost at list price, the least that is claimed, or
 *     null when nobody says
 * @param fullUseHigh the most
 * @param sources keys
 * @param note what to know about it
 */
public record KnownPlan(
        String id,
        String name,
        Usd price,
        @Nullable Usd fullUseLow,
        @Nullable Usd fullUseHigh,
        List<String> sources,
        @Nullable String note) {
    public KnownPlan {
        sources = List.copyOf(sources);
    }
}

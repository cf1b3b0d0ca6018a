package dev.undercut.compute.run;

import dev.undercut.money.Usd;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run may use at most; null is no limit.
 *
 * @param usd dollars of all its calls, above 0
 * @param tokens read and written by all its calls, above 0
 * @param time from its start, above 0
 * @param calls to models, above 0
 */
public record Budget(
        @Nullable Usd usd,
        @Nullable Long tokens,
        @Nullable Duration time,
        @Nullable Integer calls) {
    /** No limit at all. */
    public static final Budget NONE = new Budget(null, null, null, null);

    public Budget {
        boolean positive =
                (usd == null || usd.picos() > 0)
                        && (tokens == null || tokens > 0)
                        && (time == null || time.isPositive())
                        && (calls == null || calls > 0);
        if (!positive) {
            throw new IllegalArgumentException("a budget is above 0 in each of its limits");
        }
    }
}

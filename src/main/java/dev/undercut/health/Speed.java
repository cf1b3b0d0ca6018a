package dev.undercut.health;

import org.jspecify.annotations.Nullable;

/**
 * How fast an offer has been in own streamed traffic lately. A null means not measured, never slow
 * or fast.
 *
 * @param firstTokenMillis the median time to the first token, or null
 * @param slowFirstTokenMillis its 95th percentile, or null
 * @param tokensPerSecond the median rate of output tokens after the first, or null
 * @param calls how many calls it rests on, older ones counting less
 */
public record Speed(
        @Nullable Double firstTokenMillis,
        @Nullable Double slowFirstTokenMillis,
        @Nullable Double tokensPerSecond,
        double calls) {

    /** Nothing measured. */
    public static final Speed UNKNOWN = new Speed(null, null, null, 0);

    /**
     * Seconds that an answer of so many tokens takes at these medians, or null when either is not
     * measured.
     */
    public @Nullable Double secondsFor(long outputTokens) {
        return firstTokenMillis == null || tokensPerSecond == null
                ? null
                : firstTokenMillis / 1000 + outputTokens / tokensPerSecond;
    }
}

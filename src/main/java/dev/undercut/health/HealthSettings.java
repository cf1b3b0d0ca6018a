package dev.undercut.health;

import java.time.Duration;

/**
 * How health is judged.
 *
 * @param breaker when an offer is left alone for failing
 * @param limits whether concurrency is limited when a provider shows a limit
 * @param ejection when an offer is left alone for being slow
 */
public record HealthSettings(Breaker breaker, boolean limits, Ejection ejection) {

    /** What holds when nobody says otherwise. */
    public static final HealthSettings STANDARD =
            new HealthSettings(Breaker.STANDARD, true, Ejection.STANDARD);

    /**
     * When an offer is left alone for failing.
     *
     * @param on whether at all
     * @param failures so many in a row open it, 1 or more
     * @param shortest how long it stays open the first time
     * @param longest how long at most, after doubling with each failed probe; a provider's own wish
     *     to wait may be longer
     */
    public record Breaker(boolean on, int failures, Duration shortest, Duration longest) {
        static final Breaker STANDARD =
                new Breaker(true, 3, Duration.ofSeconds(5), Duration.ofSeconds(20));
    }

    /**
     * When an offer is left alone for being slow.
     *
     * @param on whether at all
     * @param factor how many times slower than its peers to the first token, above 1
     * @param leastCalls how many recent calls it takes to judge, 1 or more
     */
    public record Ejection(boolean on, double factor, int leastCalls) {
        static final Ejection STANDARD = new Ejection(true, 4, 8);
    }
}

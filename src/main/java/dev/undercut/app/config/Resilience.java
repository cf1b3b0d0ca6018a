package dev.undercut.app.config;

import dev.undercut.money.Usd;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How hard a request is tried, and whom it is kept from.
 *
 * @param firstToken longest wait for a streamed answer's first token, or null for the first byte's
 * @param attempt longest time of one attempt, or null
 * @param total longest time of a request
 * @param retries further calls of one offer that failed in passing
 * @param longestWait longest wait for an offer that asks for one
 * @param breaker whether an offer that keeps failing is left alone
 * @param breakerFailures how many failures in a row that takes
 * @param limitConcurrency whether calls at once are limited once a provider shows a limit
 * @param ejectSlow whether an offer much slower than its peers is left alone
 * @param slowFactor how many times slower
 * @param slowCalls how many recent calls it takes to judge
 * @param hedge whether a second offer is asked when the first token is late
 * @param hedgeMaxUsd the most that the second call may be expected to cost
 * @param hedgeShare the share of requests that may be hedged
 * @param sticky whether a conversation stays with its offer
 * @param stickyTtl for how long after its last turn
 * @param recovery whether a broken answer is gone on with elsewhere
 * @param ping after how much silence a streamed client hears of us
 */
public record Resilience(
        @Nullable Duration firstToken,
        @Nullable Duration attempt,
        Duration total,
        int retries,
        Duration longestWait,
        boolean breaker,
        int breakerFailures,
        boolean limitConcurrency,
        boolean ejectSlow,
        double slowFactor,
        int slowCalls,
        boolean hedge,
        Usd hedgeMaxUsd,
        double hedgeShare,
        boolean sticky,
        Duration stickyTtl,
        boolean recovery,
        Duration ping) {}

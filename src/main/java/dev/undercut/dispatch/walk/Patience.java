package dev.undercut.dispatch.walk;

import dev.undercut.money.Usd;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a request may try and wait.
 *
 * @param attempts calls at most, of whatever offer
 * @param retries further calls of one offer that failed in passing, 0 or more
 * @param longestWait the longest wait for an offer that asked for one; beyond it others are tried,
 *     or the client is told
 * @param firstToken how long a streamed answer may take to its first token, or null where only the
 *     provider's first byte has a limit
 * @param attempt how long one attempt may take to its end, or null
 * @param total how long the request may take to its end, all attempts and waits included
 * @param hedge when a second offer is asked beside a late first one
 * @param recovery whether a broken answer is gone on with elsewhere
 * @param ping after how much silence a streamed client hears that we are still there
 */
public record Patience(
        int attempts,
        int retries,
        Duration longestWait,
        @Nullable Duration firstToken,
        @Nullable Duration attempt,
        Duration total,
        Hedge hedge,
        boolean recovery,
        Duration ping) {

    /**
     * When a second offer is asked beside a first one whose first token is late.
     *
     * @param on whether at all
     * @param maxUsd the most that the second call may be expected to cost
     * @param share the share of requests that may be hedged at most, above 0 and up to 1
     */
    public record Hedge(boolean on, Usd maxUsd, double share) {}
}

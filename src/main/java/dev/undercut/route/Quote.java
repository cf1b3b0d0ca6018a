package dev.undercut.route;

import dev.undercut.market.Offer;
import dev.undercut.money.Usd;
import org.jspecify.annotations.Nullable;

/**
 * An offer priced for one request.
 *
 * @param offer what would answer
 * @param inputTokens what it would read
 * @param inputExact whether that was counted with the model's own tokeniser
 * @param outputTokens what it is expected to write, thinking included
 * @param expected the expected cost, or null when the offer's price is not known
 * @param worst the most it can cost within the limits sent along, or null when there is no bound
 * @param outputLimit the limit on output tokens to send, or null to leave the client's
 */
public record Quote(
        Offer offer,
        long inputTokens,
        boolean inputExact,
        long outputTokens,
        @Nullable Usd expected,
        @Nullable Usd worst,
        @Nullable Long outputLimit) {}

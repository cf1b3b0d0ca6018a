package dev.undercut.ledger;

import dev.undercut.money.Usd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The note made when a request is about to spend money. If the process dies before the request is
 * settled, the next start turns it into an {@link Outcome#INTERRUPTED} entry.
 *
 * @param requestId unique, sortable by time
 * @param at when the request was admitted
 * @param keyId who asked, or null with no keys in use
 * @param requestedModel the model name the client sent
 * @param provider the first provider tried
 * @param model the canonical model of that offer
 * @param stream whether a stream was asked for
 * @param worstCost the most that the request can cost, or null when that is not known
 * @param lineage whether it is a request of a client, a run, or a call of one
 */
public record Opening(
        String requestId,
        Instant at,
        @Nullable String keyId,
        String requestedModel,
        String provider,
        String model,
        boolean stream,
        @Nullable Usd worstCost,
        Lineage lineage) {}

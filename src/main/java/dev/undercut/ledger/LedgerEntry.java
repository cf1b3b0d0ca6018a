package dev.undercut.ledger;

import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.money.Usd;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request, settled. Holds no prompt, no answer and no secret.
 *
 * @param requestId unique, sortable by time
 * @param at when the request was admitted; its price is the one valid then
 * @param millis from admission to the last byte, in milliseconds
 * @param firstTokenMillis from admission to the first content, or null when there was none
 * @param keyId who asked, or null with no keys in use
 * @param dialect the client's dialect
 * @param requestedModel the model name the client sent
 * @param provider who answered, or null when nobody did
 * @param model the canonical model that answered, or null
 * @param upstreamModel the model's id at that provider, or null
 * @param stream whether a stream was asked for
 * @param outcome how it ended
 * @param status the HTTP status the client saw (its status line, for a broken stream too)
 * @param errorCode a stable code for anything but OK, else null
 * @param stopReason why the model stopped, or null when unknown
 * @param usage the tokens, or null when unknown
 * @param usageBasis where {@code usage} comes from
 * @param rawUsage the provider's own usage object as JSON, so that the entry can be rated again
 * @param cost what it cost; null when not known, never zero for that
 * @param costNote why the cost is null, or what to know about it ({@code own hardware}); else null
 * @param priceId identifies the price schedule used, or null
 * @param baselineModel the model that the saving is measured against, or null
 * @param baseline what one call on that model would have cost at list price, or null
 * @param attempts every try in order, the one that answered last
 * @param task the client's label, or null
 * @param session the client's session id, or null
 * @param lineage whether it is a request of a client, a run, or a call of one
 */
public record LedgerEntry(
        String requestId,
        Instant at,
        long millis,
        @Nullable Long firstTokenMillis,
        @Nullable String keyId,
        String dialect,
        String requestedModel,
        @Nullable String provider,
        @Nullable String model,
        @Nullable String upstreamModel,
        boolean stream,
        Outcome outcome,
        int status,
        @Nullable String errorCode,
        @Nullable StopReason stopReason,
        @Nullable Usage usage,
        UsageBasis usageBasis,
        @Nullable String rawUsage,
        @Nullable Usd cost,
        @Nullable String costNote,
        @Nullable String priceId,
        @Nullable String baselineModel,
        @Nullable Usd baseline,
        List<Attempt> attempts,
        @Nullable String task,
        @Nullable String session,
        Lineage lineage) {

    public LedgerEntry {
        attempts = List.copyOf(attempts);
    }

    /** The same in another place among the rows of a run. */
    public LedgerEntry with(Lineage other) {
        return new LedgerEntry(
                requestId,
                at,
                millis,
                firstTokenMillis,
                keyId,
                dialect,
                requestedModel,
                provider,
                model,
                upstreamModel,
                stream,
                outcome,
                status,
                errorCode,
                stopReason,
                usage,
                usageBasis,
                rawUsage,
                cost,
                costNote,
                priceId,
                baselineModel,
                baseline,
                attempts,
                task,
                session,
                other);
    }

    /** How it ended, for people: {@code ok}, or {@code refused: model_not_found}. */
    public String outcomeText() {
        return errorCode == null || errorCode.equals(outcome.code())
                ? outcome.code()
                : outcome.code() + ": " + errorCode;
    }

    /** Baseline minus cost; may be negative; null when either is not known. */
    public @Nullable Usd saved() {
        return baseline == null || cost == null ? null : baseline.minus(cost);
    }
}

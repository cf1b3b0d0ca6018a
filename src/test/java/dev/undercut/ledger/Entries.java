package dev.undercut.ledger;

import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.money.Usd;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries and openings to test with. */
public final class Entries {

    private static final Instant AT = Instant.parse("2026-11-21T10:15:30.123456Z");

    private Entries() {}

    /** An ordinary answer that cost a little less than its baseline. */
    public static LedgerEntry answered(String id) {
        return priced(id, Usd.parse("0.000125"), Usd.parse("0.0025"));
    }

    /** An answer with that cost and baseline; null where not known. */
    public static LedgerEntry priced(String id, @Nullable Usd cost, @Nullable Usd baseline) {
        return new LedgerEntry(
                id,
                AT,
                412,
                89L,
                "key_0123456789ab",
                "openai",
                "undercut/gpt-4o",
                "groq",
                "llama-3.3-70b",
                "llama-3.3-70b-versatile",
                true,
                Outcome.OK,
                200,
                null,
                StopReason.STOP,
                new Usage(100, 20, 3, 4, 50, 6),
                UsageBasis.PROVIDER,
                "{\"prompt_tokens\":127,\"completion_tokens\":56}",
                cost,
                cost == null ? "no price known" : null,
                "groq/llama-3.3-70b@2026-10-01",
                baseline == null ? null : "gpt-4o",
                baseline,
                List.of(new Attempt("groq", "llama-3.3-70b", 200, "ok", 401)),
                "summarise",
                "session-1",
                Lineage.PLAIN);
    }

    /** A request that was never sent anywhere: all that can be absent is. */
    public static LedgerEntry refused(String id) {
        return new LedgerEntry(
                id,
                AT,
                1,
                null,
                null,
                "openai",
                "no-such-model",
                null,
                null,
                null,
                false,
                Outcome.REFUSED,
                404,
                "model_not_found",
                null,
                null,
                UsageBasis.NONE,
                null,
                null,
                "nothing was asked",
                null,
                null,
                null,
                List.of(),
                null,
                null,
                Lineage.PLAIN);
    }

    /** A request that took three tries. */
    public static LedgerEntry retried(String id) {
        LedgerEntry plain = answered(id);
        return new LedgerEntry(
                id,
                plain.at(),
                plain.millis(),
                plain.firstTokenMillis(),
                plain.keyId(),
                plain.dialect(),
                plain.requestedModel(),
                plain.provider(),
                plain.model(),
                plain.upstreamModel(),
                plain.stream(),
                Outcome.CUT,
                200,
                "broken_answer",
                StopReason.LENGTH,
                Usage.of(10, 2),
                UsageBasis.ESTIMATED,
                null,
                plain.cost(),
                null,
                plain.priceId(),
                plain.baselineModel(),
                plain.baseline(),
                List.of(
                        new Attempt("my \"own\"\n", "llama-3.3-70b", 429, "rate_limited", 12),
                        new Attempt("deepinfra", "llama-3.3-70b", 0, "timed_out", 30_000),
                        new Attempt("groq", "llama-3.3-70b", 200, "ok", 700)),
                "zusammenfassen – 要約 😀",
                null,
                Lineage.PLAIN);
    }

    public static Opening opening(String id) {
        return opening(id, Lineage.PLAIN);
    }

    /** One of a run, or of a call of one. */
    public static Opening opening(String id, Lineage lineage) {
        return new Opening(
                id,
                AT,
                "key_0123456789ab",
                "undercut/gpt-4o",
                "groq",
                "llama-3.3-70b",
                true,
                Usd.parse("0.02"),
                lineage);
    }
}

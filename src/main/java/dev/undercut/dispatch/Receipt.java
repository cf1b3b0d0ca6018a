package dev.undercut.dispatch;

import dev.undercut.dialect.Json;
import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.money.Usd;
import org.jspecify.annotations.Nullable;

/** Writes the {@code undercut} object that every answer carries. */
final class Receipt {
    private Receipt() {}

    /**
     * The receipt of a settled request.
     *
     * @param reason why this offer answered
     */
    static String json(LedgerEntry entry, String reason) {
        StringBuilder json = new StringBuilder(512);
        json.append("{\"request_id\":");
        Json.quote(entry.requestId(), json);
        text(json, "provider", entry.provider());
        text(json, "model", entry.model());
        money(json, "cost_usd", entry.cost());
        money(json, "baseline_usd", entry.baseline());
        money(json, "saved_usd", entry.saved());
        text(json, "baseline_model", entry.baselineModel());
        text(json, "reason", reason);
        if (entry.costNote() != null) {
            text(json, "cost_note", entry.costNote());
        }
        if (entry.usageBasis() == UsageBasis.ESTIMATED) {
            text(json, "usage_basis", entry.usageBasis().code());
        }
        json.append(",\"attempts\":[");
        for (int i = 0; i < entry.attempts().size(); i++) {
            attempt(json, entry.attempts().get(i), i > 0);
        }
        json.append("],\"cached\":").append(entry.usageBasis() == UsageBasis.CACHED);
        if (isRecovered(entry)) {
            json.append(",\"recovered\":true");
        }
        return json.append('}').toString();
    }

    /** Whether the answer broke off and was gone on with by another offer. */
    static boolean isRecovered(LedgerEntry entry) {
        return entry.attempts().stream().anyMatch(a -> a.code().startsWith(Answering.BROKE_OFF));
    }

    private static void attempt(StringBuilder json, Attempt attempt, boolean comma) {
        json.append(comma ? ",{" : "{").append("\"provider\":");
        Json.quote(attempt.provider(), json);
        text(json, "model", attempt.model());
        json.append(",\"status\":").append(attempt.status());
        text(json, "outcome", attempt.code());
        json.append(",\"ms\":").append(attempt.millis());
        if (attempt.spent() != null) {
            money(json, "cost_usd", attempt.spent().cost());
        }
        json.append('}');
    }

    private static void text(StringBuilder json, String key, @Nullable String value) {
        json.append(",\"").append(key).append("\":");
        if (value == null) {
            json.append("null");
        } else {
            Json.quote(value, json);
        }
    }

    private static void money(StringBuilder json, String key, @Nullable Usd value) {
        json.append(",\"").append(key).append("\":");
        json.append(value == null ? "null" : value.plain());
    }
}

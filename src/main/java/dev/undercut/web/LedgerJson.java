package dev.undercut.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.Usage;
import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.money.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ledger entries and sums as JSON; what is not known is null. */
public final class LedgerJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private LedgerJson() {}

    /** Entries, in the given order. */
    public static String entries(List<LedgerEntry> entries) {
        ArrayNode json = MAPPER.createArrayNode();
        entries.forEach(entry -> entry(json.addObject(), entry));
        return write(json);
    }

    /** Sums. */
    public static String summary(Ledger.Summary summary) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("requests", summary.requests());
        json.put("cost_usd", summary.cost().dollars());
        json.put("unknown_costs", summary.unknownCosts());
        json.put("baseline_usd", summary.baseline().dollars());
        json.put("saved_usd", summary.saved().dollars());
        return write(json);
    }

    private static void entry(ObjectNode json, LedgerEntry entry) {
        json.put("request_id", entry.requestId());
        json.put("at", entry.at().toString());
        json.put("ms", entry.millis());
        json.put("first_token_ms", entry.firstTokenMillis());
        json.put("key_id", entry.keyId());
        json.put("dialect", entry.dialect());
        json.put("requested_model", entry.requestedModel());
        json.put("provider", entry.provider());
        json.put("model", entry.model());
        json.put("upstream_model", entry.upstreamModel());
        json.put("stream", entry.stream());
        json.put("outcome", entry.outcome().code());
        json.put("status", entry.status());
        json.put("error_code", entry.errorCode());
        json.put(
                "stop_reason",
                entry.stopReason() == null
                        ? null
                        : entry.stopReason().name().toLowerCase(java.util.Locale.ROOT));
        usage(json, entry.usage());
        json.put("usage_basis", entry.usageBasis().code());
        money(json, "cost_usd", entry.cost());
        json.put("cost_note", entry.costNote());
        json.put("price_id", entry.priceId());
        json.put("baseline_model", entry.baselineModel());
        money(json, "baseline_usd", entry.baseline());
        money(json, "saved_usd", entry.saved());
        ArrayNode attempts = json.putArray("attempts");
        entry.attempts().forEach(attempt -> attempt(attempts.addObject(), attempt));
        json.put("task", entry.task());
        json.put("session", entry.session());
        json.put("parent", entry.lineage().parent());
        json.put("calls", entry.lineage().calls());
    }

    private static void usage(ObjectNode json, @Nullable Usage usage) {
        if (usage == null) {
            json.putNull("usage");
            return;
        }
        ObjectNode tokens = json.putObject("usage");
        tokens.put("input", usage.input());
        tokens.put("cache_read", usage.cacheRead());
        tokens.put("cache_write", usage.cacheWrite());
        tokens.put("cache_write_1h", usage.cacheWriteHour());
        tokens.put("output", usage.output());
        tokens.put("reasoning", usage.reasoning());
    }

    private static void attempt(ObjectNode json, Attempt attempt) {
        json.put("provider", attempt.provider());
        json.put("model", attempt.model());
        json.put("status", attempt.status());
        json.put("outcome", attempt.code());
        json.put("ms", attempt.millis());
    }

    private static void money(ObjectNode json, String key, @Nullable Usd value) {
        json.put(key, value == null ? null : value.dollars());
    }

    private static String write(Object json) {
        try {
            return MAPPER.writer()
                    .with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

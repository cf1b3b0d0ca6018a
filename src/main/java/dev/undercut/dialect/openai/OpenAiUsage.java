package dev.undercut.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.UsageReport;
import dev.undercut.money.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Untangles the usage object. Its prompt tokens include cached ones, its completion tokens include
 * reasoning ones; a few servers leave the reasoning ones out and show it in their total.
 */
final class OpenAiUsage {
    /** Tokens of one kind that no single call reaches; keeps the arithmetic of costs in range. */
    private static final long MAX_COUNT = 1_000_000_000;

    private static final BigDecimal MAX_BILL = BigDecimal.valueOf(1_000_000);
    private static final int MAX_SCALE = 100;

    private OpenAiUsage() {}

    /**
     * The report, or null when the object is none, or its counts are negative or contradictory.
     *
     * @param raw the same object as text
     */
    static @Nullable UsageReport read(
            @Nullable JsonNode usage, Supplier<String> raw, Quirks quirks) {
        if (usage == null || !usage.isObject() || !usage.has("prompt_tokens")) {
            return null;
        }
        JsonNode inputs = usage.path("prompt_tokens_details");
        long prompt = count(usage, "prompt_tokens");
        long completion = count(usage, "completion_tokens");
        long cached =
                quirks.cachedTokens() != null && usage.has(quirks.cachedTokens())
                        ? count(usage, quirks.cachedTokens())
                        : count(inputs, "cached_tokens");
        long written = count(inputs, "cache_write_tokens");
        long reasoning = count(usage.path("completion_tokens_details"), "reasoning_tokens");
        boolean apart =
                reasoning > 0
                        && (reasoning > completion
                                || count(usage, "total_tokens") == prompt + completion + reasoning);
        long visible = apart ? completion : completion - reasoning;
        long fresh = prompt - cached - written;
        if (Math.min(Math.min(prompt, completion), Math.min(cached, written)) < 0
                || Math.min(Math.min(fresh, visible), reasoning) < 0) {
            return null;
        }
        return new UsageReport(
                new Usage(fresh, cached, written, 0, visible, reasoning),
                raw.get(),
                billed(usage, quirks));
    }

    /** Says a usage in the dialect's overlapping counts. */
    static String write(Usage usage) {
        return "{\"prompt_tokens\":"
                + usage.totalInput()
                + ",\"completion_tokens\":"
                + usage.totalOutput()
                + ",\"total_tokens\":"
                + usage.total()
                + ",\"prompt_tokens_details\":{\"cached_tokens\":"
                + usage.cacheRead()
                + ",\"cache_write_tokens\":"
                + (usage.cacheWrite() + usage.cacheWriteHour())
                + "},\"completion_tokens_details\":{\"reasoning_tokens\":"
                + usage.reasoning()
                + "}}";
    }

    /** A count; -1 when it is none that one call could have. */
    private static long count(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        boolean whole = value.canConvertToLong() && value.canConvertToExactIntegral();
        return whole && value.asLong() <= MAX_COUNT ? value.asLong() : -1;
    }

    private static @Nullable Usd billed(JsonNode usage, Quirks quirks) {
        JsonNode cost = quirks.billedCost() == null ? null : usage.get(quirks.billedCost());
        if (cost == null || !cost.isNumber()) {
            return null;
        }
        BigDecimal dollars = cost.decimalValue();
        // Checked before rounding: to round 1e999999999 would take gigabytes.
        boolean sane = Math.abs((long) dollars.scale()) <= MAX_SCALE;
        if (!sane || dollars.signum() < 0 || dollars.compareTo(MAX_BILL) > 0) {
            return null;
        }
        return Usd.of(dollars.setScale(Usd.DECIMALS, RoundingMode.HALF_UP));
    }
}

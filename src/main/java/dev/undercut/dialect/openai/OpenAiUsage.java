package dev.undercut.dialect.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.UsageReport;
import dev.undercut.money.Usd;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** A count that is none that one call could have. */
    private static final long ABSURD = -1;

    private static final BigDecimal MAX_BILL = BigDecimal.valueOf(1_000_000);
    private static final int MAX_SCALE = 100;

    private final Quirks quirks;
    private boolean counted;
    private long prompt;
    private long completion;
    private long total;
    private long cached;
    private @Nullable Long cachedApart;
    private long written;
    private long reasoning;
    private @Nullable Usd billed;

    private OpenAiUsage(Quirks quirks) {
        this.quirks = quirks;
    }

    /**
     * The report, or null when the value is no such object, or its counts are negative or
     * contradictory.
     *
     * @param json stands at the value's first token, and at its last afterwards
     * @param raw the same value as text, asked for afterwards
     */
    static @Nullable UsageReport read(JsonParser json, Supplier<String> raw, Quirks quirks)
            throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return null;
        }
        OpenAiUsage read = new OpenAiUsage(quirks);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            read.field(name, json);
        }
        Usage usage = read.counted ? read.usage() : null;
        return usage == null ? null : new UsageReport(usage, raw.get(), read.billed);
    }

    /** The report of a value that was read before; see the other. */
    static @Nullable UsageReport read(JsonNode value, Quirks quirks) {
        if (!value.isObject()) {
            return null;
        }
        try (JsonParser json = Json.MAPPER.treeAsTokens(value)) {
            json.nextToken();
            return read(json, value::toString, quirks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void field(String name, JsonParser json) throws IOException {
        switch (name) {
            case "prompt_tokens" -> {
                counted = true;
                prompt = count(json);
            }
            case "completion_tokens" -> completion = count(json);
            case "total_tokens" -> total = count(json);
            case "prompt_tokens_details" -> details(json, true);
            case "completion_tokens_details" -> details(json, false);
            default -> quirk(name, json);
        }
    }

    private void details(JsonParser json, boolean input) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (input && name.equals("cached_tokens")) {
                cached = count(json);
            } else if (input && name.equals("cache_write_tokens")) {
                written = count(json);
            } else if (!input && name.equals("reasoning_tokens")) {
                reasoning = count(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void quirk(String name, JsonParser json) throws IOException {
        if (name.equals(quirks.cachedTokens())) {
            cachedApart = count(json);
        } else if (name.equals(quirks.billedCost())) {
            billed = bill(json);
        } else {
            json.skipChildren();
        }
    }

    private @Nullable Usage usage() {
        long read = cachedApart == null ? cached : cachedApart;
        boolean apart =
                reasoning > 0
                        && (reasoning > completion || total == prompt + completion + reasoning);
        long visible = apart ? completion : completion - reasoning;
        long fresh = prompt - read - written;
        if (Math.min(Math.min(prompt, completion), Math.min(read, written)) < 0
                || Math.min(Math.min(fresh, visible), reasoning) < 0) {
            return null;
        }
        return new Usage(fresh, read, written, 0, visible, reasoning);
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

    private static long count(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NULL -> 0;
            case VALUE_NUMBER_INT ->
                    json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? ABSURD
                            : count(json.getLongValue());
            case VALUE_NUMBER_FLOAT -> count(json.getDecimalValue());
            default -> {
                json.skipChildren();
                yield ABSURD;
            }
        };
    }

    /** Some servers write 12.0. */
    private static long count(BigDecimal number) {
        boolean sane = Math.abs((long) number.scale()) <= MAX_SCALE;
        boolean whole = sane && number.stripTrailingZeros().scale() <= 0;
        return whole && number.compareTo(BigDecimal.valueOf(MAX_COUNT)) <= 0
                ? count(number.longValue())
                : ABSURD;
    }

    private static long count(long number) {
        return number <= MAX_COUNT ? number : ABSURD;
    }

    private static @Nullable Usd bill(JsonParser json) throws IOException {
        if (!json.currentToken().isNumeric()) {
            json.skipChildren();
            return null;
        }
        BigDecimal dollars = json.getDecimalValue();
        // Checked before rounding: to round 1e999999999 would take gigabytes.
        boolean sane = Math.abs((long) dollars.scale()) <= MAX_SCALE;
        if (!sane || dollars.signum() < 0 || dollars.compareTo(MAX_BILL) > 0) {
            return null;
        }
        return Usd.of(dollars.setScale(Usd.DECIMALS, RoundingMode.HALF_UP));
    }
}

package dev.undercut.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.Json;
import dev.undercut.dialect.UsageReport;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the usage of one answer. Its input excludes what a cache served or took; its output
 * includes thinking. In a stream later counts replace earlier ones, and null leaves them.
 */
final class AnthropicUsage {
    /** Tokens of one kind that no single call reaches; keeps the arithmetic of costs in range. */
    private static final long MAX_COUNT = 1_000_000_000;

    private final ObjectNode merged = Json.MAPPER.createObjectNode();

    /** Takes what one event says. */
    void note(JsonNode usage) {
        if (usage.isObject()) {
            usage.properties()
                    .forEach(field -> {
                        if (!field.getValue().isNull()) {
                            merged.set(field.getKey(), field.getValue());
                        }
                    });
        }
    }

    /** The report, or null when none came, or its counts are negative or contradictory. */
    @Nullable UsageReport report() {
        if (!merged.has("output_tokens")) {
            return null;
        }
        long thinking = count(merged.path("output_tokens_details"), "thinking_tokens");
        Sum sum = new Sum();
        if (isCompacted()) {
            for (JsonNode iteration : merged.path("iterations")) {
                if (isOwn(iteration)) {
                    sum.add(iteration);
                }
            }
        } else {
            sum.add(merged);
        }
        Usage usage = sum.usage(thinking);
        return usage == null ? null : new UsageReport(usage, merged.toString(), null);
    }

    /** The totals leave out the passes that compact the context; they are billed all the same. */
    private boolean isCompacted() {
        for (JsonNode iteration : merged.path("iterations")) {
            if (iteration.path("type").asText().equals("compaction")) {
                return true;
            }
        }
        return false;
    }

    /** Passes of an advising model have a price of their own, which nobody here knows. */
    private static boolean isOwn(JsonNode iteration) {
        String type = iteration.path("type").asText();
        return type.equals("compaction") || type.equals("message");
    }

    private static final class Sum {
        private boolean broken;
        private long input;
        private long read;
        private long minutes;
        private long hour;
        private long output;

        void add(JsonNode usage) {
            JsonNode written = usage.path("cache_creation");
            long all = count(usage, "cache_creation_input_tokens");
            long long1h = count(written, "ephemeral_1h_input_tokens");
            long short5m = count(written, "ephemeral_5m_input_tokens");
            if (!usage.hasNonNull("cache_creation_input_tokens")) {
                all = long1h + short5m;
            }
            input += noted(count(usage, "input_tokens"));
            read += noted(count(usage, "cache_read_input_tokens"));
            hour += noted(long1h);
            minutes += noted(all - long1h);
            output += noted(count(usage, "output_tokens"));
            noted(short5m);
        }

        private long noted(long count) {
            broken |= count < 0;
            return count;
        }

        @Nullable Usage usage(long thinking) {
            return broken || thinking < 0 || thinking > output
                    ? null
                    : new Usage(input, read, minutes, hour, output - thinking, thinking);
        }
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
}

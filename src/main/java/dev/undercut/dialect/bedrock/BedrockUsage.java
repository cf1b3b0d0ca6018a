package dev.undercut.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.UsageReport;
import dev.undercut.dialect.wire.TokenCounts;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usage object: input tokens leave out those read from and written to a cache; thoughts
 * are counted as output and not told apart.
 */
final class BedrockUsage {
    private BedrockUsage() {}

    /** The report, or null when the object is none, or its counts are negative or contradictory. */
    static @Nullable UsageReport read(JsonNode usage) {
        if (!usage.isObject() || !usage.hasNonNull("inputTokens")) {
            return null;
        }
        long input = TokenCounts.read(usage, "inputTokens");
        long output = TokenCounts.read(usage, "outputTokens");
        long read = TokenCounts.read(usage, "cacheReadInputTokens");
        long written = TokenCounts.read(usage, "cacheWriteInputTokens");
        long hour = 0;
        for (JsonNode detail : usage.path("cacheDetails")) {
            if (detail.path("ttl").asText().equals("1h")) {
                hour += TokenCounts.read(detail, "inputTokens");
            }
        }
        boolean sound =
                Math.min(Math.min(input, output), Math.min(read, written)) >= 0
                        && hour >= 0
                        && hour <= written;
        return sound
                ? new UsageReport(
                        new Usage(input, read, written - hour, hour, output, 0),
                        usage.toString(),
                        null)
                : null;
    }
}

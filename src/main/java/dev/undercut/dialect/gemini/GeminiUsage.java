package dev.undercut.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.UsageReport;
import dev.undercut.dialect.wire.TokenCounts;
import org.jspecify.annotations.Nullable;

/**
 * Untangles the usage object: prompt tokens include cached ones, candidates' tokens leave thoughts
 * out, and prompts of server-side tools are counted apart.
 */
final class GeminiUsage {
    private GeminiUsage() {}

    /** The report, or null when the object is none, or its counts are negative or contradictory. */
    static @Nullable UsageReport read(JsonNode usage) {
        if (!usage.isObject() || !usage.hasNonNull("promptTokenCount")) {
            return null;
        }
        long prompt = count(usage, "promptTokenCount");
        long cached = count(usage, "cachedContentTokenCount");
        long tools = count(usage, "toolUsePromptTokenCount");
        long visible = count(usage, "candidatesTokenCount");
        long thoughts = count(usage, "thoughtsTokenCount");
        boolean sound =
                Math.min(Math.min(prompt, cached), Math.min(tools, visible)) >= 0
                        && thoughts >= 0
                        && cached <= prompt;
        return sound
                ? new UsageReport(
                        new Usage(prompt - cached + tools, cached, 0, 0, visible, thoughts),
                        raw(prompt, cached, tools, visible, thoughts),
                        null)
                : null;
    }

    private static long count(JsonNode usage, String field) {
        return TokenCounts.read(usage, field);
    }

    /** Written by hand: every piece of a stream reports its usage, and a tree is slow to write. */
    private static String raw(long prompt, long cached, long tools, long visible, long thoughts) {
        return "{\"promptTokenCount\":"
                + prompt
                + ",\"cachedContentTokenCount\":"
                + cached
                + ",\"toolUsePromptTokenCount\":"
                + tools
                + ",\"candidatesTokenCount\":"
                + visible
                + ",\"thoughtsTokenCount\":"
                + thoughts
                + "}";
    }
}

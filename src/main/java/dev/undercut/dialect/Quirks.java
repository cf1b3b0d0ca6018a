package dev.undercut.dialect;

import org.jspecify.annotations.Nullable;

/**
 * Where a provider departs from its dialect; facts from its data file.
 *
 * @param streamUsage how it reports usage in streams
 * @param outputLimit the field for an output limit that we must add
 * @param cachedTokens the usage field that holds cached input tokens, where it is not the dialect's
 * @param billedCost the usage field that holds what was billed in USD, or null
 * @param prefill whether it goes on with a last message of the assistant, instead of answering it
 */
public record Quirks(
        StreamUsage streamUsage,
        String outputLimit,
        @Nullable String cachedTokens,
        @Nullable String billedCost,
        boolean prefill) {

    /** One that answers a last message of the assistant. */
    public Quirks(
            StreamUsage streamUsage,
            String outputLimit,
            @Nullable String cachedTokens,
            @Nullable String billedCost) {
        this(streamUsage, outputLimit, cachedTokens, billedCost, false);
    }

    /** The same, going on with a last message of the assistant or not. */
    public Quirks withPrefill(boolean goesOn) {
        return new Quirks(streamUsage, outputLimit, cachedTokens, billedCost, goesOn);
    }

    /** A provider that keeps to its dialect. */
    public static final Quirks NONE = new Quirks(StreamUsage.ASK, "max_tokens", null, null);

    /** How a provider reports usage in streams. */
    public enum StreamUsage {
        /** When asked with {@code stream_options.include_usage}. */
        ASK,
        /** Unasked; it may refuse the question. */
        ALWAYS,
        /** Not at all. */
        NEVER
    }
}

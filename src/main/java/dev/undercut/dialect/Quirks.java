package dev.undercut.dialect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider departs from its dialect; facts from its data file.
 *
 * @param streamUsage how it reports usage in streams
 * @param outputLimit the field for an output limit that we must add
 * @param cachedTokens the usage field that holds cached input tokens, where it is not the dialect's
 * @param billedCost the usage field that holds what was billed in USD, or null
 * @param models which of its models cannot do what the dialect can say
 * @param prefill whether it goes on with a last message of the assistant, instead of answering it
 */
public record Quirks(
        StreamUsage streamUsage,
        String outputLimit,
        @Nullable String cachedTokens,
        @Nullable String billedCost,
        ModelLimits models,
        boolean prefill) {

    /** The same, going on with a last message of the assistant or not. */
    public Quirks withPrefill(boolean goesOn) {
        return new Quirks(streamUsage, outputLimit, cachedTokens, billedCost, models, goesOn);
    }

    /** One that answers a last message of the assistant. */
    public Quirks(
            StreamUsage streamUsage,
            String outputLimit,
            @Nullable String cachedTokens,
            @Nullable String billedCost,
            ModelLimits models) {
        this(streamUsage, outputLimit, cachedTokens, billedCost, models, false);
    }

    /** A provider that keeps to its dialect. */
    public static final Quirks NONE = new Quirks(StreamUsage.ASK, "max_tokens", null, null);

    /** A provider of models that are all alike. */
    public Quirks(
            StreamUsage streamUsage,
            String outputLimit,
            @Nullable String cachedTokens,
            @Nullable String billedCost) {
        this(streamUsage, outputLimit, cachedTokens, billedCost, ModelLimits.NONE);
    }

    /**
     * Models that cannot do what the dialect can say, by how their ids begin.
     *
     * @param thinkingBudget take a number of thinking tokens, not an effort
     * @param noSchema cannot be held to a schema; a tool stands in for it
     * @param noSampling take no temperature, top_p or top_k
     */
    public record ModelLimits(
            List<String> thinkingBudget, List<String> noSchema, List<String> noSampling) {
        /** All can do all. */
        public static final ModelLimits NONE = new ModelLimits(List.of(), List.of(), List.of());

        public ModelLimits {
            thinkingBudget = List.copyOf(thinkingBudget);
            noSchema = List.copyOf(noSchema);
            noSampling = List.copyOf(noSampling);
        }

        /** Whether that model thinks by a number of tokens. */
        public boolean thinksByBudget(String model) {
            return thinkingBudget.stream().anyMatch(model::startsWith);
        }

        /** Whether that model can be held to a schema. */
        public boolean keepsToSchema(String model) {
            return noSchema.stream().noneMatch(model::startsWith);
        }

        /** Whether that model lets itself be told how to draw. */
        public boolean isSampled(String model) {
            return noSampling.stream().noneMatch(model::startsWith);
        }
    }

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

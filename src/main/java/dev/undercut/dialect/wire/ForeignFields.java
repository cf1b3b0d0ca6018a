package dev.undercut.dialect.wire;

import dev.undercut.chat.Conversation;
import dev.undercut.chat.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What happens to fields of a client's dialect that another dialect has no words for: those that
 * cannot change the answer are left out, any other is refused by name.
 */
public final class ForeignFields {
    /** Fields that may be left out, each with the reason. */
    private static final Map<String, String> HARMLESS =
            Map.of(
                    "metadata", "labels for the maker's own records",
                    "store", "keeping the answer is the maker's own service",
                    "prompt_cache_key", "only makes a cache likelier to be met",
                    "prompt_cache_retention", "only makes a cache likelier to be met",
                    "prompt_cache_options", "only makes a cache likelier to be met",
                    "safety_identifier", "names the maker's customer's user",
                    "prediction", "only makes the same answer come sooner",
                    "verbosity", "a wish about style",
                    "stream_options", "ours to keep");

    /** Values that say the same as leaving the field out. */
    private static final Map<String, Set<String>> SAYING_NOTHING =
            Map.of(
                    "logprobs", Set.of("false"),
                    "top_logprobs", Set.of("0"),
                    "logit_bias", Set.of("{}"),
                    "service_tier", Set.of("\"auto\"", "\"default\"", "\"standard_only\""),
                    "modalities", Set.of("[\"text\"]"));

    private ForeignFields() {}

    /** The refusal of the first field, in alphabetical order, that may not be left out. */
    public static Optional<Refusal> refused(Conversation conversation, String dialect) {
        for (Map.Entry<String, String> field : new TreeMap<>(conversation.others()).entrySet()) {
            String value = field.getValue().strip();
            boolean harmless =
                    HARMLESS.containsKey(field.getKey())
                            || value.equals("null")
                            || SAYING_NOTHING
                                    .getOrDefault(field.getKey(), Set.of())
                                    .contains(value);
            if (!harmless) {
                return Optional.of(unsupported(field.getKey(), dialect));
            }
        }
        return Optional.empty();
    }

    /** The refusal of a field that the dialect has no words for. */
    public static Refusal unsupported(String field, String dialect) {
        return new Refusal(
                Refusal.Kind.INVALID,
                "unsupported_parameter",
                "The field "
                        + field
                        + " cannot be said in the dialect "
                        + dialect
                        + ", which this model's provider speaks.",
                field);
    }
}

package dev.undercut.dialect.wire;

import dev.undercut.chat.Conversation;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.RefusedException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What happens to fields of a client's dialect that another dialect has no words for: those that
 * cannot change the answer are left out, any other is refused by name.
 */
public final class ForeignFields {
    /** Fields that may be left out, each with the reason. */
    private static final Map<String, String> HARMLESS =
            Map.ofEntries(
                    Map.entry("metadata", "labels for the maker's own records"),
                    Map.entry("store", "keeping the answer is the maker's own service"),
                    Map.entry("service_tier", "how soon, and never what"),
                    Map.entry("prompt_cache_key", "only makes a cache likelier to be met"),
                    Map.entry("prompt_cache_retention", "only makes a cache likelier to be met"),
                    Map.entry("prompt_cache_options", "only makes a cache likelier to be met"),
                    Map.entry("safety_identifier", "names the maker's customer's user"),
                    Map.entry("prediction", "only makes the same answer come sooner"),
                    Map.entry("verbosity", "a wish about style"),
                    Map.entry("stream_options", "ours to keep"),
                    Map.entry("cache_control", "only makes a cache likelier to be met"),
                    Map.entry("context_management", "only shortens; the whole says no less"),
                    Map.entry("speed", "a wish; routing chooses what is fast enough"));

    private static final Set<String> NOTHING = Set.of("null", "false", "0", "[]", "\"\"");

    /** Values of single fields that say the same as leaving them out. */
    private static final Map<String, String> DEFAULTS =
            Map.of("logit_bias", "{}", "modalities", "[\"text\"]");

    private ForeignFields() {}

    /**
     * Whether a field may be left out without a word.
     *
     * @param json its value
     */
    public static boolean isHarmless(String name, String json) {
        return HARMLESS.containsKey(name)
                || saysNothing(json)
                || json.strip().equals(DEFAULTS.get(name));
    }

    /** Asking for nothing is harmless; an empty object may ask for something with its defaults. */
    public static boolean saysNothing(String json) {
        return NOTHING.contains(json.strip());
    }

    /**
     * Refuses the first field, in alphabetical order, that may not be left out.
     *
     * @throws RefusedException naming it
     */
    public static void refuse(Conversation conversation, String dialect) throws RefusedException {
        for (Map.Entry<String, String> field : new TreeMap<>(conversation.others()).entrySet()) {
            if (!isHarmless(field.getKey(), field.getValue())) {
                throw new RefusedException(unsupported(field.getKey(), dialect));
            }
        }
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

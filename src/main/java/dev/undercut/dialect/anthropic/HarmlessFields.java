package dev.undercut.dialect.anthropic;

import java.util.Map;

/**
 * Fields that may be left out in translation without a word, and why. All others that a target does
 * not know are refused by name.
 */
final class HarmlessFields {

    /** Of this dialect, on the way to another one. */
    private static final Map<String, String> OWN =
            Map.of(
                    "service_tier", "where to stand in the provider's own queues",
                    "cache_control", "a hint for the provider's own prompt cache",
                    "context_management", "only shortens what is read; the whole says no less",
                    "speed", "a wish; what answers fast enough is chosen by routing");

    /** Of other dialects, on the way to this one. */
    private static final Map<String, String> FOREIGN =
            Map.ofEntries(
                    Map.entry("stream_options", "usage is always reported"),
                    Map.entry("store", "nothing is stored at this provider"),
                    Map.entry("metadata", "labels for a store that this provider does not have"),
                    Map.entry("service_tier", "where to stand in another provider's queues"),
                    Map.entry("safety_identifier", "names a user to another provider"),
                    Map.entry("prompt_cache_key", "a hint for another provider's cache"),
                    Map.entry("prompt_cache_retention", "a hint for another provider's cache"),
                    Map.entry("prompt_cache_options", "a hint for another provider's cache"),
                    Map.entry("prediction", "only makes the same answer come faster"),
                    Map.entry("verbosity", "a wish without a counterpart"));

    private HarmlessFields() {}

    /** Whether a field of this dialect may be left out for others. */
    static boolean own(String field) {
        return OWN.containsKey(field);
    }

    /** Whether a field of another dialect says nothing that this one would have to do. */
    static boolean foreign(String field, String json) {
        return FOREIGN.containsKey(field) || saysNothing(json);
    }

    /** Asking for nothing is harmless, whatever it is. */
    static boolean saysNothing(String json) {
        return switch (json) {
            case "null", "false", "0", "[]", "{}", "\"\"" -> true;
            default -> false;
        };
    }
}

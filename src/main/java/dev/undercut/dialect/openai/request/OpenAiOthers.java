package dev.undercut.dialect.openai.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.JsonField;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.wire.ForeignFields;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Fields of requests that have no neutral meaning: which say nothing, go on, may be left out. */
final class OpenAiOthers {

    /** Fields of this dialect that mean the same under the same name wherever they come from. */
    private static final Set<String> KNOWN =
            Set.of(
                    "logit_bias",
                    "logprobs",
                    "top_logprobs",
                    "prediction",
                    "verbosity",
                    "modalities",
                    "audio",
                    "safety_identifier",
                    "prompt_cache_key",
                    "prompt_cache_retention",
                    "prompt_cache_options",
                    "web_search_options",
                    "moderation");

    private OpenAiOthers() {}

    /** Whether a client's field says only what saying nothing means too. */
    static boolean saysNothing(JsonField field) {
        JsonNode value = field.value();
        if (value.isNull()) {
            return true;
        }
        return switch (field.path()) {
            case "logprobs", "store" -> value.isBoolean() && !value.booleanValue();
            case "top_logprobs" -> value.isIntegralNumber() && value.asLong() == 0;
            case "logit_bias", "metadata" -> value.isObject() && value.isEmpty();
            case "modalities" -> value.size() == 1 && value.path(0).asText().equals("text");
            case "service_tier" -> field.is("auto") || field.is("default");
            case "verbosity" -> field.is("medium");
            // Whether the answer reports its usage: ours always does.
            case "usage" -> true;
            default -> false;
        };
    }

    /**
     * Those that this dialect can say, in a stable order.
     *
     * @throws RefusedException naming the first that it cannot and that matters
     */
    static Map<String, String> sayable(Map<String, String> others) throws RefusedException {
        Map<String, String> said = new TreeMap<>();
        for (Map.Entry<String, String> other : new TreeMap<>(others).entrySet()) {
            String name = other.getKey();
            if (KNOWN.contains(name)) {
                said.put(name, other.getValue());
            } else if (!ForeignFields.isHarmless(name, other.getValue())) {
                throw unsupported(name, "has no counterpart in the OpenAI dialect");
            }
        }
        return said;
    }

    /** That a client's field cannot be said to a provider of this dialect. */
    static RefusedException unsupported(String field, String why) {
        return new RefusedException(
                new Refusal(
                        Refusal.Kind.INVALID,
                        "unsupported_parameter",
                        field + ": " + why + ", which is what this model's provider speaks.",
                        field));
    }
}

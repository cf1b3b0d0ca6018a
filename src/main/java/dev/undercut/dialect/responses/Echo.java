package dev.undercut.dialect.responses;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a response repeats of its request: every response must hold these fields.
 *
 * @param fields name to JSON, in the order in which they are written
 */
record Echo(Map<String, String> fields) {
    private static final String NULL = "null";

    /** A request that says nothing beyond its model and its input. */
    static final Echo NONE = new Echo(Map.of());

    Echo {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("instructions", NULL);
        all.put("max_output_tokens", NULL);
        all.put("max_tool_calls", NULL);
        all.put("metadata", "{}");
        all.put("parallel_tool_calls", "true");
        all.put("prompt_cache_key", NULL);
        all.put("reasoning", "{\"effort\":null,\"summary\":null}");
        all.put("safety_identifier", NULL);
        all.put("temperature", "1");
        all.put("text", "{\"format\":{\"type\":\"text\"}}");
        all.put("tool_choice", "\"auto\"");
        all.put("tools", "[]");
        all.put("top_p", "1");
        all.put("user", NULL);
        for (Map.Entry<String, String> field : all.entrySet()) {
            String said = fields.getOrDefault(field.getKey(), NULL);
            field.setValue(said.equals(NULL) ? field.getValue() : said);
        }
        fields = Collections.unmodifiableMap(all);
    }
}

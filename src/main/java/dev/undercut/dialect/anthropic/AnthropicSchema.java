package dev.undercut.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.dialect.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the API takes of JSON Schema. */
final class AnthropicSchema {
    private static final String EMPTY = "{\"type\":\"object\",\"properties\":{}}";

    /**
     * Limits that a schema which answers must keep to may not hold; the API's page on structured
     * outputs lists them. Leaving them out allows more than was asked, never less.
     */
    private static final Set<String> LIMITS =
            Set.of(
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "multipleOf",
                    "minLength",
                    "maxLength",
                    "minItems",
                    "maxItems",
                    "uniqueItems",
                    "$schema");

    /** Keys whose values are schemas by name: there a "minimum" is a name like any other. */
    private static final Set<String> NAMED = Set.of("properties", "$defs", "definitions");

    /** Keys whose values are data. */
    private static final Set<String> DATA = Set.of("enum", "const", "default", "examples");

    private AnthropicSchema() {}

    /** A tool's schema: always of an object, also where a function takes nothing. */
    static String ofObject(@Nullable String schema) {
        if (schema == null) {
            return EMPTY;
        }
        JsonNode tree = Json.tree(schema.getBytes(StandardCharsets.UTF_8));
        if (tree == null || !tree.isObject() || tree.isEmpty()) {
            return EMPTY;
        }
        if (tree.has("type")) {
            return schema;
        }
        return "{\"type\":\"object\"," + schema.substring(schema.indexOf('{') + 1);
    }

    /** The schema without what the API refuses; as it came where there is nothing of that. */
    static String accepted(String schema) {
        JsonNode tree = Json.tree(schema.getBytes(StandardCharsets.UTF_8));
        return tree != null && strip(tree) ? tree.toString() : schema;
    }

    private static boolean strip(JsonNode schema) {
        boolean changed = false;
        if (schema instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (LIMITS.contains(name)) {
                    object.remove(name);
                    changed = true;
                } else if (NAMED.contains(name)) {
                    for (JsonNode named : object.path(name)) {
                        changed |= strip(named);
                    }
                } else if (!DATA.contains(name)) {
                    changed |= strip(object.path(name));
                }
            }
        } else if (schema.isArray()) {
            for (JsonNode element : schema) {
                changed |= strip(element);
            }
        }
        return changed;
    }
}

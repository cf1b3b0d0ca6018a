package dev.undercut.provider.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts an answer into JSON that fits a schema: numbers become the answer, texts the answer or, by
 * their name, the working. Knows the subset of JSON Schema that strict structured output allows;
 * ranges and patterns are not looked at.
 */
final class SchemaFill {

    private static final int MAX_DEPTH = 8;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Pattern WORKING =
            Pattern.compile("(?i).*(?:explan|reason|step|working|thought|rationale|output).*");

    private final JsonNode root;
    private final String answer;
    private final @Nullable BigDecimal number;
    private final String working;

    SchemaFill(JsonNode root, String answer, @Nullable BigDecimal number, String working) {
        this.root = root;
        this.answer = answer;
        this.number = number;
        this.working = working;
    }

    /** The filled value; {@code {"answer": …}} where the schema leaves it open. */
    JsonNode filled() {
        if (root.isEmpty()) {
            ObjectNode open = JSON.objectNode();
            return open.set("answer", number == null ? JSON.textNode(answer) : numeric(number));
        }
        return fill(root, "answer", 0);
    }

    private JsonNode fill(JsonNode given, String name, int depth) {
        JsonNode schema = resolved(given);
        if (depth > MAX_DEPTH) {
            return JSON.nullNode();
        }
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (!schema.path("enum").isEmpty()) {
            return ofEnum(schema.path("enum"));
        }
        return switch (type(schema)) {
            case "object" -> object(schema.path("properties"), depth);
            case "array" -> array(schema.path("items"), name, depth);
            case "integer" -> numeric(orZero().setScale(0, RoundingMode.HALF_UP));
            case "number" -> numeric(orZero());
            case "boolean" -> JSON.booleanNode(true);
            case "null" -> JSON.nullNode();
            default -> JSON.textNode(WORKING.matcher(name).matches() ? working : answer);
        };
    }

    private JsonNode resolved(JsonNode given) {
        JsonNode schema = given;
        for (int hops = 0; hops < MAX_DEPTH; hops++) {
            String ref = schema.path("$ref").asText();
            if (ref.startsWith("#/")) {
                schema = root.at(ref.substring(1));
            } else if (!alternatives(schema).isEmpty()) {
                schema = firstNotNull(alternatives(schema));
            } else {
                return schema;
            }
        }
        return schema;
    }

    private static JsonNode alternatives(JsonNode schema) {
        return schema.path(schema.has("anyOf") ? "anyOf" : "oneOf");
    }

    private static JsonNode firstNotNull(JsonNode alternatives) {
        for (JsonNode alternative : alternatives) {
            if (!alternative.path("type").asText().equals("null")) {
                return alternative;
            }
        }
        return alternatives.path(0);
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (!one.asText().equals("null")) {
                    return one.asText();
                }
            }
        }
        return type.asText(schema.has("properties") ? "object" : "string");
    }

    private JsonNode ofEnum(JsonNode values) {
        for (JsonNode value : values) {
            if (value.asText().equals(answer)) {
                return value;
            }
        }
        return values.path(0);
    }

    private JsonNode object(JsonNode properties, int depth) {
        ObjectNode object = JSON.objectNode();
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            object.set(property.getKey(), fill(property.getValue(), property.getKey(), depth + 1));
        }
        return object;
    }

    private JsonNode array(JsonNode items, String name, int depth) {
        ArrayNode array = JSON.arrayNode();
        if (type(resolved(items)).equals("string") && WORKING.matcher(name).matches()) {
            working.lines().forEach(array::add);
            return array;
        }
        return array.add(fill(items, name, depth + 1));
    }

    private BigDecimal orZero() {
        return number == null ? BigDecimal.ZERO : number;
    }

    /** Plain digits: 1E+3 would be JSON too, but nobody writes it so. */
    private static JsonNode numeric(BigDecimal value) {
        return JSON.numberNode(value.scale() < 0 ? value.setScale(0) : value);
    }
}

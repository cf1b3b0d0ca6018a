package dev.undercut.provider.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.provider.sandbox.skill.Calculation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which tool is a calculator, and how it is asked. */
final class ToolUse {

    private static final Set<String> EXPRESSION_NAMES =
            Set.of("expression", "expr", "formula", "equation", "calculation");

    /** What functions of two numbers are called, by the operator they stand for. */
    private static final Map<Character, List<String>> OPERATION_NAMES =
            Map.of(
                    '+', List.of("add", "plus", "sum", "+"),
                    '-', List.of("subtract", "minus", "difference", "-"),
                    '*', List.of("multiply", "times", "product", "mul", "*"),
                    '/', List.of("divide", "quotient", "div", "/"),
                    '^', List.of("power", "pow", "^"),
                    '%', List.of("mod", "remainder", "%"));

    private ToolUse() {}

    /** The arguments with which {@code function} computes that, or empty where it cannot. */
    static Optional<ObjectNode> arguments(JsonNode function, Calculation calculation) {
        JsonNode properties = function.path("parameters").path("properties");
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            if (EXPRESSION_NAMES.contains(property.getKey().toLowerCase(Locale.ROOT))
                    && isType(property.getValue(), "string")) {
                ObjectNode arguments = JsonNodeFactory.instance.objectNode();
                return Optional.of(arguments.put(property.getKey(), calculation.expression()));
            }
        }
        return calculation.operands().size() == 2
                ? twoNumbers(function, properties, calculation)
                : Optional.empty();
    }

    private static Optional<ObjectNode> twoNumbers(
            JsonNode function, JsonNode properties, Calculation calculation) {
        List<String> names = OPERATION_NAMES.getOrDefault(calculation.operator(), List.of());
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        List<BigDecimal> operands = new ArrayList<>(calculation.operands());
        boolean operationSaid = says(function.path("name").asText(), names);
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            JsonNode schema = property.getValue();
            Optional<String> operation = operation(schema, names);
            if ((isType(schema, "number") || isType(schema, "integer")) && !operands.isEmpty()) {
                arguments.put(property.getKey(), operands.removeFirst());
            } else if (operation.isPresent()) {
                arguments.put(property.getKey(), operation.get());
                operationSaid = true;
            } else {
                return Optional.empty();
            }
        }
        return operationSaid && operands.isEmpty() ? Optional.of(arguments) : Optional.empty();
    }

    private static Optional<String> operation(JsonNode schema, List<String> names) {
        for (JsonNode value : schema.path("enum")) {
            if (says(value.asText(), names)) {
                return Optional.of(value.asText());
            }
        }
        return Optional.empty();
    }

    private static boolean says(String text, List<String> names) {
        String lower = text.toLowerCase(Locale.ROOT);
        return names.stream().anyMatch(lower::contains);
    }

    private static boolean isType(JsonNode schema, String type) {
        JsonNode stated = schema.path("type");
        if (stated.isArray()) {
            for (JsonNode one : stated) {
                if (one.asText().equals(type)) {
                    return true;
                }
            }
        }
        return stated.asText().equals(type);
    }
}

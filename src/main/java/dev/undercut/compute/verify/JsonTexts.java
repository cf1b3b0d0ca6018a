package dev.undercut.compute.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.Optional;

/** Finds the JSON in an answer, and compares values of JSON. */
final class JsonTexts {
    private static final int DEEPEST = 100;
    private static final int LONGEST_NUMBER = 400;

    /** Numbers exact; what would be costly to compare is not read. */
    static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .maxNumberLength(LONGEST_NUMBER)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();

    private JsonTexts() {}

    /**
     * The JSON of an answer: all of it, its last fenced block that is JSON, or the outermost
     * brackets.
     */
    static Optional<JsonNode> within(String text) {
        Optional<JsonNode> whole = parsed(text);
        if (whole.isPresent()) {
            return whole;
        }
        for (String block : Fences.blocks(text).reversed()) {
            Optional<JsonNode> fenced = parsed(block);
            if (fenced.isPresent()) {
                return fenced;
            }
        }
        return bracketed(text, '{', '}').or(() -> bracketed(text, '[', ']'));
    }

    private static Optional<JsonNode> bracketed(String text, char open, char close) {
        int from = text.indexOf(open);
        int to = text.lastIndexOf(close);
        return from < 0 || to < from ? Optional.empty() : parsed(text.substring(from, to + 1));
    }

    private static Optional<JsonNode> parsed(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree == null || tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** One form for equal values: numbers by value, texts normalised, members in order. */
    static Optional<String> canonical(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (value.isTextual()) {
            return Texts.normal(value.textValue());
        }
        if (value.isNumber()) {
            return Optional.of(new Numbers.Found(value.decimalValue(), false).canonical());
        }
        if (value.isBoolean()) {
            return Optional.of(value.asText());
        }
        return Optional.of(written(value));
    }

    private static String written(JsonNode value) {
        try {
            return MAPPER.writeValueAsString(MAPPER.treeToValue(plain(value), Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read can be written", e);
        }
    }

    /** Whether two values are equal; {@code 1} and {@code 1.0} are. */
    static boolean same(JsonNode one, JsonNode other) {
        return one.equals(
                (a, b) ->
                        a.isNumber() && b.isNumber()
                                ? a.decimalValue().compareTo(b.decimalValue())
                                : (a.equals(b) ? 0 : 1),
                other);
    }

    /** With every number in its shortest form. */
    private static JsonNode plain(JsonNode value) {
        if (value.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> array.add(plain(item)));
            return array;
        }
        if (value.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(e -> object.set(e.getKey(), plain(e.getValue())));
            return object;
        }
        return value.isNumber()
                ? JsonNodeFactory.instance.numberNode(shortest(value.decimalValue()))
                : value;
    }

    private static BigDecimal shortest(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }
}

package dev.undercut.compute.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of one object of a wish; every failure names the field. */
final class Fields {
    private final JsonNode object;
    private final String prefix;
    private final Set<String> read = new HashSet<>();

    Fields(JsonNode object, String prefix) {
        this.object = object;
        this.prefix = prefix;
    }

    void only(List<String> known) throws Fault {
        for (var field : object.properties()) {
            if (!known.contains(field.getKey())) {
                throw new Fault(
                        prefix + field.getKey(),
                        "is not known; known are " + String.join(", ", known));
            }
        }
    }

    /** Refuses a field that nobody has read: it would be ignored in silence. */
    void allRead(String why) throws Fault {
        for (var field : object.properties()) {
            if (!field.getValue().isNull() && !read.contains(field.getKey())) {
                throw fault(field.getKey(), why);
            }
        }
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    JsonNode node(String name) {
        read.add(name);
        return object.hasNonNull(name) ? object.get(name) : MissingNode.getInstance();
    }

    Fields object(String name) throws Fault {
        JsonNode value = node(name);
        if (!value.isObject() && !value.isMissingNode()) {
            throw fault(name, "expected an object");
        }
        return new Fields(value, prefix + name + ".");
    }

    @Nullable String text(String name) throws Fault {
        JsonNode value = node(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual() || value.asText().isBlank()) {
            throw fault(name, "expected a text");
        }
        return value.asText();
    }

    String text(String name, String otherwise) throws Fault {
        String value = text(name);
        return value == null ? otherwise : value;
    }

    String needed(String name) throws Fault {
        String value = text(name);
        if (value == null) {
            throw fault(name, "is missing");
        }
        return value;
    }

    boolean flag(String name) throws Fault {
        JsonNode value = node(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw fault(name, "expected true or false");
        }
        return value.asBoolean(false);
    }

    int whole(String name, int otherwise, int least, int most) throws Fault {
        Long value = whole(name, least, most);
        return value == null ? otherwise : Math.toIntExact(value);
    }

    @Nullable Long whole(String name, long least, long most) throws Fault {
        JsonNode value = node(name);
        if (value.isMissingNode()) {
            return null;
        }
        BigDecimal number = value.isNumber() ? value.decimalValue() : null;
        if (number == null || !fits(number, least, most)) {
            throw fault(name, "expected a whole number from " + least + " to " + most);
        }
        return number.longValueExact();
    }

    private static boolean fits(BigDecimal number, long least, long most) {
        return number.stripTrailingZeros().scale() <= 0
                && number.compareTo(BigDecimal.valueOf(least)) >= 0
                && number.compareTo(BigDecimal.valueOf(most)) <= 0;
    }

    @Nullable BigDecimal number(String name) throws Fault {
        JsonNode value = node(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isNumber()) {
            throw fault(name, "expected a number");
        }
        return value.decimalValue();
    }

    double share(String name, double otherwise) throws Fault {
        BigDecimal value = number(name);
        if (value == null) {
            return otherwise;
        }
        if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
            throw fault(name, "expected a number from 0 to 1");
        }
        return value.doubleValue();
    }

    List<String> texts(String name) throws Fault {
        JsonNode value = node(name);
        List<String> texts = new ArrayList<>();
        if (value.isMissingNode()) {
            return texts;
        }
        for (JsonNode one : value) {
            if (!one.isTextual() || one.asText().isBlank()) {
                throw fault(name, "expected a list of texts");
            }
            texts.add(one.asText());
        }
        if (!value.isArray() || texts.isEmpty()) {
            throw fault(name, "expected a list of texts that is not empty");
        }
        return texts;
    }

    Fault fault(String name, String message) {
        return new Fault(prefix + name, message);
    }
}

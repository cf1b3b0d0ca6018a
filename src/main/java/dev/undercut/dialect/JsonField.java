package dev.undercut.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.undercut.chat.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a client's request that knows where it stands, so that whoever finds it wrong can name
 * it.
 *
 * @param value the value; missing where there is none
 * @param path such as {@code messages[2].content}; empty for the body itself
 */
public record JsonField(JsonNode value, String path) {

    /** The body of a request. */
    public static JsonField root(JsonNode body) {
        return new JsonField(body, "");
    }

    /** The field of that name, which may be missing. */
    public JsonField at(String name) {
        JsonNode child = value.get(name);
        return new JsonField(
                child == null ? MissingNode.getInstance() : child,
                path.isEmpty() ? name : path + "." + name);
    }

    /** Whether it is missing or null. */
    public boolean isAbsent() {
        return value.isMissingNode() || value.isNull();
    }

    /** Whether it is this text. */
    public boolean is(String text) {
        return value.isTextual() && value.textValue().equals(text);
    }

    /** All fields of an object, in order. */
    public List<JsonField> fields() throws RefusedException {
        if (!value.isObject()) {
            throw expected("an object");
        }
        List<JsonField> fields = new ArrayList<>(value.size());
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String name = entry.getKey();
            fields.add(new JsonField(entry.getValue(), path.isEmpty() ? name : path + "." + name));
        }
        return fields;
    }

    /** The elements of a list; none when it is absent. */
    public List<JsonField> items() throws RefusedException {
        if (isAbsent()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw expected("a list");
        }
        List<JsonField> items = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            items.add(new JsonField(value.get(i), path + "[" + i + "]"));
        }
        return items;
    }

    /** A string that must be there. */
    public String text() throws RefusedException {
        if (!value.isTextual()) {
            throw expected("a string");
        }
        return value.textValue();
    }

    /** A string, or null when it is absent. */
    public @Nullable String textOrNull() throws RefusedException {
        return isAbsent() ? null : text();
    }

    /** True or false, or null when it is absent. */
    public @Nullable Boolean boolOrNull() throws RefusedException {
        if (isAbsent()) {
            return null;
        }
        if (!value.isBoolean()) {
            throw expected("true or false");
        }
        return value.booleanValue();
    }

    /** A number as it stood, or null when it is absent. */
    public @Nullable String numberOrNull() throws RefusedException {
        if (isAbsent()) {
            return null;
        }
        if (!value.isNumber()) {
            throw expected("a number");
        }
        return value.toString();
    }

    /** A whole number, or null when it is absent. */
    public @Nullable Long wholeOrNull() throws RefusedException {
        if (isAbsent()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw expected("a whole number");
        }
        return value.longValue();
    }

    /** An object's JSON, or null when it is absent. */
    public @Nullable String objectOrNull() throws RefusedException {
        if (isAbsent()) {
            return null;
        }
        if (!value.isObject()) {
            throw expected("an object");
        }
        return Json.text(value);
    }

    /** That something else should stand here. */
    public RefusedException expected(String what) {
        return refused("expected " + what);
    }

    /** That this value cannot be taken, and why. */
    public RefusedException refused(String why) {
        return new RefusedException(
                Refusal.invalid(
                        path.isEmpty() ? null : path, path.isEmpty() ? why : path + ": " + why));
    }
}

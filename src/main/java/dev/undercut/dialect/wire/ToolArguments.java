package dev.undercut.dialect.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.dialect.Json;

/**
 * The arguments of a call for dialects that want an object, where OpenAI's have a string that may
 * hold anything.
 */
public final class ToolArguments {
    private ToolArguments() {}

    /**
     * The arguments as the JSON text of an object: as they stand where they are one, {@code {}} for
     * nothing, and else the whole text under {@code arguments}, so that broken JSON in a history
     * neither fails nor vanishes.
     */
    public static String object(String arguments) {
        if (arguments.isBlank()) {
            return "{}";
        }
        return isObject(arguments) ? arguments : "{\"arguments\":" + Json.quote(arguments) + "}";
    }

    /** Whether the text is the JSON of an object. */
    public static boolean isObject(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return false;
        }
        JsonNode tree = Json.tree(text.getBytes(UTF_8));
        return tree != null && tree.isObject();
    }
}

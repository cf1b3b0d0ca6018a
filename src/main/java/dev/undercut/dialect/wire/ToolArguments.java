package dev.undercut.dialect.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.undercut.dialect.Json;
import java.io.IOException;

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
        return isObject(arguments)
                ? Json.encodable(arguments.strip())
                : "{\"arguments\":" + Json.quote(arguments) + "}";
    }

    /** Whether the text is the JSON of an object. */
    public static boolean isObject(String text) {
        try (JsonParser parser = Json.FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}

package dev.undercut.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import dev.undercut.chat.Refusal;
import java.io.IOException;

/** The bodies of clients' requests: what is wrong with one that is no JSON object in UTF-8. */
public final class RequestBody {
    /** A field that stands twice would be another one to other readers. */
    private static final ObjectReader STRICT =
            Json.MAPPER
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private RequestBody() {}

    /**
     * The tree of a body.
     *
     * @throws RefusedException when it is no JSON object, or a field stands twice in one
     */
    public static JsonField read(byte[] body) throws RefusedException {
        refuseOtherEncodings(body);
        refuseBrokenText(body);
        JsonNode tree;
        try {
            tree = STRICT.readTree(body);
        } catch (IOException e) {
            throw malformed(e);
        } catch (NumberFormatException e) {
            throw refused("the body holds a number that is past all measure");
        }
        if (!tree.isObject()) {
            throw refused("the body must be a JSON object");
        }
        return JsonField.root(tree);
    }

    /**
     * Offsets are in bytes of UTF-8; the parser would take UTF-16 and UTF-32 too.
     *
     * @throws RefusedException when the body is empty or written in either
     */
    public static void refuseOtherEncodings(byte[] bytes) throws RefusedException {
        if (bytes.length == 0) {
            throw refused("the body is empty; expected a JSON object");
        }
        boolean utf16 = bytes[0] == 0 || (bytes.length > 1 && bytes[1] == 0);
        boolean marked = bytes.length > 2 && (bytes[0] & 0xFF) >= 0xEF;
        if (utf16 || marked) {
            throw refused("the body must be UTF-8 without a byte order mark");
        }
    }

    /**
     * For what is translated: it is decoded whole, so that a wrong byte would reach the provider as
     * another letter.
     *
     * @throws RefusedException when the body holds bytes that are no UTF-8
     */
    public static void refuseBrokenText(byte[] body) throws RefusedException {
        if (!Json.isUtf8(body)) {
            throw refused("the body holds bytes that are no UTF-8");
        }
    }

    /** That a field is missing. */
    public static RefusedException missing(String name, String what) {
        return new RefusedException(
                new Refusal(
                        Refusal.Kind.INVALID,
                        "missing_required_parameter",
                        "Missing required parameter: '" + name + "': expected " + what + ".",
                        name));
    }

    /** That the body is no JSON, and where; never quoting it. */
    public static RefusedException malformed(IOException e) {
        return new RefusedException(
                new Refusal(
                        Refusal.Kind.INVALID,
                        "invalid_json",
                        "We could not parse the JSON body of your request: " + what(e) + where(e),
                        null));
    }

    private static String what(IOException e) {
        return switch (e) {
            case StreamConstraintsException over -> overLimit(over.getOriginalMessage());
            case JsonProcessingException json ->
                    unquoted(String.valueOf(json.getOriginalMessage()));
            default -> "it could not be read";
        };
    }

    private static String where(IOException e) {
        if (!(e instanceof JsonProcessingException json) || json.getLocation() == null) {
            return "";
        }
        return " (line "
                + json.getLocation().getLineNr()
                + ", column "
                + json.getLocation().getColumnNr()
                + ")";
    }

    /** The parser's own words name its classes; what a client needs is the limit. */
    private static String overLimit(String message) {
        if (message.contains("nesting depth")) {
            return "it is nested deeper than " + Json.MAX_NESTING + " levels";
        }
        return message.startsWith("Number")
                ? "it holds a number of more than 1000 digits"
                : "it holds a name or text that is too long";
    }

    /** The parser's message without the word that it stumbled over, which may be the prompt's. */
    private static String unquoted(String message) {
        if (message.startsWith("Duplicate")) {
            return "a field stands twice in one object";
        }
        if (message.startsWith("Trailing token")) {
            return "it must be one JSON object, with nothing after it";
        }
        if (message.startsWith("Non-standard token")) {
            return "it holds a number that is none: JSON knows neither NaN nor Infinity";
        }
        if (message.contains("comment")) {
            return "JSON has no comments";
        }
        return message.startsWith("Unrecognized token") ? "an unquoted word" : message;
    }

    private static RefusedException refused(String message) {
        return new RefusedException(Refusal.invalid(null, message));
    }
}

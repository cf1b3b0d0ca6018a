package dev.undercut.market.feed.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.market.feed.BrokenFeed;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;

/**
 * A JSON document read from its start to its end, one bounded entry at a time. Numbers become exact
 * decimals from their text; one that is absurdly long or large becomes a text, which is no price.
 */
final class JsonStream {
    private static final int TOKENS_PER_ENTRY = 200_000;
    private static final int NUMBER_LENGTH = 100;
    private static final int NUMBER_SCALE = 60;
    private static final JsonNodeFactory NODES = new JsonNodeFactory(true);
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(100)
                                    .maxStringLength(1_000_000)
                                    .maxNameLength(10_000)
                                    .maxNumberLength(1_000)
                                    .build())
                    .build();

    private final JsonParser parser;
    private int budget;

    private JsonStream(JsonParser parser) {
        this.parser = parser;
    }

    /** What is done with the document; stands on its first token. */
    interface Body {
        void read(JsonStream json) throws IOException;
    }

    /** What is done with a field; stands on its value and must leave it read. */
    interface Field {
        void read(String name) throws IOException;
    }

    /** Reads a whole document and nothing after it. */
    static void read(InputStream bytes, Body body) throws IOException {
        try (JsonParser parser = JSON.createParser(bytes)) {
            JsonStream json = new JsonStream(parser);
            if (parser.nextToken() == null) {
                throw new BrokenFeed("the feed is empty");
            }
            body.read(json);
            if (parser.nextToken() != null) {
                throw json.broken("something stands after the end of the document");
            }
        } catch (JsonEOFException e) {
            throw new BrokenFeed(
                    "cut short" + place(e.getLocation()) + ": the JSON does not end", e);
        } catch (StreamConstraintsException e) {
            throw new BrokenFeed(
                    "a text, name or number in it is longer, or lies deeper, than any feed has it",
                    e);
        } catch (JsonProcessingException e) {
            if (e.getLocation() != null && e.getLocation().getByteOffset() == 0) {
                throw new BrokenFeed("not JSON: " + firstLine(e), e);
            }
            throw new BrokenFeed("broken JSON" + place(e.getLocation()) + ": " + firstLine(e), e);
        }
    }

    /** Calls {@code field} for each field of the object that this stands on. */
    void fields(Field field) throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            field.read(name);
        }
    }

    /** Calls {@code element} for each element of the array that this stands on. */
    void elements(Body element) throws IOException {
        expect(JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.read(this);
        }
    }

    boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    /** Passes over the value that this stands on, whatever its size. */
    void skip() throws IOException {
        parser.skipChildren();
    }

    /** The value that this stands on. */
    JsonNode tree() throws IOException {
        budget = TOKENS_PER_ENTRY;
        return node();
    }

    BrokenFeed broken(String what) {
        return new BrokenFeed(what + place(parser.currentTokenLocation()));
    }

    private JsonNode node() throws IOException {
        budget--;
        if (budget < 0) {
            throw broken("an entry is larger than any that holds prices");
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw broken("unexpected " + token);
        };
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            JsonNode value = node();
            JsonNode before = object.get(name);
            object.set(name, before == null || before.equals(value) ? value : twice());
        }
        return object;
    }

    /** Stands for a field with two values: no price, no name, nothing that any feed expects. */
    private static JsonNode twice() {
        return NODES.textNode("stated twice");
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(node());
        }
        return array;
    }

    private static JsonNode number(String text) {
        if (text.length() > NUMBER_LENGTH) {
            return NODES.textNode(text);
        }
        BigDecimal exact = new BigDecimal(text);
        return Math.abs(exact.scale()) > NUMBER_SCALE
                ? NODES.textNode(text)
                : NODES.numberNode(exact);
    }

    private void expect(JsonToken token, String what) throws IOException {
        if (parser.currentToken() != token) {
            throw broken("expected " + what + ", found " + parser.currentToken());
        }
    }

    private static String place(JsonLocation at) {
        return at == null
                ? ""
                : " at line %d, column %d (byte %d)"
                        .formatted(at.getLineNr(), at.getColumnNr(), at.getByteOffset());
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("");
    }
}

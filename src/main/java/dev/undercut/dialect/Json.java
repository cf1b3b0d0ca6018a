package dev.undercut.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How this product reads and writes JSON: strict, bounded, numbers exact. */
public final class Json {

    /** Deepest nesting of arrays and objects that is read. */
    public static final int MAX_NESTING = 256;

    /** Streaming reader. Error messages never quote the input: it may be a prompt or a secret. */
    public static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_NESTING)
                                    .maxStringLength(256 * 1024 * 1024)
                                    .build())
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();

    /** Trees, for what is small or must be translated. Fractions are read as exact decimals. */
    public static final JsonMapper MAPPER =
            JsonMapper.builder(FACTORY)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** Reads a whole document whose numbers shall be written again as they stood. */
    private static final ObjectReader EXACT =
            MAPPER.reader().without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private Json() {}

    /**
     * The tree of a whole document, or null when the bytes are none. A number whose exponent is
     * past all measure makes a document that is none: it could not be read exactly.
     */
    public static @Nullable JsonNode tree(byte[] json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            return tree.isMissingNode() ? null : tree;
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    /**
     * The tree of a whole document for translating it: every number keeps its value and its zeros.
     * Null when the bytes are none.
     */
    public static @Nullable JsonNode exactTree(byte[] json) {
        try {
            JsonNode tree = EXACT.readTree(json);
            return tree.isMissingNode() ? null : tree;
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    /** Appends {@code text} as a JSON string with its quotes. */
    public static void quote(String text, StringBuilder to) {
        to.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, to);
        to.append('"');
    }

    /** {@code text} as a JSON string with its quotes. */
    public static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}

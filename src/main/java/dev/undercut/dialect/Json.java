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
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
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

    private static final int DECODED_AT_ONCE = 4096;
    private static final HexFormat HEX = HexFormat.of();

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
     * Null when the bytes are none, or no UTF-8.
     */
    public static @Nullable JsonNode exactTree(byte[] json) {
        if (!isUtf8(json)) {
            return null;
        }
        try {
            JsonNode tree = EXACT.readTree(json);
            return tree.isMissingNode() ? null : tree;
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    /**
     * Whether the bytes are well-formed UTF-8. The parser lets overlong forms and encoded
     * surrogates through, which other readers take for other letters, or for none.
     */
    public static boolean isUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(Math.min(bytes.length, DECODED_AT_ONCE));
        CoderResult result = decoder.decode(in, out, true);
        while (result.isOverflow() && in.hasRemaining()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        return !result.isError();
    }

    /** {@code text} as a JSON string with its quotes. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 16);
        quote(text, quoted);
        return quoted.toString();
    }

    /** Appends {@code text} as a JSON string with its quotes. */
    public static void quote(String text, StringBuilder to) {
        to.append('"');
        JsonStringEncoder encoder = JsonStringEncoder.getInstance();
        if (half(text, 0) < 0) {
            encoder.quoteAsString(text, to);
        } else {
            to.append(encodable(new String(encoder.quoteAsString(text))));
        }
        to.append('"');
    }

    /** The JSON of a tree. */
    public static String text(JsonNode tree) {
        return encodable(tree.toString());
    }

    /**
     * The same JSON in which half a surrogate pair is spelt as an escape, since no bytes of UTF-8
     * can say it. Providers that stream escapes cut emoji in two; who joins the pieces gets them
     * whole.
     */
    public static String encodable(String json) {
        int half = half(json, 0);
        if (half < 0) {
            return json;
        }
        StringBuilder spelt = new StringBuilder(json.length() + 16);
        int done = 0;
        for (; half >= 0; half = half(json, done)) {
            spelt.append(json, done, half).append("\\u").append(HEX.toHexDigits(json.charAt(half)));
            done = half + 1;
        }
        return spelt.append(json, done, json.length()).toString();
    }

    /** Where the next half of a pair stands that lacks the other one; -1 when there is none. */
    private static int half(String text, int from) {
        int i = from;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                return i;
            }
            i += Character.charCount(point);
        }
        return -1;
    }
}

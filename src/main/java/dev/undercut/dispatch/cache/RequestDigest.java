package dev.undercut.dispatch.cache;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.undercut.dialect.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * 256 bits (SHA-256) of who asks, where, and what: the headers that count and the whole body,
 * whatever the order of its keys, its white space and its escapes. Numbers count as they are
 * written, so {@code 1} is not {@code 1.0}. Left out are {@code stream}, {@code stream_options} and
 * {@code undercut}, which say how an answer is delivered and who may give it, never what it says;
 * all else counts, {@code user} too.
 *
 * <p>A tree of digests: a value nested in others is hashed once, however deep it stands.
 */
public record RequestDigest(long first, long second, long third, long fourth) {
    private static final Set<String> DELIVERY = Set.of("stream", "stream_options", "undercut");
    private static final int LONGS = 4;

    /**
     * The digest of a request.
     *
     * @param keyId whose request it is, or null with no keys in use
     * @param path where its dialect is spoken
     * @param headers those that may change the answer, by name
     * @param body a JSON object
     * @throws IOException when the body is none
     */
    public static RequestDigest of(
            @Nullable String keyId, String path, SortedMap<String, String> headers, byte[] body)
            throws IOException {
        byte[] request;
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            request = object(parser, DELIVERY);
        }
        MessageDigest all = sha256();
        part(all, keyId == null ? new byte[0] : keyId.getBytes(StandardCharsets.UTF_8));
        all.update((byte) (keyId == null ? 0 : 1));
        part(all, path.getBytes(StandardCharsets.UTF_8));
        MessageDigest lines = sha256();
        headers.forEach((name, value) -> {
            part(lines, utf16(name));
            part(lines, utf16(value));
        });
        part(all, lines.digest());
        part(all, request);
        ByteBuffer bits = ByteBuffer.wrap(all.digest(), 0, LONGS * Long.BYTES);
        return new RequestDigest(bits.getLong(), bits.getLong(), bits.getLong(), bits.getLong());
    }

    /** A scalar as a letter for its kind and its text; anything else as a letter and a digest. */
    private static byte[] value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, Set.of());
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> marked('s', utf16(parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> marked('n', utf16(parser.getText()));
            case VALUE_TRUE -> marked('t', new byte[0]);
            case VALUE_FALSE -> marked('f', new byte[0]);
            case VALUE_NULL -> marked('0', new byte[0]);
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw new IOException("no JSON value");
        };
    }

    @SuppressWarnings("ArrayRecordComponent") // hashed at once, never compared
    private record Member(String name, byte[] value) {}

    /** A key that stands twice counts twice, in its order: readers differ about which holds. */
    private static byte[] object(JsonParser parser, Set<String> without) throws IOException {
        List<Member> members = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (without.contains(name)) {
                parser.skipChildren();
            } else {
                members.add(new Member(name, value(parser)));
            }
        }
        members.sort(Comparator.comparing(Member::name));
        MessageDigest digest = sha256();
        for (Member member : members) {
            part(digest, utf16(member.name()));
            part(digest, member.value());
        }
        return marked('o', digest.digest());
    }

    private static byte[] array(JsonParser parser) throws IOException {
        MessageDigest digest = sha256();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            part(digest, value(parser));
        }
        return marked('a', digest.digest());
    }

    /** With its length before it, so that no two sequences of parts are the same bytes. */
    private static void part(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static byte[] marked(char kind, byte[] bytes) {
        byte[] marked = new byte[bytes.length + 1];
        marked[0] = (byte) kind;
        System.arraycopy(bytes, 0, marked, 1, bytes.length);
        return marked;
    }

    /** Not UTF-8: half a surrogate pair, which JSON can say, would become a question mark. */
    private static byte[] utf16(String text) {
        byte[] bytes = new byte[text.length() * 2];
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i] = (byte) (text.charAt(i) >> 8);
            bytes[2 * i + 1] = (byte) text.charAt(i);
        }
        return bytes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

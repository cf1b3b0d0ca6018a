package dev.undercut.dialect.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into the messages of AWS's event stream encoding: two lengths and their
 * checksum, headers, payload, and a checksum of all. Both checksums are CRC-32. Not for use by
 * several threads.
 *
 * @see <a href="https://smithy.io/2.0/aws/amazon-eventstream.html">the encoding</a>
 */
final class EventMessages {
    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;
    private static final int MOST_HEADERS = 128 * 1024;
    private static final int FIRST_SIZE = 8 * 1024;

    private final InputStream in;
    private final int most;
    private byte[] buffer = new byte[FIRST_SIZE];
    private int limit;
    private boolean ended;

    /**
     * Reads from {@code in}.
     *
     * @param most the most bytes of one message
     */
    EventMessages(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    /**
     * One message.
     *
     * @param headers those that are strings, by name
     * @param payload its content
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Message(Map<String, String> headers, byte[] payload) {

        /** The header, or an empty text. */
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /**
     * The next message, waiting for it if need be; null at the end of the stream.
     *
     * @throws IOException when the stream breaks or ends within a message, or a checksum, a length
     *     or a header is wrong
     */
    @Nullable Message next() throws IOException {
        int length = length();
        while (length < 0 || limit < length) {
            if (ended) {
                if (limit > 0) {
                    throw new IOException("the stream ended within an event");
                }
                return null;
            }
            fill(length);
            length = length();
        }
        Message message = decoded(ByteBuffer.wrap(buffer, 0, length), length);
        System.arraycopy(buffer, length, buffer, 0, limit - length);
        limit -= length;
        return message;
    }

    /** Whether {@link #next} would return without waiting for bytes. */
    boolean isReady() {
        try {
            int length = length();
            return ended || (length >= 0 && limit >= length);
        } catch (IOException e) {
            return true;
        }
    }

    /** The length of the message that begins the buffer; -1 while that is not known. */
    private int length() throws IOException {
        if (limit < PRELUDE) {
            return -1;
        }
        ByteBuffer prelude = ByteBuffer.wrap(buffer, 0, PRELUDE);
        int length = prelude.getInt();
        int headers = prelude.getInt();
        if (prelude.getInt() != checksum(PRELUDE - CHECKSUM)) {
            throw new IOException("an event's lengths do not match their checksum");
        }
        boolean sound =
                length >= PRELUDE + CHECKSUM
                        && length <= most
                        && headers >= 0
                        && headers <= MOST_HEADERS
                        && headers <= length - PRELUDE - CHECKSUM;
        if (!sound) {
            throw new IOException("an event of " + length + " bytes, headers " + headers);
        }
        return length;
    }

    private Message decoded(ByteBuffer message, int length) throws IOException {
        if (message.getInt(length - CHECKSUM) != checksum(length - CHECKSUM)) {
            throw new IOException("an event does not match its checksum");
        }
        int end = PRELUDE + message.getInt(4);
        message.position(PRELUDE);
        Map<String, String> headers = new HashMap<>();
        try {
            while (message.position() < end) {
                header(message, headers);
            }
        } catch (RuntimeException e) {
            throw new IOException("an event's headers are malformed", e);
        }
        if (message.position() != end) {
            throw new IOException("an event's headers are longer than they say");
        }
        return new Message(headers, Arrays.copyOfRange(buffer, end, length - CHECKSUM));
    }

    private static void header(ByteBuffer from, Map<String, String> headers) throws IOException {
        String name = text(from, from.get() & 0xff);
        int type = from.get();
        switch (type) {
            // true and false have no value
            case 0, 1 -> {}
            case 2 -> skip(from, Byte.BYTES);
            case 3 -> skip(from, Short.BYTES);
            case 4 -> skip(from, Integer.BYTES);
            // a long, and a time
            case 5, 8 -> skip(from, Long.BYTES);
            case 6 -> skip(from, from.getShort() & 0xffff);
            case 7 -> headers.put(name, text(from, from.getShort() & 0xffff));
            // a UUID
            case 9 -> skip(from, 2 * Long.BYTES);
            default -> throw new IOException("an event's header has the unknown type " + type);
        }
    }

    private static String text(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return new String(bytes, UTF_8);
    }

    private static void skip(ByteBuffer from, int length) {
        from.position(from.position() + length);
    }

    private int checksum(int length) {
        CRC32 crc = new CRC32();
        crc.update(buffer, 0, length);
        return (int) crc.getValue();
    }

    private void fill(int length) throws IOException {
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(length, buffer.length * 2));
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            ended = true;
        } else {
            limit += read;
        }
    }
}

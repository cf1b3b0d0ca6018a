package dev.undercut.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Heads and bodies of answers, from bytes that come in any pieces. */
class FramingTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @Property(tries = 300)
    void a_chunked_body_comes_out_whole_however_it_is_cut(
            @ForAll @Size(max = 12) List<@IntRange(min = 1, max = 3000) Integer> chunks,
            @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        StringBuilder wire = new StringBuilder(OK + "Transfer-Encoding: Chunked\r\n\r\n");
        StringBuilder body = new StringBuilder();
        for (int size : chunks) {
            String chunk = "\r\n0123456789abcdef".repeat(200).substring(0, size);
            wire.append(Integer.toHexString(size));
            wire.append(random.nextBoolean() ? ";name=value" : "").append("\r\n");
            wire.append(chunk).append("\r\n");
            body.append(chunk);
        }
        wire.append("0\r\n").append(random.nextBoolean() ? "Trailer: x\r\n" : "").append("\r\n");
        Connection connection = connection(wire.toString(), random);
        Body read = Body.after(Head.read(connection), connection, 1);

        assertThat(drain(read, random)).isEqualTo(body.toString());
        assertThat(read.leavesConnectionClean()).isTrue();
    }

    @Property(tries = 100)
    void a_body_of_known_length_ends_there(
            @ForAll @IntRange(min = 0, max = 50_000) int length, @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        String body = "x".repeat(length);
        Connection connection =
                connection(OK + "content-length:" + length + "\r\n\r\n" + body, random);
        Body read = Body.after(Head.read(connection), connection, 1);

        assertThat(drain(read, random)).isEqualTo(body);
        assertThat(read.leavesConnectionClean()).isTrue();
    }

    @Property(tries = 200)
    void of_a_body_no_more_is_read_at_once_than_was_asked_for(
            @ForAll @IntRange(min = 0, max = 50_000) int length,
            @ForAll @IntRange(min = 0, max = 60_000) int most,
            @ForAll @IntRange(min = 0, max = 2) int framing,
            @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        String body = "0123456789".repeat(length / 10 + 1).substring(0, length);
        String chunk = length == 0 ? "" : Integer.toHexString(length) + "\r\n" + body + "\r\n";
        String wire =
                switch (framing) {
                    case 0 -> "Content-Length: " + length + "\r\n\r\n" + body;
                    case 1 -> "Transfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n";
                    default -> "\r\n" + body;
                };
        Connection connection = connection(OK + wire, random);
        Body read = Body.after(Head.read(connection), connection, 1);

        String first = new String(read.readNBytes(most), StandardCharsets.US_ASCII);
        assertThat(first).isEqualTo(body.substring(0, Math.min(most, length)));
        assertThat(first + drain(read, random)).isEqualTo(body);
    }

    @Example
    void a_body_without_a_length_ends_with_its_connection() throws IOException {
        Connection connection = connection("HTTP/1.0 200 OK\r\n\r\nall of it", new Random(1));
        Head head = Head.read(connection);
        Body read = Body.after(head, connection, 1);

        assertThat(drain(read, new Random(1))).isEqualTo("all of it");
        assertThat(read.leavesConnectionClean()).isFalse();
        assertThat(head.keepsAlive()).isFalse();
    }

    @Example
    void headers_are_found_in_any_case_and_without_blanks() throws IOException {
        Head head =
                Head.read(
                        connection(
                                "HTTP/1.1 429 Too Many\nX-Retry-After: 1\r\nRETRY-after: \t7 \r\n\n",
                                new Random(1)));
        assertThat(head.status()).isEqualTo(429);
        assertThat(head.header("retry-after")).isEqualTo("7");
        assertThat(head.header("absent")).isNull();
    }

    @Example
    void interim_heads_are_passed_over() throws IOException {
        Head head =
                Head.read(
                        connection(
                                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\n"
                                        + "HTTP/1.1 201 Made\r\n\r\n",
                                new Random(1)));
        assertThat(head.status()).isEqualTo(201);
    }

    @Example
    void what_is_no_http_is_refused() {
        for (String wrong :
                List.of(
                        "",
                        "HTTP/1.1 200 OK\r\n",
                        "SSH-2.0-OpenSSH\r\n\r\n",
                        "HTTP/2 200\r\n\r\n",
                        "HTTP/1.1 2x0 OK\r\n\r\n",
                        "HTTP/1.1 101 Other\r\n\r\n",
                        OK + "X: " + "y".repeat(300_000) + "\r\n\r\n")) {
            assertThatThrownBy(() -> Head.read(connection(wrong, new Random(1))))
                    .as(wrong.substring(0, Math.min(20, wrong.length())))
                    .isInstanceOf(IOException.class);
        }
    }

    @Example
    void a_body_that_breaks_its_word_is_an_error() {
        for (String wrong :
                List.of(
                        "Content-Length: 5\r\n\r\nabc",
                        "Content-Length: -5\r\n\r\nabc",
                        "Content-Length: 1\r\nContent-Length: 2\r\n\r\nabc",
                        "Transfer-Encoding: gzip\r\n\r\nabc",
                        "Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
                        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc",
                        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n-3\r\nabc\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc\r\n0\r\n\r\n")) {
            assertThatThrownBy(
                            () -> {
                                Connection connection = connection(OK + wrong, new Random(1));
                                drain(
                                        Body.after(Head.read(connection), connection, 1),
                                        new Random(1));
                            })
                    .as(wrong)
                    .isInstanceOf(IOException.class);
        }
    }

    @Example
    void nothing_is_waited_for_while_there_is_something_to_give() throws IOException {
        // The connection would fail if it were read once more.
        InputStream one =
                new ByteArrayInputStream(
                        (OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n4\r\nfg")
                                .getBytes(StandardCharsets.ISO_8859_1));
        Connection connection = connection(new OnceOnly(one));
        Body body = Body.after(Head.read(connection), connection, 1);

        assertThat(new String(body.readNBytes(7), StandardCharsets.UTF_8)).isEqualTo("abcdefg");
    }

    private static String drain(InputStream body, Random random) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[1 + random.nextInt(5000)];
        for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
            assertThat(read).isPositive();
            all.write(piece, 0, read);
        }
        assertThat(body.read(piece)).isEqualTo(-1);
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static Connection connection(String wire, Random random) throws IOException {
        return connection(new Pieces(wire.getBytes(StandardCharsets.ISO_8859_1), random));
    }

    private static Connection connection(InputStream in) throws IOException {
        Socket socket =
                new Socket() {
                    @Override
                    public InputStream getInputStream() {
                        return in;
                    }

                    @Override
                    public OutputStream getOutputStream() {
                        return OutputStream.nullOutputStream();
                    }
                };
        return new Connection(new Origin(false, "x", 1), socket, socket, new Ticks(0));
    }

    /** Gives some bytes at a time, as a network does. */
    private static final class Pieces extends InputStream {
        private final InputStream bytes;
        private final Random random;

        Pieces(byte[] bytes, Random random) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() throws IOException {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int most = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(2000);
            return bytes.read(target, from, Math.min(length, most));
        }
    }

    /** Fails when it is asked a second time. */
    private static final class OnceOnly extends InputStream {
        private final InputStream bytes;
        private boolean asked;

        OnceOnly(InputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            throw new AssertionError("read byte by byte");
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (asked) {
                throw new IOException("waited for more");
            }
            asked = true;
            return bytes.read(target, from, length);
        }
    }
}

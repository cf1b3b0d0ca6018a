package dev.undercut.gateway;

import dev.undercut.chat.Refusal;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dispatch.Client;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One HTTP request and its answer, without the server library's types. */
public final class Exchange implements Client {
    private static final int FIRST_READ = 8 * 1024;

    /**
     * The server library's lookup of a name is not cheap, and these are wanted on every request.
     */
    private static final Map<String, HeaderName> NAMES =
            Stream.of(
                            "anthropic-beta",
                            "anthropic-version",
                            "authorization",
                            "cache-control",
                            "content-encoding",
                            "content-type",
                            "host",
                            "origin",
                            "request-id",
                            "sec-fetch-site",
                            "x-accel-buffering",
                            "x-api-key",
                            "x-undercut-compute",
                            "x-undercut-cost-usd",
                            "x-undercut-model",
                            "x-undercut-overhead-us",
                            "x-undercut-provider",
                            "x-undercut-request-id",
                            "x-undercut-run",
                            "x-undercut-saved-usd")
                    .collect(
                            Collectors.toUnmodifiableMap(Function.identity(), HeaderNames::create));

    private final ServerRequest request;
    private final ServerResponse response;
    private final String path;
    private @Nullable String keyId;
    private boolean streaming;
    private boolean arrived;
    private boolean closing;
    private volatile boolean left;

    Exchange(ServerRequest request, ServerResponse response, String path) {
        this.request = request;
        this.response = response;
        this.path = path;
    }

    /** GET, POST, … */
    public String method() {
        return request.prologue().method().text();
    }

    /** The path, doubled slashes folded, no query. */
    public String path() {
        return path;
    }

    /** A parameter of the query. */
    public Optional<String> query(String name) {
        return request.query().first(name).asOptional();
    }

    /** The names of all parameters of the query. */
    public Set<String> queryNames() {
        return request.query().names();
    }

    @Override
    public Optional<String> header(String name) {
        return request.headers().first(name(name));
    }

    /** A cookie of that name. */
    public Optional<String> cookie(String name) {
        return request.headers().contains(HeaderNames.COOKIE)
                ? request.headers().cookies().first(name).asOptional()
                : Optional.empty();
    }

    /** Whose key opened the gate, or null with no keys in use. */
    public @Nullable String keyId() {
        return keyId;
    }

    void admitted(@Nullable String key) {
        keyId = key;
    }

    /** Sends a refusal in that dialect's shape. */
    void refuse(ClientDialect dialect, Refusal refusal) {
        text(
                dialect.status(refusal),
                "application/json",
                new String(dialect.refusal(refusal), StandardCharsets.UTF_8));
    }

    /** A small JSON body, for pages; empty when it is none. */
    public Optional<byte[]> smallJson(int limit) {
        boolean json =
                header("content-type").filter(t -> t.startsWith("application/json")).isPresent();
        return json && body(limit) instanceof Body.Arrived(byte[] bytes)
                ? Optional.of(bytes)
                : Optional.empty();
    }

    /** A body, or why there is none. */
    sealed interface Body {
        /** It arrived whole. */
        @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
        record Arrived(byte[] bytes) implements Body {}

        /** It did not. */
        record Missing(Refusal refusal) implements Body {}
    }

    /**
     * Reads the whole body.
     *
     * @param limit the most bytes
     */
    Body body(int limit) {
        long length = request.headers().contentLength().orElse(-1);
        if (length > limit) {
            return new Body.Missing(tooLarge(limit));
        }
        try {
            return read(length, limit);
        } catch (RuntimeException | IOException e) {
            return new Body.Missing(
                    connection().isTooSlow()
                            ? tooSlow()
                            : Refusal.invalid(null, "The request body did not arrive whole."));
        }
    }

    private Body read(long length, int limit) throws IOException {
        if (!request.content().hasEntity()) {
            connection().requestArrived();
            return new Body.Arrived(new byte[0]);
        }
        InputStream in = request.content().inputStream();
        byte[] bytes = new byte[length >= 0 ? (int) length : FIRST_READ];
        int used = 0;
        while (true) {
            if (used == bytes.length) {
                if (length >= 0) {
                    break;
                }
                if (used > limit) {
                    return new Body.Missing(tooLarge(limit));
                }
                // One byte more than allowed, to tell a body of just that length from a longer one.
                bytes = Arrays.copyOf(bytes, (int) Math.min(limit + 1L, bytes.length * 2L));
            }
            int read = in.read(bytes, used, bytes.length - used);
            if (read < 0) {
                break;
            }
            used += read;
        }
        if (length >= 0 && used < length) {
            throw new IOException("the body ended early");
        }
        if (length >= 0) {
            // Shown its end, the server need not look for more to read, with a buffer for it.
            in.read();
        }
        arrived = true;
        connection().requestArrived();
        return new Body.Arrived(used == bytes.length ? bytes : Arrays.copyOf(bytes, used));
    }

    /** What is said to a client that takes too long to send its request. */
    static Refusal tooSlow() {
        return new Refusal(
                Refusal.Kind.TOO_SLOW,
                "request_timeout",
                "The request took too long to arrive (limits.request_read).",
                null);
    }

    private static Refusal tooLarge(int limit) {
        return new Refusal(
                Refusal.Kind.TOO_LARGE,
                "request_too_large",
                "The request body is over the limit of " + limit + " bytes (limits.max_body).",
                null);
    }

    /** Sends text of that type. */
    public void text(int status, String contentType, String text, Header... more) {
        try {
            List<Header> headers = new java.util.ArrayList<>(List.of(more));
            headers.add(new Header("content-type", contentType));
            send(status, headers, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // the client is gone; there is nobody to tell
        }
    }

    @Override
    public void send(int status, List<Header> headers, byte[] body) throws IOException {
        connection().answered();
        try {
            head(status, headers);
            if (isHead()) {
                response.send();
            } else {
                response.send(body);
            }
        } catch (RuntimeException e) {
            throw new IOException("the client is gone", e);
        }
    }

    @Override
    public OutputStream stream(List<Header> headers) throws IOException {
        try {
            head(200, headers);
            streaming = true;
            return new ClientStream(response.outputStream());
        } catch (RuntimeException e) {
            throw new IOException("the client is gone", e);
        }
    }

    @Override
    public void onGone(Runnable gone) {
        connection()
                .onGone(() -> {
                    left = true;
                    gone.run();
                });
    }

    /** The connection that this request came by. */
    ClientConnection connection() {
        return (ClientConnection) request.remotePeer();
    }

    /** Whether only the head of the answer is asked for. */
    boolean isHead() {
        return method().equals("HEAD");
    }

    /** The last answer on this connection. */
    void closeAfterwards() {
        closing = true;
        response.header(HeaderNames.CONNECTION, "close");
    }

    /**
     * Ends the exchange. The server library would read on after an answer that closes the
     * connection, and take what is left of a refused body for the next request: a web page could
     * smuggle one in that way.
     *
     * @throws CloseConnectionException when it was the last one on its connection
     */
    void finish() {
        boolean unread = request.content().hasEntity() && !arrived;
        boolean asked = request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
        if (streaming) {
            // The library has yet to write the end of the stream.
            if (asked) {
                connection().readNoMore();
            }
            return;
        }
        if (left && !response.isSent()) {
            throw new CloseConnectionException("the client has gone before it was answered");
        }
        if (unread) {
            connection().farewell();
        }
        if (unread || closing || asked) {
            throw new CloseConnectionException("the last request of its connection is answered");
        }
    }

    private void head(int status, List<Header> headers) {
        response.status(Status.create(status));
        for (Header header : headers) {
            response.header(name(header.name()), oneLine(header.value()));
        }
    }

    private static HeaderName name(String text) {
        HeaderName known = NAMES.get(text);
        return known != null ? known : HeaderNames.create(text);
    }

    /** No header value of ours carries a line end, whatever it was made from. */
    private static String oneLine(String value) {
        return value.indexOf('\r') < 0 && value.indexOf('\n') < 0
                ? value
                : value.replace('\r', ' ').replace('\n', ' ');
    }

    /** The server library's own exceptions say the same thing: the client is gone. */
    private static final class ClientStream extends OutputStream {
        private final OutputStream out;

        ClientStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (RuntimeException e) {
                throw new IOException("the client is gone", e);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (RuntimeException e) {
                throw new IOException("the client is gone", e);
            }
        }
    }
}

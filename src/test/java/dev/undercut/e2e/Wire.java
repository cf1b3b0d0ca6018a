package dev.undercut.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client that writes and reads bytes on one connection, and so can be as rude as it likes. */
final class Wire implements AutoCloseable {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Socket socket;
    private final InputStream in;
    private final int port;

    Wire(int port) throws IOException {
        this(port, 0);
    }

    /**
     * Connects.
     *
     * @param buffer how many bytes to take without reading them; 0 for the usual number
     */
    Wire(int port, int buffer) throws IOException {
        this.port = port;
        socket = new Socket();
        if (buffer > 0) {
            socket.setReceiveBufferSize(buffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** A whole answer. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Answer(Http11.Head head, byte[] body) {
        int status() {
            return head.status();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() throws IOException {
            return MAPPER.readTree(body);
        }

        String errorCode() throws IOException {
            return json().path("error").path("code").asText();
        }

        String header(String name) {
            return head.first(name).orElse("");
        }
    }

    /** One request on a connection of its own. */
    static Answer post(int port, String path, String json, String... headers) throws IOException {
        try (Wire wire = new Wire(port)) {
            return wire.sendPost(path, json, headers).answer();
        }
    }

    /** A chat request on a connection of its own. */
    static Answer chat(int port, String json, String... headers) throws IOException {
        return post(port, "/v1/chat/completions", json, headers);
    }

    static Answer get(int port, String path, String... headers) throws IOException {
        try (Wire wire = new Wire(port)) {
            return wire.sendGet(path, headers).answer();
        }
    }

    Wire sendPost(String path, String json, String... headers) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>(List.of(headers));
        if (all.stream().noneMatch(h -> h.regionMatches(true, 0, "content-type:", 0, 13))) {
            all.add("Content-Type: application/json");
        }
        all.add("Content-Length: " + body.length);
        send(head("POST", path, all));
        return send(body);
    }

    Wire sendGet(String path, String... headers) throws IOException {
        return send(head("GET", path, List.of(headers)));
    }

    String head(String method, String path, List<String> headers) {
        StringBuilder lines = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        if (headers.stream().noneMatch(h -> h.regionMatches(true, 0, "host:", 0, 5))) {
            lines.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        headers.forEach(header -> lines.append(header).append("\r\n"));
        return lines.append("\r\n").toString();
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Wire send(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends no more, but goes on reading. */
    void endSending() throws IOException {
        socket.shutdownOutput();
    }

    Http11.Head readHead() throws IOException {
        Http11.Head head = Http11.head(in);
        if (head == null) {
            throw new IOException("the server closed the connection without an answer");
        }
        return head;
    }

    Answer answer() throws IOException {
        Http11.Head head = readHead();
        boolean empty = head.status() < 200 || head.status() == 204;
        return new Answer(head, empty ? new byte[0] : Http11.body(head, in));
    }

    byte[] body(Http11.Head head) throws IOException {
        return Http11.body(head, in);
    }

    /** One chunk of the answer as it arrived; empty at the end of the body. */
    String chunk() throws IOException {
        return new String(Http11.chunk(in), StandardCharsets.UTF_8);
    }

    /** The rest of a chunked body. */
    String rest() throws IOException {
        StringBuilder rest = new StringBuilder();
        for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
            rest.append(chunk);
        }
        return rest.toString();
    }

    /** Whether the server has closed the connection; waits for it. */
    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    /** Bytes until the server closes the connection. */
    long drain() {
        long count = 0;
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count += read;
            }
        } catch (IOException e) {
            // reset: that is an end too
        }
        return count;
    }

    /** Goes away in the middle of things. */
    void hangUp() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package dev.undercut.e2e;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A provider that does what a test tells it to, down to the byte: answers, pauses, falls silent,
 * cuts the connection. It records every request as it came and when its connection was closed.
 */
final class FakeProvider implements AutoCloseable {

    private final ServerSocket listening;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Script script = call -> call.json(200, Answers.whole("hello", 10, 5));

    FakeProvider() throws IOException {
        listening = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("fake-provider").start(this::accept);
    }

    /** How a request is answered. */
    @FunctionalInterface
    interface Script {
        void answer(Call call) throws Exception;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** From now on requests are answered like that. */
    void answers(Script next) {
        script = next;
    }

    /** From now on every request gets that whole answer. */
    void answersJson(int status, String body, String... headers) {
        script = call -> call.json(status, body, headers);
    }

    /** Every request so far, in order. */
    List<Call> calls() {
        return calls;
    }

    Call onlyCall() {
        if (calls.size() != 1) {
            throw new AssertionError("expected one request, had " + calls.size());
        }
        return calls.getFirst();
    }

    /** Forgets requests and script. */
    void reset() {
        calls.clear();
        script = call -> call.json(200, Answers.whole("hello", 10, 5));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread.ofVirtual().name("fake-connection").start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        CompletableFuture<Long> closed = new CompletableFuture<>();
        try (socket) {
            PushbackInputStream in =
                    new PushbackInputStream(new BufferedInputStream(socket.getInputStream()), 1);
            for (Http11.Head head = Http11.head(in); head != null; head = Http11.head(in)) {
                Call call = new Call(head, Http11.body(head, in), socket, closed);
                calls.add(call);
                Thread answering = Thread.ofVirtual().start(() -> answer(call));
                if (!awaitsNext(in)) {
                    break;
                }
                answering.join();
            }
        } catch (IOException e) {
            // the gateway, or a script, cut the connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed.complete(System.nanoTime());
            open.remove(socket);
        }
    }

    /** Notices the end of the connection also while a script is silent. */
    private static boolean awaitsNext(PushbackInputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            return false;
        }
        in.unread(next);
        return true;
    }

    private void answer(Call call) {
        try {
            script.answer(call);
        } catch (Exception e) {
            call.reset();
        }
    }

    /** One request, and the means to answer it. */
    static final class Call {
        private final Http11.Head head;
        private final byte[] body;
        private final Socket socket;
        private final CompletableFuture<Long> closed;

        Call(Http11.Head head, byte[] body, Socket socket, CompletableFuture<Long> closed) {
            this.head = head;
            this.body = body;
            this.socket = socket;
            this.closed = closed;
        }

        Http11.Head head() {
            return head;
        }

        byte[] body() {
            return body;
        }

        String bodyText() {
            return new String(body, StandardCharsets.UTF_8);
        }

        boolean asksStream() {
            return bodyText().replace(" ", "").contains("\"stream\":true");
        }

        /** Waits until the connection that brought this request is closed by either side. */
        void awaitClosed(Duration limit) throws InterruptedException, ExecutionException {
            try {
                closed.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError("the upstream connection is still open", e);
            }
        }

        boolean isOpen() {
            return !closed.isDone();
        }

        /** A whole JSON answer. */
        void json(int status, String text, String... headers) throws IOException {
            whole(status, "application/json", text, headers);
        }

        /** A whole answer; {@code headers} are whole lines. */
        void whole(int status, String type, String text, String... headers) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            head(status, type, "Content-Length: " + bytes.length, headers);
            raw(bytes);
        }

        /** Begins a chunked stream of events. */
        void beginStream() throws IOException {
            head(200, "text/event-stream; charset=utf-8", "Transfer-Encoding: chunked");
        }

        /** One event in one chunk. */
        void event(String data) throws IOException {
            chunk(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        }

        /** Any bytes as one chunk. */
        void chunk(byte... bytes) throws IOException {
            byte[] size =
                    (Integer.toHexString(bytes.length) + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            byte[] whole = new byte[size.length + bytes.length + 2];
            System.arraycopy(size, 0, whole, 0, size.length);
            System.arraycopy(bytes, 0, whole, size.length, bytes.length);
            whole[whole.length - 2] = '\r';
            whole[whole.length - 1] = '\n';
            raw(whole);
        }

        /** The end mark of the dialect and of the body. */
        void done() throws IOException {
            event("[DONE]");
            endStream();
        }

        void endStream() throws IOException {
            raw("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        /** A whole stream at once: role, a piece for each text, finish, usage, end. */
        void stream(int prompt, int completion, String... texts) throws IOException {
            beginStream();
            event(Answers.role());
            for (String text : texts) {
                event(Answers.piece(text));
            }
            event(Answers.finish("stop"));
            event(Answers.usage(prompt, completion));
            done();
        }

        void head(int status, String type, String framing, String... headers) throws IOException {
            StringBuilder lines = new StringBuilder("HTTP/1.1 " + status + " Fake\r\n");
            lines.append("Content-Type: ").append(type).append("\r\n");
            lines.append(framing).append("\r\n");
            for (String header : headers) {
                lines.append(header).append("\r\n");
            }
            raw(lines.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        }

        void raw(byte... bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /** Ends the connection in order. */
        void cut() throws IOException {
            socket.close();
        }

        /** Ends the connection with a TCP reset. */
        void reset() {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // it is closed already
            }
        }

        /** Stays silent until the other side goes away. */
        void silence() throws Exception {
            closed.get(30, TimeUnit.SECONDS);
        }
    }
}

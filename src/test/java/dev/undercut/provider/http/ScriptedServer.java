package dev.undercut.provider.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** A server that reads a request and then does what the test says with the bare socket. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listening;
    private final Script script;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch clientClosed = new CountDownLatch(1);

    /** What comes after a request. */
    interface Script {
        /**
         * Answers one request.
         *
         * @param number of the request on this server, from 1
         */
        void answer(Socket socket, int number) throws Exception;
    }

    ScriptedServer(Script script) {
        this(ServerSocketFactory.getDefault(), script);
    }

    ScriptedServer(ServerSocketFactory sockets, Script script) {
        this.script = script;
        try {
            this.listening = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Answers every request with those bytes. */
    static ScriptedServer saying(String... pieces) {
        return new ScriptedServer((socket, number) -> {
            for (String piece : pieces) {
                socket.getOutputStream().write(piece.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
            }
        });
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort() + path);
    }

    int port() {
        return listening.getLocalPort();
    }

    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    /** Opens when a client closes its connection. */
    CountDownLatch clientClosed() {
        return clientClosed;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            String request = read(socket.getInputStream());
            while (request != null) {
                requests.add(request);
                script.answer(socket, requests.size());
                request = socket.isClosed() ? null : read(socket.getInputStream());
            }
            clientClosed.countDown();
        } catch (Exception e) {
            clientClosed.countDown();
        }
    }

    /** Head and body, or null at the end. */
    private static @Nullable String read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            text.append((char) b);
        }
        String head = text.toString();
        int at = head.indexOf("Content-Length: ");
        if (at < 0) {
            return head;
        }
        at += "Content-Length: ".length();
        int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

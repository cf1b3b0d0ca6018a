package dev.undercut.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A mock provider that speaks OpenAI's chat completions and costs as little CPU as possible: one
 * thread, one selector, answers rendered at start. Each paced chunk carries the nanosecond at which
 * it was written, so that a client on the same machine can tell how long it was under way.
 *
 * <p>Flags: {@code --port 0} {@code --answer-bytes 700} {@code --chunks 40} {@code --pace-ms 0}.
 * Prints its port.
 */
public final class MockUpstream {
    private final Selector selector;
    private final ServerSocketChannel server;
    private final MockAnswers answers;
    private final MockCall otherwise;
    private final ByteBuffer received = ByteBuffer.allocateDirect(64 * 1024);
    private final byte[] bytes = new byte[received.capacity()];
    private final PriorityQueue<MockConnection> paced =
            new PriorityQueue<>(2048, Comparator.comparingLong(MockConnection::due));

    private MockUpstream(int port, MockAnswers answers, MockCall otherwise) throws IOException {
        this.answers = answers;
        this.otherwise = otherwise;
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Runs until it is killed. */
    public static void main(String[] args) throws IOException {
        Flags flags = Flags.of(args);
        MockUpstream mock =
                new MockUpstream(
                        flags.number("port", 0),
                        new MockAnswers(flags.number("answer-bytes", 700)),
                        new MockCall(
                                false, flags.number("chunks", 40), flags.number("pace-ms", 0)));
        System.out.println(((InetSocketAddress) mock.server.getLocalAddress()).getPort());
        while (true) {
            mock.turn();
        }
    }

    private void turn() throws IOException {
        MockConnection next = paced.peek();
        if (next == null) {
            selector.select(this::ready);
            return;
        }
        long wait = next.due() - System.nanoTime();
        if (wait > 0) {
            selector.select(this::ready, Math.ceilDiv(wait, 1_000_000L));
        } else {
            selector.selectNow(this::ready);
        }
        tickAllDue();
    }

    private void tickAllDue() throws IOException {
        long now = System.nanoTime();
        MockConnection next = paced.peek();
        while (next != null && next.due() <= now) {
            paced.remove();
            tick(next);
            next = paced.peek();
        }
    }

    private void tick(MockConnection connection) throws IOException {
        try {
            if (connection.open() && connection.tick()) {
                paced.add(connection);
            }
        } catch (IOException e) {
            connection.close();
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
                return;
            }
            MockConnection connection = (MockConnection) key.attachment();
            try {
                if (key.isReadable()) {
                    read(connection);
                }
                if (key.isValid() && key.isWritable()) {
                    connection.writable();
                }
            } catch (IOException e) {
                connection.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        while (channel != null) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new MockConnection(channel, key, answers, otherwise, paced::add));
            channel = server.accept();
        }
    }

    private void read(MockConnection connection) throws IOException {
        received.clear();
        int length = connection.read(received);
        if (length < 0) {
            connection.close();
            return;
        }
        received.flip().get(bytes, 0, length);
        connection.received(bytes, length);
    }
}

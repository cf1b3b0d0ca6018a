package dev.undercut.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One keep-alive client connection in a selector's loop, with one request at a time under way. */
final class Wire {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final MessageReader reader;
    private final ByteBuffer request;
    private long sentAt;
    private long readAt;

    /**
     * @param request the request to send, shared: only its position is this connection's own
     */
    Wire(int port, Selector selector, ByteBuffer request, MessageReader.Body body)
            throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ);
        key.attach(this);
        reader = new MessageReader(body);
        this.request = request.duplicate();
    }

    /** Ties this connection to what its owner keeps about it. */
    void attach(Object owner) {
        key.attach(owner);
    }

    MessageReader reader() {
        return reader;
    }

    /** When the request under way was begun. */
    long sentAt() {
        return sentAt;
    }

    /** When the bytes last read were in hand, before anyone looked at them. */
    long readAt() {
        return readAt;
    }

    void send() throws IOException {
        reader.reset();
        request.rewind();
        sentAt = System.nanoTime();
        sendOn();
    }

    /** Sends what the socket takes now; the selector calls again for the rest. */
    void sendOn() throws IOException {
        channel.write(request);
        int wanted =
                request.hasRemaining()
                        ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                        : SelectionKey.OP_READ;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    /**
     * Reads what has arrived.
     *
     * @return whether the connection is still open
     */
    boolean receive(ByteBuffer buffer, byte[] bytes) throws IOException {
        buffer.clear();
        int length = channel.read(buffer);
        readAt = System.nanoTime();
        if (length < 0) {
            reader.end();
            return false;
        }
        buffer.flip().get(bytes, 0, length);
        reader.feed(bytes, 0, length);
        return true;
    }

    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing is left to lose on a connection that is given up.
        }
    }
}

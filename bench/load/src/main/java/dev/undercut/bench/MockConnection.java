package dev.undercut.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * One connection to the mock: reads requests, writes answers, and is the clockwork of its stream.
 */
final class MockConnection {
    private static final int BODY_HEAD = 2048;
    private static final byte[] CHAT = MockAnswers.ascii("POST /v1/chat/completions");
    private static final byte[] MODELS = MockAnswers.ascii("GET /v1/models");

    private final SocketChannel channel;
    private final SelectionKey key;
    private final MockAnswers answers;
    private final MockCall otherwise;
    private final Consumer<MockConnection> pacer;
    private final byte[] bodyHead = new byte[BODY_HEAD];
    private int bodyLength;
    private final MessageReader reader = new MessageReader(this::keepHead);
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private int chunksLeft;
    private long paceNanos;
    private long due;

    MockConnection(
            SocketChannel channel,
            SelectionKey key,
            MockAnswers answers,
            MockCall otherwise,
            Consumer<MockConnection> pacer) {
        this.channel = channel;
        this.key = key;
        this.answers = answers;
        this.otherwise = otherwise;
        this.pacer = pacer;
    }

    /** When the next chunk is due, on the clock of {@link System#nanoTime}. */
    long due() {
        return due;
    }

    boolean open() {
        return channel.isOpen();
    }

    void close() throws IOException {
        key.cancel();
        channel.close();
    }

    private void keepHead(byte[] buffer, int from, int to) {
        int kept = Math.min(to - from, BODY_HEAD - bodyLength);
        if (kept > 0) {
            System.arraycopy(buffer, from, bodyHead, bodyLength, kept);
            bodyLength += kept;
        }
    }

    /** Takes bytes that arrived and answers each request they complete. */
    void received(byte[] bytes, int length) throws IOException {
        int at = 0;
        while (at < length) {
            at = reader.feed(bytes, at, length);
            if (reader.complete()) {
                answer();
                reader.reset();
                bodyLength = 0;
            }
        }
    }

    private void answer() throws IOException {
        if (reader.startsWith(CHAT)) {
            MockCall call = MockCall.of(bodyHead, bodyLength, otherwise);
            if (call.stream()) {
                startStream(call);
            } else {
                send(ByteBuffer.wrap(answers.completion));
            }
        } else {
            send(ByteBuffer.wrap(reader.startsWith(MODELS) ? answers.models : answers.missing));
        }
    }

    private void startStream(MockCall call) throws IOException {
        send(ByteBuffer.wrap(answers.streamHead));
        send(ByteBuffer.wrap(answers.roleEvent));
        chunksLeft = call.chunks();
        paceNanos = call.paceMillis() * 1_000_000L;
        due = System.nanoTime();
        if (paceNanos > 0) {
            pacer.accept(this);
        } else {
            while (chunksLeft > 0) {
                sendStamped();
            }
            send(ByteBuffer.wrap(answers.streamEnd));
        }
    }

    /**
     * Sends the chunk that is due; the end goes out one pace after the last chunk.
     *
     * @return whether more is to come
     */
    boolean tick() throws IOException {
        due += paceNanos;
        if (chunksLeft == 0) {
            send(ByteBuffer.wrap(answers.streamEnd));
            return false;
        }
        sendStamped();
        return true;
    }

    private void sendStamped() throws IOException {
        byte[] event = answers.stampedEvent.clone();
        long stamp = System.nanoTime();
        for (int i = MockAnswers.STAMP_DIGITS - 1; i >= 0; i--) {
            event[answers.stampAt + i] = (byte) ('0' + stamp % 10);
            stamp /= 10;
        }
        chunksLeft--;
        send(ByteBuffer.wrap(event));
    }

    private void send(ByteBuffer bytes) throws IOException {
        if (waiting.isEmpty()) {
            channel.write(bytes);
        }
        if (bytes.hasRemaining()) {
            waiting.add(bytes);
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** Sends what a full socket buffer held back. */
    void writable() throws IOException {
        ByteBuffer next = waiting.peek();
        while (next != null) {
            channel.write(next);
            if (next.hasRemaining()) {
                return;
            }
            waiting.remove();
            next = waiting.peek();
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    int read(ByteBuffer buffer) throws IOException {
        return channel.read(buffer);
    }
}

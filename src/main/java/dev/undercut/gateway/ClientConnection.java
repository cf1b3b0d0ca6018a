package dev.undercut.gateway;

import dev.undercut.dispatch.relay.Sweeper;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, able to notice that the client has gone while its request is being
 * answered. Bytes of a next request that arrive meanwhile are kept for it.
 *
 * <p>It stands in for the peer's description, which is how a route gets hold of it.
 */
final class ClientConnection implements PeerInfo, Sweeper.Swept {
    /** Answers faster than this are not watched: their client has no time to go away. */
    private static final Duration UNWATCHED = Duration.ofMillis(100);

    /** How long and how much a client may go on sending what nobody wants to read. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private static final int FAREWELL_BYTES = 4 * 1024 * 1024;

    private final ConnectionContext context;
    private final Sweeper sweeper;
    private final LongSupplier nanos;
    private final Limits limits;
    private boolean ended;
    private volatile boolean reading;
    private volatile boolean hungUp;
    private volatile boolean inRequest;
    private volatile long since;
    private @Nullable Runnable gone;
    private @Nullable CompletableFuture<byte @Nullable []> readAhead;

    /**
     * How long a connection may be silent.
     *
     * @param idle between requests
     * @param requestRead from a request's first byte to its last
     * @param tooSlow the whole answer to a request that takes longer
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Limits(Duration idle, Duration requestRead, byte[] tooSlow) {}

    ClientConnection(
            ConnectionContext context, Sweeper sweeper, LongSupplier nanos, Limits limits) {
        this.context = context;
        this.sweeper = sweeper;
        this.nanos = nanos;
        this.limits = limits;
        this.since = nanos.getAsLong();
    }

    /**
     * The next bytes of the connection, for the HTTP parser; null at the end.
     *
     * @throws RuntimeException when the connection broke or the request takes too long to arrive
     */
    byte @Nullable [] next() {
        CompletableFuture<byte @Nullable []> ahead = stopWatching();
        if (ended) {
            return null;
        }
        reading = true;
        try {
            byte[] bytes = ahead == null ? read() : await(ahead);
            if (!inRequest) {
                since = nanos.getAsLong();
                inRequest = true;
            }
            return bytes;
        } finally {
            reading = false;
        }
    }

    /** The request under way has arrived whole. */
    void requestArrived() {
        since = nanos.getAsLong();
        inRequest = false;
    }

    /** No request after the present one is read. */
    void readNoMore() {
        ended = true;
    }

    /**
     * Takes leave of a client that may still be sending: closed at once, the connection would be
     * reset, and with it the answer that is on its way.
     */
    void farewell() {
        long started = nanos.getAsLong();
        Sweeper.Swept limit =
                () -> {
                    if (waited(started).compareTo(FAREWELL) > 0) {
                        close();
                    }
                };
        sweeper.add(limit);
        try {
            int left = FAREWELL_BYTES;
            for (byte[] more = read(); more != null && left > 0; more = read()) {
                left -= more.length;
            }
        } catch (RuntimeException e) {
            // the end, one way or the other
        } finally {
            sweeper.remove(limit);
        }
    }

    /** Whether the request under way takes too long to arrive. */
    boolean isTooSlow() {
        return inRequest && waited(since).compareTo(limits.requestRead) > 0;
    }

    /**
     * From now on until the next request is read, {@code action} runs when the client closes the
     * connection.
     */
    synchronized void onGone(Runnable action) {
        gone = action;
        since = nanos.getAsLong();
    }

    @Override
    public void sweep() {
        if (reading) {
            losePatience();
        } else {
            watch();
        }
    }

    private synchronized void watch() {
        if (gone == null || readAhead != null || waited(since).compareTo(UNWATCHED) < 0) {
            return;
        }
        Runnable action = gone;
        gone = null;
        CompletableFuture<byte @Nullable []> ahead = new CompletableFuture<>();
        readAhead = ahead;
        Thread.ofVirtual().name("client-watch").start(() -> readAhead(ahead, action));
    }

    /** The answer is whole; from here on the connection belongs to its next request. */
    synchronized void answered() {
        requestArrived();
        gone = null;
    }

    private synchronized @Nullable CompletableFuture<byte @Nullable []> stopWatching() {
        CompletableFuture<byte @Nullable []> ahead = readAhead;
        gone = null;
        readAhead = null;
        return ahead;
    }

    private void readAhead(CompletableFuture<byte @Nullable []> ahead, Runnable action) {
        try {
            byte[] bytes = read();
            ahead.complete(bytes);
            if (bytes == null) {
                action.run();
            }
        } catch (RuntimeException e) {
            ahead.completeExceptionally(e);
            action.run();
        }
    }

    private byte @Nullable [] read() {
        DataReader source = context.dataReader();
        try {
            source.ensureAvailable();
            return source.readBytes(source.available());
        } catch (DataReader.InsufficientDataAvailableException e) {
            return null;
        }
    }

    /**
     * A blocked read has no time-out of its own, so somebody else ends it. While a request arrives
     * nobody writes, so the answer can be given from here.
     */
    private void losePatience() {
        boolean late = isTooSlow();
        if (!hungUp && (late || (!inRequest && waited(since).compareTo(limits.idle) > 0))) {
            hungUp = true;
            Thread.ofVirtual().name("client-late").start(() -> hangUp(late));
        }
    }

    private void hangUp(boolean late) {
        try {
            if (late) {
                context.dataWriter().writeNow(BufferData.create(limits.tooSlow));
            }
        } catch (RuntimeException e) {
            // it has gone meanwhile
        } finally {
            close();
        }
    }

    private void close() {
        try {
            context.serverSocket().close();
        } catch (RuntimeException e) {
            // it was closing already
        }
    }

    private Duration waited(long from) {
        return Duration.ofNanos(nanos.getAsLong() - from);
    }

    private static byte @Nullable [] await(CompletableFuture<byte @Nullable []> ahead) {
        try {
            return ahead.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException broken) {
                throw broken;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public SocketAddress address() {
        return context.remotePeer().address();
    }

    @Override
    public String host() {
        return context.remotePeer().host();
    }

    @Override
    public int port() {
        return context.remotePeer().port();
    }

    @Override
    public Optional<Principal> tlsPrincipal() {
        return context.remotePeer().tlsPrincipal();
    }

    @Override
    public Optional<Certificate[]> tlsCertificates() {
        return context.remotePeer().tlsCertificates();
    }
}

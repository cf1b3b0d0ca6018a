package dev.undercut.gateway;

import dev.undercut.dispatch.Sweeper;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.PeerInfo;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
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

    private final PeerInfo peer;
    private final DataReader source;
    private final Sweeper sweeper;
    private final LongSupplier nanos;
    private final Limits limits;
    private boolean inRequest;
    private long since;
    private @Nullable Runnable gone;
    private @Nullable CompletableFuture<byte @Nullable []> readAhead;

    /**
     * How long a connection may be silent.
     *
     * @param idle between requests
     * @param requestRead from a request's first byte to its last
     */
    record Limits(Duration idle, Duration requestRead) {}

    ClientConnection(
            PeerInfo peer, DataReader source, Sweeper sweeper, LongSupplier nanos, Limits limits) {
        this.peer = peer;
        this.source = source;
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
        byte[] bytes = ahead == null ? read() : await(ahead);
        if (!inRequest) {
            inRequest = true;
            since = nanos.getAsLong();
        }
        return bytes;
    }

    /** The request under way has arrived whole. */
    void requestArrived() {
        inRequest = false;
        since = nanos.getAsLong();
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
        sweeper.add(this);
    }

    @Override
    public synchronized void sweep() {
        if (gone == null || readAhead != null || waited(since).compareTo(UNWATCHED) < 0) {
            return;
        }
        sweeper.remove(this);
        Runnable action = gone;
        CompletableFuture<byte @Nullable []> ahead = new CompletableFuture<>();
        readAhead = ahead;
        Thread.ofVirtual().name("client-watch").start(() -> readAhead(ahead, action));
    }

    /** The answer is whole; from here on the connection belongs to its next request. */
    synchronized void answered() {
        gone = null;
        sweeper.remove(this);
    }

    private synchronized @Nullable CompletableFuture<byte @Nullable []> stopWatching() {
        CompletableFuture<byte @Nullable []> ahead = readAhead;
        answered();
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

    /** Waits for bytes; a time-out of the socket is not an end while there is patience left. */
    private byte @Nullable [] read() {
        long started = nanos.getAsLong();
        while (true) {
            try {
                source.ensureAvailable();
                return source.readBytes(source.available());
            } catch (DataReader.InsufficientDataAvailableException e) {
                return null;
            } catch (RuntimeException e) {
                if (!(rootOf(e) instanceof SocketTimeoutException) || isOver(started)) {
                    throw e;
                }
            }
        }
    }

    private boolean isOver(long started) {
        return inRequest ? isTooSlow() : waited(started).compareTo(limits.idle) > 0;
    }

    private Duration waited(long from) {
        return Duration.ofNanos(nanos.getAsLong() - from);
    }

    private static Throwable rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
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
        return peer.address();
    }

    @Override
    public String host() {
        return peer.host();
    }

    @Override
    public int port() {
        return peer.port();
    }

    @Override
    public Optional<Principal> tlsPrincipal() {
        return peer.tlsPrincipal();
    }

    @Override
    public Optional<Certificate[]> tlsCertificates() {
        return peer.tlsCertificates();
    }
}

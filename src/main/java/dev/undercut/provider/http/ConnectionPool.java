package dev.undercut.provider.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Connections that wait for their next exchange, the last used first, and those under way. */
final class ConnectionPool implements AutoCloseable {
    /** As many as a machine has ports for, with room; one provider may take them all. */
    private static final int MOST = 4096;

    /**
     * Connections idle for longer are closed: below the patience of every provider known, since one
     * that the provider closes first costs a request that may have been sent.
     */
    private static final long IDLE = Duration.ofSeconds(20).toNanos();

    /** So that a provider's new addresses are used some time. */
    private static final long AGE = Duration.ofMinutes(10).toNanos();

    /** Looking whether a connection is still open is worth its millisecond from here on. */
    private static final long DOUBTFUL = Duration.ofSeconds(1).toNanos();

    private final Http1.Names names;
    private final Supplier<SSLSocketFactory> tls;
    private final Duration connect;
    private final LongSupplier nanoTime;
    private final Ticks ticks;
    private final Semaphore free = new Semaphore(MOST);
    private final Map<Origin, Deque<Connection>> idle = new ConcurrentHashMap<>();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * An empty pool.
     *
     * @param connect the longest wait for a connection to be made
     */
    ConnectionPool(
            Http1.Names names,
            Supplier<SSLSocketFactory> tls,
            Duration connect,
            LongSupplier nanoTime) {
        this.names = names;
        this.tls = tls;
        this.connect = connect;
        this.nanoTime = nanoTime;
        this.ticks = new Ticks(nanoTime.getAsLong());
    }

    /**
     * A connection there, a kept one if there is any.
     *
     * @param patience the longest wait for one, when very many are in use
     * @throws IOException when none can be made
     */
    Connection lease(Origin origin, Duration patience) throws IOException {
        enter(patience);
        Connection leased = null;
        try {
            leased = kept(origin);
            if (leased == null) {
                leased = connect(origin);
            }
            return leased;
        } finally {
            if (leased == null) {
                free.release();
            }
        }
    }

    private void enter(Duration patience) throws IOException {
        if (closed) {
            throw new IOException("no more calls are made: the gateway is closing");
        }
        try {
            if (!free.tryAcquire() && !free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ConnectException("all " + MOST + " connections are in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the call was cancelled", e);
        }
    }

    /** Takes it back; {@code clean} when its exchange is over and nothing of it is left. */
    void release(Connection connection, boolean clean) {
        free.release();
        if (!clean || closed || connection.isClosed()) {
            discard(connection);
            return;
        }
        connection.rest();
        waiting(connection.origin()).push(connection);
    }

    private Deque<Connection> waiting(Origin origin) {
        return idle.computeIfAbsent(origin, key -> new ConcurrentLinkedDeque<>());
    }

    private @Nullable Connection kept(Origin origin) {
        Deque<Connection> waiting = waiting(origin);
        Connection kept = waiting.poll();
        while (kept != null) {
            long now = ticks.last();
            boolean old = now - kept.openedAt() > AGE || now - kept.idleSince() > IDLE;
            if (!old && (now - kept.idleSince() < DOUBTFUL || !kept.isStale())) {
                return kept;
            }
            discard(kept);
            kept = waiting.poll();
        }
        return null;
    }

    private Connection connect(Origin origin) throws IOException {
        long end = nanoTime.getAsLong() + connect.toNanos();
        IOException failure = null;
        for (InetAddress address : names.addresses(origin.host())) {
            long left = end - nanoTime.getAsLong();
            if (left <= 0) {
                break;
            }
            try {
                return connect(origin, new InetSocketAddress(address, origin.port()), left);
            } catch (SocketTimeoutException e) {
                failure = late(e);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure == null ? late(null) : failure;
    }

    /** Told apart from a silent provider, who has the request and may charge for it. */
    private static IOException late(@Nullable IOException cause) {
        ConnectException late = new ConnectException("no connection in time");
        late.initCause(cause);
        return late;
    }

    private Connection connect(Origin origin, InetSocketAddress address, long nanos)
            throws IOException {
        Socket plain = new Socket();
        Connection made = null;
        try {
            plain.setTcpNoDelay(true);
            int millis = Math.clamp(nanos / 1_000_000, 1, Integer.MAX_VALUE);
            plain.connect(address, millis);
            Socket socket = origin.tls() ? encrypted(plain, origin, millis) : plain;
            made = new Connection(origin, plain, socket, ticks);
            open.add(made);
            return made;
        } finally {
            if (made == null) {
                plain.close();
            }
        }
    }

    private Socket encrypted(Socket plain, Origin origin, int millis) throws IOException {
        SSLSocket socket =
                (SSLSocket) tls.get().createSocket(plain, origin.host(), origin.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        plain.setSoTimeout(millis);
        socket.startHandshake();
        plain.setSoTimeout(0);
        return socket;
    }

    private void discard(Connection connection) {
        open.remove(connection);
        connection.close();
    }

    /** Ends what is late, and closes what has waited for too long; to be called now and then. */
    void sweep() {
        long now = nanoTime.getAsLong();
        ticks.tick(now);
        open.forEach(connection -> connection.closeIfLate(now));
        idle.values().forEach(waiting -> closeOld(waiting, now));
    }

    private void closeOld(Deque<Connection> waiting, long now) {
        List<Connection> old =
                waiting.stream().filter(kept -> now - kept.idleSince() > IDLE).toList();
        for (Connection kept : old) {
            // Not there any more: somebody has just leased it.
            if (waiting.remove(kept)) {
                discard(kept);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(this::discard);
    }
}

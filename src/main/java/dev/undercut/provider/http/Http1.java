package dev.undercut.provider.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over HTTP/1.1 and hands on what comes back as it comes. It does nothing on its
 * own: no retry, no redirect, no cookie, no decompression. A request is sent once.
 *
 * <p>Blocks the calling virtual thread; an interruption, or closing the exchange from another
 * thread, ends the call and cuts the connection.
 */
public final class Http1 implements AutoCloseable {
    private final ConnectionPool pool;
    private final long idle;
    private final ScheduledFuture<?> sweeping;

    /** Says to which addresses a connection to a host may be made, in the order to try them in. */
    @FunctionalInterface
    public interface Names {
        /**
         * All of them.
         *
         * @param host a name, or an address without brackets
         * @throws IOException when there are none
         */
        InetAddress[] addresses(String host) throws IOException;
    }

    /**
     * With those limits, which are looked at ten times a second.
     *
     * @param tls makes encrypted connections; asked only when there is one to make
     * @param connect the longest wait for a connection to be made
     * @param idle the longest silence within an answer
     * @param ticker looks at the limits
     */
    public Http1(
            Supplier<SSLSocketFactory> tls,
            Duration connect,
            Duration idle,
            ScheduledExecutorService ticker,
            LongSupplier nanoTime) {
        this(InetAddress::getAllByName, tls, connect, idle, ticker, nanoTime);
    }

    /**
     * The same, connecting only to the addresses that {@code names} gives.
     *
     * @param names asked for each connection that is made
     */
    public Http1(
            Names names,
            Supplier<SSLSocketFactory> tls,
            Duration connect,
            Duration idle,
            ScheduledExecutorService ticker,
            LongSupplier nanoTime) {
        this.pool = new ConnectionPool(names, tls, connect, nanoTime);
        this.idle = idle.toNanos();
        this.sweeping =
                ticker.scheduleWithFixedDelay(
                        pool::sweep, Ticks.PERIOD, Ticks.PERIOD, TimeUnit.NANOSECONDS);
    }

    /**
     * Where to send to, and the head that every request there has.
     *
     * @throws IllegalArgumentException when the address is not http or https, or a header cannot be
     *     sent; the message never holds a header's value
     */
    public static Target target(URI address, Map<String, String> headers) {
        return new Target(address, headers);
    }

    /**
     * Sends one request and waits for the head of the answer.
     *
     * @param firstByte the longest wait for it, from the beginning of sending
     * @throws IOException when there was no answer: no connection, a broken one, or a time-out
     *     ({@link java.net.SocketTimeoutException})
     */
    public Exchange post(Target target, byte[] body, Duration firstByte) throws IOException {
        return exchange(target, firstByte, connection -> target.post(connection, body));
    }

    /** Asks for what is there, as {@link #post} sends. */
    public Exchange get(Target target, Duration firstByte) throws IOException {
        return exchange(target, firstByte, target::get);
    }

    private interface Sending {
        void on(Connection connection) throws IOException;
    }

    private Exchange exchange(Target target, Duration firstByte, Sending sending)
            throws IOException {
        Connection connection = pool.lease(target.origin(), firstByte);
        Exchange exchange = null;
        try {
            connection.limit(firstByte.toNanos());
            sending.on(connection);
            Head head = Head.read(connection);
            connection.unlimited();
            exchange = new Exchange(head, Body.after(head, connection, idle), connection);
            return exchange;
        } finally {
            if (exchange == null) {
                pool.release(connection, false);
            }
        }
    }

    @Override
    public void close() {
        sweeping.cancel(false);
        pool.close();
    }

    /** An answer whose head has arrived. Close it in every case. */
    public final class Exchange implements AutoCloseable {
        private final Head head;
        private final Body body;
        private final Connection connection;
        private boolean closed;

        private Exchange(Head head, Body body, Connection connection) {
            this.head = head;
            this.body = body;
            this.connection = connection;
        }

        public int status() {
            return head.status();
        }

        /** The first header of that name (case ignored), or null. */
        public @Nullable String header(String name) {
            return head.header(name);
        }

        /** The body as it arrives; read by one thread. */
        public InputStream body() {
            return body;
        }

        /**
         * Ends the call. The connection is kept when the body was read to its end, and cut at once
         * when not. From any thread, more than once.
         */
        @Override
        public void close() {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
            }
            pool.release(connection, body.leavesConnectionClean() && head.keepsAlive());
        }
    }
}

package dev.undercut.gateway;

import dev.undercut.dispatch.relay.Sweeper;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link ClientConnection} between the socket and the server's HTTP/1.1 parser, because the
 * server itself does not tell a route that its client has gone.
 */
final class WatchedConnections implements ServerConnectionSelector {
    private final ServerConnectionSelector http;
    private final Function<ConnectionContext, ClientConnection> reading;
    private final Function<ConnectionContext, BoundedWriter> writing;
    private final Sweeper sweeper;

    WatchedConnections(
            ServerConnectionSelector http,
            Function<ConnectionContext, ClientConnection> reading,
            Function<ConnectionContext, BoundedWriter> writing,
            Sweeper sweeper) {
        this.http = http;
        this.reading = reading;
        this.writing = writing;
        this.sweeper = sweeper;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        ClientConnection client = reading.apply(context);
        BoundedWriter writer = writing.apply(context);
        ServerConnection connection =
                http.connection(
                        new Watched(context, client, DataReader.create(client::next), writer));
        return new Swept(connection, sweeper, client, writer);
    }

    /** Looked after from its first byte to its end, so that no read or write asks for it. */
    private record Swept(
            ServerConnection connection,
            Sweeper sweeper,
            ClientConnection reads,
            BoundedWriter writes)
            implements ServerConnection, InterruptableTask<Void> {

        @Override
        public void handle(Limit limit) throws InterruptedException {
            sweeper.add(reads);
            sweeper.add(writes);
            try {
                connection.handle(limit);
            } finally {
                sweeper.remove(reads);
                sweeper.remove(writes);
            }
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }

        @Override
        public boolean canInterrupt() {
            return connection instanceof InterruptableTask<?> task && task.canInterrupt();
        }

        /** Never called: the server runs the task around the connection. */
        @Override
        public @Nullable Void call() throws Exception {
            return null;
        }
    }

    private record Watched(
            ConnectionContext context,
            ClientConnection client,
            DataReader dataReader,
            DataWriter dataWriter)
            implements ConnectionContext {

        @Override
        public PeerInfo remotePeer() {
            return client;
        }

        @Override
        public ListenerContext listenerContext() {
            return context.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return context.executor();
        }

        @Override
        public Router router() {
            return context.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return context.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return context.serverSocket();
        }

        @Override
        public PeerInfo localPeer() {
            return context.localPeer();
        }

        @Override
        public boolean isSecure() {
            return context.isSecure();
        }

        @Override
        public String socketId() {
            return context.socketId();
        }

        @Override
        public String childSocketId() {
            return context.childSocketId();
        }
    }
}

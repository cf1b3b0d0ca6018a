package dev.undercut.gateway;

import dev.undercut.chat.Refusal;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dispatch.ChatCalls;
import dev.undercut.dispatch.Client;
import dev.undercut.dispatch.relay.Sweeper;
import dev.undercut.identity.KeyRing;
import dev.undercut.identity.PageSessions;
import dev.undercut.ledger.Ledger;
import dev.undercut.telemetry.Telemetry;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpLogConfig;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Listens, and hands every request through the one gate to its route. */
public final class Server implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Server.class.getName());
    private static final Duration IDLE_CONNECTION = Duration.ofMinutes(5);

    private final WebServer server;
    private final List<Route> routes;
    private final Admission admission;
    private final ClientDialects dialects;
    private final Telemetry telemetry;

    /**
     * Where and how to listen.
     *
     * @param host address to bind
     * @param port 0 for any free one
     * @param allowedHosts names that clients may use beside loopback, lower case
     * @param maxBody the most bytes of a request body
     * @param requestRead how long a request may take to arrive
     * @param write how long a client may refuse to read
     */
    public record Settings(
            String host,
            int port,
            Set<String> allowedHosts,
            int maxBody,
            Duration requestRead,
            Duration write) {}

    /** Who is behind the door. */
    public record Rooms(
            ChatCalls calls,
            List<ClientDialect> dialects,
            Ledger ledger,
            KeyRing keys,
            PageSessions sessions,
            Telemetry telemetry) {}

    /**
     * Starts to listen.
     *
     * @param pages routes of other rooms
     * @throws RuntimeException when the address cannot be bound
     */
    public Server(Settings settings, Rooms rooms, List<Route> pages, LongSupplier nanos) {
        this.dialects = new ClientDialects(rooms.dialects());
        this.telemetry = rooms.telemetry();
        this.admission = new Admission(rooms.keys(), rooms.sessions(), settings.allowedHosts());
        List<Route> all = new ArrayList<>(pages);
        all.addAll(
                new Endpoints(
                                rooms.calls(),
                                dialects,
                                rooms.ledger(),
                                rooms.telemetry(),
                                settings.maxBody())
                        .routes());
        this.routes = List.copyOf(all);
        this.server = build(settings, rooms.calls().sweeper(), nanos).start();
        if (!server.isRunning()) {
            // The library only logs why.
            throw new IllegalStateException("it is taken, or no address of this machine");
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** Every route, for the test that looks for one without a guard. */
    public List<Route> routes() {
        return routes;
    }

    @Override
    public void close() {
        server.stop();
    }

    private WebServer build(Settings settings, Sweeper sweeper, LongSupplier nanos) {
        ClientConnection.Limits limits =
                new ClientConnection.Limits(IDLE_CONNECTION, settings.requestRead(), tooSlow());
        Http1Config http =
                Http1Config.builder()
                        .maxHeadersSize(64 * 1024)
                        .maxPrologueLength(16 * 1024)
                        .sendKeepAliveHeader(false)
                        .validateResponseHeaders(false)
                        // It would show keys and prompts, and costs something even when off.
                        .log(HttpLogConfig.builder().receiveLog(false).sendLog(false).build())
                        .build();
        WatchedConnections connections =
                new WatchedConnections(
                        Http1ConnectionSelector.builder().config(http).build(),
                        context -> new ClientConnection(context, sweeper, nanos, limits),
                        context -> writer(context, nanos, settings.write()),
                        sweeper);
        return WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .useNio(false)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .idleConnectionTimeout(Duration.ofMinutes(30))
                .shutdownHook(false)
                .writeBufferSize(8 * 1024)
                .protocolsDiscoverServices(false)
                .featuresDiscoverServices(false)
                .addConnectionSelector(connections)
                .directHandlers(directHandlers())
                .routing(HttpRouting.builder().any(this::route))
                .build();
    }

    private static BoundedWriter writer(
            ConnectionContext context, LongSupplier nanos, Duration limit) {
        return new BoundedWriter(context.dataWriter(), context.serverSocket(), nanos, limit);
    }

    private void route(ServerRequest request, ServerResponse response) {
        Exchange exchange = new Exchange(request, response, plainPath(request));
        try {
            route(exchange);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a request failed inside the gateway", e);
            refuse(exchange, Refusal.mistake());
        }
        exchange.finish();
    }

    private void route(Exchange exchange) {
        Optional<Route> route = find(exchange);
        Access access = route.map(Route::access).orElse(Access.OPEN);
        switch (admission.admit(exchange, access)) {
            case Admission.Verdict.Refused(Refusal refusal) -> {
                telemetry.refusedAtDoor(refusal.code());
                if (access == Access.PAGE) {
                    exchange.text(303, "text/html", "", new Client.Header("location", "/login"));
                } else {
                    refuse(exchange, refusal);
                }
            }
            case Admission.Verdict.Admitted(String keyId) -> {
                exchange.admitted(keyId);
                if (route.isPresent()) {
                    route.get().action().accept(exchange);
                } else {
                    refuse(exchange, nothingHere(exchange));
                }
            }
        }
    }

    private Optional<Route> find(Exchange exchange) {
        String method = exchange.isHead() ? "GET" : exchange.method();
        for (Route route : routes) {
            if (route.covers(exchange.path()) && route.method().equals(method)) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }

    private Refusal nothingHere(Exchange exchange) {
        boolean path = routes.stream().anyMatch(route -> route.covers(exchange.path()));
        return path
                ? new Refusal(
                        Refusal.Kind.METHOD_NOT_ALLOWED,
                        "method_not_allowed",
                        "Not allowed to " + exchange.method() + " here.",
                        null)
                : new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "unknown_url",
                        "Unknown request URL: " + exchange.method() + " " + exchange.path() + ".",
                        null);
    }

    private static String path(DirectHandler.TransportRequest request) {
        return request.path() == null ? "" : request.path();
    }

    private void refuse(Exchange exchange, Refusal refusal) {
        exchange.closeAfterwards();
        exchange.refuse(dialects.of(exchange), refusal);
    }

    /** Requests that the HTTP parser itself refuses get the same shape as all others. */
    private DirectHandlers directHandlers() {
        DirectHandler handler =
                (request, type, status, headers, message) -> {
                    // The library decodes nothing for us, and calls what it cannot decode bad.
                    boolean coded =
                            status.code() == 400
                                    && request.headers().contains(HeaderNames.CONTENT_ENCODING);
                    int code = coded ? 415 : status.code();
                    return DirectHandler.TransportResponse.builder()
                            .status(Status.create(code))
                            .headers(headers)
                            .header(HeaderNames.CONTENT_TYPE, "application/json")
                            .keepAlive(false)
                            .entity(dialects.at(path(request)).refusal(refusal(code)))
                            .build();
                };
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, handler);
        }
        return handlers.build();
    }

    /** What a client hears whose request takes too long to arrive, status line and all. */
    private byte[] tooSlow() {
        byte[] body = dialects.all().getFirst().refusal(Exchange.tooSlow());
        String head =
                "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        return (head + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    private static Refusal refusal(int status) {
        return switch (status) {
            case 413 ->
                    new Refusal(
                            Refusal.Kind.TOO_LARGE,
                            "request_too_large",
                            "The request body is over the limit (limits.max_body).",
                            null);
            case 415 -> Endpoints.encoded();
            case 500 -> Refusal.mistake();
            default -> Refusal.invalid(null, "This is not a well-formed HTTP/1.1 request.");
        };
    }

    /** Client libraries join paths differently: doubled slashes mean one, a last one nothing. */
    private static String plainPath(ServerRequest request) {
        String path = request.path().rawPath();
        while (path.contains("//")) {
            path = path.replace("//", "/");
        }
        return path.length() > 1 && path.endsWith("/")
                ? path.substring(0, path.length() - 1)
                : path;
    }
}

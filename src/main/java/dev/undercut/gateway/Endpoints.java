package dev.undercut.gateway;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.ListedModel;
import dev.undercut.dialect.Reading;
import dev.undercut.dialect.TokenCounting;
import dev.undercut.dispatch.ChatCalls;
import dev.undercut.dispatch.Client;
import dev.undercut.dispatch.Job;
import dev.undercut.dispatch.TokenCount;
import dev.undercut.ledger.Ledger;
import dev.undercut.telemetry.Telemetry;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The gateway's own routes: OpenAI's, explain, operations. */
final class Endpoints {
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** Says who counted tokens: the provider, its public tokeniser here, or a rule of thumb. */
    private static final String COUNTED = "x-undercut-token-count";

    private static final String MODELS = "/v1/models/";

    private final ChatCalls calls;
    private final ClientDialects dialects;
    private final Ledger ledger;
    private final Telemetry telemetry;
    private final int maxBody;

    Endpoints(
            ChatCalls calls,
            ClientDialects dialects,
            Ledger ledger,
            Telemetry telemetry,
            int maxBody) {
        this.calls = calls;
        this.dialects = dialects;
        this.ledger = ledger;
        this.telemetry = telemetry;
        this.maxBody = maxBody;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (ClientDialect dialect : dialects.all()) {
            routes.add(new Route("POST", dialect.path(), Access.KEY, call -> chat(dialect, call)));
            dialect.tokenCounting()
                    .map(counting ->
                            new Route(
                                    "POST",
                                    counting.path(),
                                    Access.KEY,
                                    call -> count(counting, call)))
                    .ifPresent(routes::add);
        }
        routes.addAll(operations());
        return routes;
    }

    private List<Route> operations() {
        return List.of(
                new Route("GET", "/v1/models", Access.KEY, this::models),
                new Route("GET", "/v1/models/*", Access.KEY, this::model),
                new Route("POST", "/v1/route/explain", Access.KEY, this::explain),
                new Route("GET", "/metrics", Access.KEY, this::metrics),
                new Route("GET", "/health/live", Access.OPEN, e -> e.text(200, JSON, "{}")),
                new Route("GET", "/health/ready", Access.OPEN, this::ready));
    }

    private void chat(ClientDialect dialect, Exchange exchange) {
        Job job = calls.admit(dialect, exchange.keyId(), exchange);
        Optional<Refusal> wrongType = wrongType(exchange);
        if (wrongType.isPresent()) {
            exchange.closeAfterwards();
            calls.refuse(job, wrongType.get());
            return;
        }
        switch (exchange.body(maxBody)) {
            case Exchange.Body.Missing(Refusal refusal) -> {
                exchange.closeAfterwards();
                calls.refuse(job, refusal);
            }
            case Exchange.Body.Arrived(byte[] bytes) -> calls.chat(job, bytes);
        }
    }

    private void explain(Exchange exchange) {
        request(exchange, dialects.all().getFirst()::read)
                .ifPresent(request -> exchange.text(200, JSON, calls.explained(request)));
    }

    private void count(TokenCounting counting, Exchange exchange) {
        Optional<ChatRequest> request =
                request(
                        exchange,
                        body -> counting.read(body, name -> exchange.header(name).orElse(null)));
        if (request.isEmpty()) {
            return;
        }
        switch (calls.count(request.get())) {
            case TokenCount.Refused(Refusal refusal) -> refuse(exchange, refusal);
            case TokenCount.OfProvider(byte[] body, String provider) ->
                    exchange.text(
                            200,
                            JSON,
                            new String(body, StandardCharsets.UTF_8),
                            new Client.Header("x-undercut-provider", provider),
                            new Client.Header(COUNTED, "provider"));
            case TokenCount.Own(long tokens, boolean exact) ->
                    exchange.text(
                            200,
                            JSON,
                            new String(counting.write(tokens), StandardCharsets.UTF_8),
                            new Client.Header(COUNTED, exact ? "tokeniser" : "estimate"));
        }
    }

    /** A request that is not to be answered by a model; empty when it was refused. */
    private Optional<ChatRequest> request(Exchange exchange, Function<byte[], Reading> read) {
        Optional<Refusal> wrongType = wrongType(exchange);
        if (wrongType.isPresent()) {
            refuse(exchange, wrongType.get());
            return Optional.empty();
        }
        Reading reading =
                switch (exchange.body(maxBody)) {
                    case Exchange.Body.Missing(Refusal refusal) -> new Reading.Refused(refusal);
                    case Exchange.Body.Arrived(byte[] bytes) -> read.apply(bytes);
                };
        return switch (reading) {
            case Reading.Refused(Refusal refusal) -> {
                refuse(exchange, refusal);
                yield Optional.empty();
            }
            case Reading.Read(ChatRequest request) -> Optional.of(request);
        };
    }

    private void models(Exchange exchange) {
        json(exchange, dialects.of(exchange).models(ListedModels.list(calls.serving())));
    }

    private static void json(Exchange exchange, byte[] body) {
        exchange.text(200, JSON, new String(body, StandardCharsets.UTF_8));
    }

    private void model(Exchange exchange) {
        String name =
                URLDecoder.decode(
                        exchange.path().substring(MODELS.length()), StandardCharsets.UTF_8);
        Optional<ListedModel> found = ListedModels.one(calls.serving(), name);
        if (found.isPresent()) {
            json(exchange, dialects.of(exchange).model(found.get()));
        } else {
            refuse(
                    exchange,
                    new Refusal(
                            Refusal.Kind.NOT_FOUND,
                            "model_not_found",
                            "The model `" + name + "` does not exist here or cannot be called.",
                            "model"));
        }
    }

    private void metrics(Exchange exchange) {
        exchange.text(200, TEXT, new String(telemetry.exposition(), StandardCharsets.UTF_8));
    }

    private void ready(Exchange exchange) {
        boolean writable = ledger.isWritable();
        exchange.text(
                writable ? 200 : 503,
                JSON,
                writable ? "{\"ready\":true}" : "{\"ready\":false,\"reason\":\"ledger\"}");
    }

    private void refuse(Exchange exchange, Refusal refusal) {
        exchange.closeAfterwards();
        exchange.refuse(dialects.of(exchange), refusal);
    }

    /** Also what keeps forms of other web pages out: they cannot send this type. */
    private static Optional<Refusal> wrongType(Exchange exchange) {
        String type = exchange.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        boolean json = type.equals(JSON) || type.startsWith(JSON + ";");
        boolean utf8 = !type.contains("charset") || type.contains("utf-8");
        if (!json || !utf8) {
            return Optional.of(
                    new Refusal(
                            Refusal.Kind.UNSUPPORTED_MEDIA,
                            "unsupported_media_type",
                            "Send the body as Content-Type: application/json in UTF-8.",
                            null));
        }
        if (exchange.header("content-encoding").filter(e -> !e.equals("identity")).isPresent()) {
            return Optional.of(encoded());
        }
        return Optional.empty();
    }

    /** A small body can hold a large one: nothing of a client is ever inflated. */
    static Refusal encoded() {
        return new Refusal(
                Refusal.Kind.UNSUPPORTED_MEDIA,
                "unsupported_media_type",
                "Send the body without Content-Encoding.",
                null);
    }
}

package dev.undercut.app;

import dev.undercut.dialect.Json;
import dev.undercut.dispatch.Client.Header;
import dev.undercut.gateway.Access;
import dev.undercut.gateway.Exchange;
import dev.undercut.gateway.Route;
import dev.undercut.web.market.MarketDesk;
import dev.undercut.web.market.MarketReply;
import dev.undercut.web.market.MarketTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /api/market/…}: the same questions and answers as the command, as JSON or, when {@code
 * Accept} asks for it, CSV. An answer has an entity tag, so that an unchanged one is not sent
 * again, and names in a header those whose data it rests on.
 */
final class MarketRoutes {
    private static final String PREFIX = "/api/market/";
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv";
    private static final int TAG_BYTES = 16;
    private static final List<String> PARAMETERS =
            List.of(
                    "model",
                    "at",
                    "known-on",
                    "ratio",
                    "benchmark",
                    "threshold",
                    "method",
                    "axis",
                    "vendor",
                    "open-weights",
                    "reasoning",
                    "against",
                    "factor");

    private final MarketDesk desk;

    MarketRoutes(MarketDesk desk) {
        this.desk = desk;
    }

    List<Route> all() {
        return MarketDesk.names().stream()
                .map(name -> new Route("GET", PREFIX + name, Access.KEY, e -> answer(name, e)))
                .toList();
    }

    private void answer(String name, Exchange exchange) {
        Map<String, String> given = new HashMap<>();
        for (String parameter : PARAMETERS) {
            exchange.query(parameter)
                    .or(() -> exchange.query(parameter.replace('-', '_')))
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> given.put(parameter, value));
        }
        switch (desk.answer(name, given)) {
            case MarketReply.Found(MarketTable table) -> found(exchange, table);
            case MarketReply.Refused(boolean unknown, String message) ->
                    exchange.text(
                            unknown ? 404 : 400, JSON, "{\"error\":" + Json.quote(message) + "}");
        }
    }

    private static void found(Exchange exchange, MarketTable table) {
        boolean csv = new Accept(exchange.header("accept").orElse("")).prefers(CSV, JSON);
        String body = csv ? table.csv() : table.json();
        String tag = tag(body);
        Header[] headers = {
            new Header("etag", tag),
            new Header("vary", "accept"),
            new Header("x-attribution", MarketDesk.ATTRIBUTION),
            new Header("cache-control", "private, no-cache"),
        };
        String type = csv ? CSV + "; charset=utf-8" : JSON;
        if (exchange.header("if-none-match").filter(known -> known.contains(tag)).isPresent()) {
            exchange.text(304, type, "", headers);
        } else {
            exchange.text(200, type, body, headers);
        }
    }

    private static String tag(String body) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(body.getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.undercut.app.answers;

import dev.undercut.dispatch.Client.Header;
import dev.undercut.gateway.Access;
import dev.undercut.gateway.Exchange;
import dev.undercut.gateway.Route;
import dev.undercut.web.market.MarketDesk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /api/market/…}: the same questions and answers as the command, as JSON or, when {@code
 * Accept} asks for it, CSV. An answer has an entity tag, so that an unchanged one is not sent
 * again, and names in a header those whose data it rests on.
 */
public final class MarketRoutes {
    private static final String PREFIX = "/api/market/";

    private final MarketDesk desk;

    public MarketRoutes(MarketDesk desk) {
        this.desk = desk;
    }

    /** One address for each analysis. */
    public List<Route> all() {
        return MarketDesk.names().stream()
                .map(name -> new Route("GET", PREFIX + name, Access.KEY, e -> answer(name, e)))
                .toList();
    }

    private void answer(String name, Exchange exchange) {
        Map<String, String> given = new HashMap<>();
        for (String parameter : exchange.queryNames()) {
            exchange.query(parameter)
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> given.put(parameter.replace('_', '-'), value));
        }
        Answering.send(
                exchange,
                desk.answer(name, given),
                new Header("x-attribution", MarketDesk.ATTRIBUTION));
    }
}

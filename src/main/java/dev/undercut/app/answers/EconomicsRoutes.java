package dev.undercut.app.answers;

import dev.undercut.gateway.Access;
import dev.undercut.gateway.Exchange;
import dev.undercut.gateway.Route;
import dev.undercut.web.economics.EconomicsDesk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /api/economics/…}: the same questions and answers as the command. */
public final class EconomicsRoutes {
    private static final String PREFIX = "/api/economics/";

    private final EconomicsDesk desk;

    public EconomicsRoutes(EconomicsDesk desk) {
        this.desk = desk;
    }

    /** One address for each analysis. */
    public List<Route> all() {
        return EconomicsDesk.names().stream()
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
        Answering.send(exchange, desk.answer(name, given));
    }
}

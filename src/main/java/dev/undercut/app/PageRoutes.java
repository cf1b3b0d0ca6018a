package dev.undercut.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.dialect.Json;
import dev.undercut.dispatch.ChatCalls;
import dev.undercut.dispatch.Client.Header;
import dev.undercut.gateway.Access;
import dev.undercut.gateway.Exchange;
import dev.undercut.gateway.Route;
import dev.undercut.identity.KeyRing;
import dev.undercut.identity.PageSessions;
import dev.undercut.ledger.Ledger;
import dev.undercut.web.HomePage;
import dev.undercut.web.LedgerJson;
import dev.undercut.web.LoginPage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Connects the pages to the server's routes: web knows nothing of the gateway. */
final class PageRoutes {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json";
    private static final int MAX_LOGIN = 4 * 1024;
    private static final int MAX_ENTRIES = 1_000;
    private static final List<Header> GUARD =
            List.of(
                    new Header(
                            "content-security-policy",
                            "default-src 'none'; style-src 'unsafe-inline'; script-src"
                                    + " 'unsafe-inline'; connect-src 'self'; frame-ancestors"
                                    + " 'none'; base-uri 'none'; form-action 'self'"),
                    new Header("x-content-type-options", "nosniff"),
                    new Header("referrer-policy", "no-referrer"),
                    new Header("cache-control", "no-store"));

    private final ChatCalls calls;
    private final Ledger ledger;
    private final KeyRing keys;
    private final PageSessions sessions;
    private final HomePage home;

    PageRoutes(ChatCalls calls, Ledger ledger, KeyRing keys, PageSessions sessions) {
        this.calls = calls;
        this.ledger = ledger;
        this.keys = keys;
        this.sessions = sessions;
        this.home = new HomePage(ledger);
    }

    List<Route> all() {
        return List.of(
                new Route("GET", "/", Access.PAGE, this::home),
                new Route("GET", "/login", Access.LOGIN, this::login),
                new Route("POST", "/login", Access.LOGIN, this::logIn),
                new Route("GET", "/api/ledger/entries", Access.KEY, this::entries),
                new Route("GET", "/api/ledger/summary", Access.KEY, this::summary));
    }

    private void home(Exchange exchange) {
        boolean simulated = !calls.serving().listing().anyReal();
        String host = exchange.header("host").orElse("127.0.0.1:4747");
        String curl = Greeting.curl("http://" + host, calls.serving(), keys.hasKeys());
        html(exchange, home.render(simulated, curl));
    }

    private void login(Exchange exchange) {
        Optional<String> session = exchange.query("token").flatMap(sessions::redeem);
        if (session.isPresent()) {
            exchange.text(303, HTML, "", cookie(session.get()), new Header("location", "/"));
        } else {
            html(exchange, LoginPage.render(keys.hasKeys()));
        }
    }

    private void logIn(Exchange exchange) {
        boolean known = exchange.smallJson(MAX_LOGIN).map(this::isKnown).orElse(false);
        if (known) {
            exchange.text(200, JSON, "{}", cookie(sessions.open()));
        } else {
            exchange.text(401, JSON, "{\"error\":\"that is no key of this gateway\"}");
        }
    }

    private boolean isKnown(byte[] body) {
        try {
            JsonNode json = Json.MAPPER.readTree(body);
            return keys.hasKeys() && keys.lookup(json.path("key").asText("")).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private void entries(Exchange exchange) {
        int count = 100;
        Optional<String> limit = exchange.query("limit");
        if (limit.isPresent()) {
            if (!limit.get().matches("\\d{1,4}")) {
                exchange.text(400, JSON, "{\"error\":\"limit: expected a whole number\"}");
                return;
            }
            count = Math.min(MAX_ENTRIES, Integer.parseInt(limit.get()));
        }
        exchange.text(200, JSON, LedgerJson.entries(ledger.newest(count)));
    }

    private void summary(Exchange exchange) {
        exchange.text(200, JSON, LedgerJson.summary(ledger.summary()));
    }

    private static void html(Exchange exchange, String page) {
        exchange.text(200, HTML, page, GUARD.toArray(new Header[0]));
    }

    private static Header cookie(String session) {
        return new Header(
                "set-cookie",
                PageSessions.COOKIE + "=" + session + "; Path=/; HttpOnly; SameSite=Strict");
    }
}

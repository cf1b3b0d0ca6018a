package dev.undercut.gateway;

import dev.undercut.chat.Refusal;
import dev.undercut.identity.KeyIdentity;
import dev.undercut.identity.KeyRing;
import dev.undercut.identity.PageSessions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one gate before every route. Because any web page can reach loopback, it looks at Host and
 * Origin before it looks at keys.
 */
final class Admission {
    private static final String BEARER = "bearer ";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final KeyRing keys;
    private final PageSessions sessions;
    private final Set<String> allowedHosts;

    /**
     * The gate.
     *
     * @param allowedHosts host names, lower case without port, that clients may use beside loopback
     */
    Admission(KeyRing keys, PageSessions sessions, Set<String> allowedHosts) {
        this.keys = keys;
        this.sessions = sessions;
        this.allowedHosts = Set.copyOf(allowedHosts);
    }

    /** What the gate says. */
    sealed interface Verdict {
        /**
         * Come in.
         *
         * @param keyId whose key it was, or null with no keys in use
         */
        record Admitted(@Nullable String keyId) implements Verdict {}

        /** Stay out. */
        record Refused(Refusal refusal) implements Verdict {}
    }

    Verdict admit(Exchange exchange, Access access) {
        Optional<Refusal> wrongPlace = wrongPlace(exchange);
        if (wrongPlace.isPresent()) {
            return new Verdict.Refused(wrongPlace.get());
        }
        return switch (access) {
            case OPEN, LOGIN -> new Verdict.Admitted(null);
            case KEY -> byKey(exchange);
            case PAGE -> byCookie(exchange);
        };
    }

    private Verdict byCookie(Exchange exchange) {
        boolean known = exchange.cookie(PageSessions.COOKIE).filter(sessions::isOpen).isPresent();
        if (known) {
            return new Verdict.Admitted(null);
        }
        boolean asKey = presented(exchange).isPresent();
        return asKey
                ? byKey(exchange)
                : new Verdict.Refused(
                        unauthenticated(
                                "Open the address that `undercut serve` printed, or log in with an"
                                        + " API key at /login."));
    }

    private Verdict byKey(Exchange exchange) {
        if (exchange.cookie(PageSessions.COOKIE).filter(sessions::isOpen).isPresent()) {
            return new Verdict.Admitted(null);
        }
        Optional<String> presented = presented(exchange);
        if (!keys.hasKeys()) {
            return new Verdict.Admitted(null);
        }
        if (presented.isEmpty()) {
            return new Verdict.Refused(
                    unauthenticated(
                            "You didn't provide an API key. Send it in an Authorization header"
                                    + " using Bearer auth (Authorization: Bearer uc-...)."));
        }
        Optional<KeyIdentity> identity = keys.lookup(presented.get());
        return identity.isPresent()
                ? new Verdict.Admitted(identity.get().id())
                : new Verdict.Refused(
                        unauthenticated(
                                "Incorrect API key provided. Keys are made with `undercut key"
                                        + " create`."));
    }

    private static Optional<String> presented(Exchange exchange) {
        Optional<String> bearer =
                exchange.header("authorization")
                        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                        .map(value -> value.substring(BEARER.length()).strip());
        return bearer.isPresent() ? bearer : exchange.header("x-api-key").map(String::strip);
    }

    private Optional<Refusal> wrongPlace(Exchange exchange) {
        String host = exchange.header("host").orElse("").toLowerCase(Locale.ROOT);
        if (!LOOPBACK.contains(withoutPort(host)) && !allowedHosts.contains(withoutPort(host))) {
            return Optional.of(
                    forbidden(
                            "host_not_allowed",
                            "The Host header names no host of this server. Add it to allowed_hosts"
                                    + " in undercut.yaml if it should."));
        }
        Optional<String> origin = exchange.header("origin");
        boolean ownOrigin =
                origin.isEmpty()
                        || origin.get().equalsIgnoreCase("http://" + host)
                        || origin.get().equalsIgnoreCase("https://" + host);
        boolean crossSite =
                exchange.header("sec-fetch-site").filter("cross-site"::equals).isPresent()
                        && !exchange.header("sec-fetch-mode")
                                .filter("navigate"::equals)
                                .isPresent();
        return ownOrigin && !crossSite
                ? Optional.empty()
                : Optional.of(
                        forbidden(
                                "origin_not_allowed",
                                "Requests from pages of other origins are refused."));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
    }

    private static Refusal unauthenticated(String message) {
        return new Refusal(Refusal.Kind.UNAUTHENTICATED, "invalid_api_key", message, null);
    }

    private static Refusal forbidden(String code, String message) {
        return new Refusal(Refusal.Kind.FORBIDDEN, code, message, null);
    }
}

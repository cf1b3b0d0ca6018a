package dev.undercut.provider.http;

import java.net.URI;
import java.util.Locale;

/**
 * Where a connection leads.
 *
 * @param tls whether it is encrypted
 * @param host name or address, an IPv6 address without brackets
 * @param port 1 to 65535
 */
record Origin(boolean tls, String host, int port) {

    /**
     * The origin of an {@code http} or {@code https} address.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Origin of(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        String host = address.getHost();
        if (host == null || (!tls && !scheme.equals("http"))) {
            throw new IllegalArgumentException("not an http or https address: " + address);
        }
        int port = address.getPort() >= 0 ? address.getPort() : tls ? 443 : 80;
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new Origin(tls, bracketed ? host.substring(1, host.length() - 1) : host, port);
    }

    /** What the {@code Host} header says: the port only where it is not the usual one. */
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }
}

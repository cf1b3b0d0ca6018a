package dev.undercut.netguard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Decides whether an address may be fetched: https to public addresses, and plain http to this
 * machine when it is named. Internal addresses only where the user says so, so that a redirect or a
 * name of the outside cannot make this process ask machines that only it can reach.
 *
 * <p>A name is resolved here and nowhere else: who fetches connects to the addresses that were
 * checked, so that a name which answers differently a moment later changes nothing.
 */
public final class Reach {
    private final boolean internal;
    private final Resolver resolver;

    /**
     * Makes a guard.
     *
     * @param internal whether plain http and private addresses are allowed
     */
    public Reach(boolean internal, Resolver resolver) {
        this.internal = internal;
        this.resolver = resolver;
    }

    /**
     * The addresses to connect to, and to no others; at least one.
     *
     * @param named whether the user wrote this address, rather than a redirect
     * @throws IOException when it must not be fetched, saying why, or the host has no address
     */
    public List<InetAddress> addresses(URI uri, boolean named) throws IOException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IOException("not an https address: " + shown(uri));
        }
        if (uri.getRawUserInfo() != null) {
            throw new IOException("a name or password in an address is not sent: " + shown(uri));
        }
        boolean here = named && isLoopbackName(host);
        if (!internal && !here && scheme.equals("http")) {
            throw new IOException("not https: " + shown(uri));
        }
        List<InetAddress> found = resolved(host);
        for (InetAddress address : found) {
            if (!internal && here && !address.isLoopbackAddress()) {
                throw new IOException("not this machine, as its name says: " + shown(uri));
            }
            if (!internal && !here && isInternal(address)) {
                throw new IOException("an internal address: " + shown(uri));
            }
        }
        return found;
    }

    private List<InetAddress> resolved(String host) throws IOException {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String name = bracketed ? host.substring(1, host.length() - 1) : host;
        try {
            List<InetAddress> found = List.of(resolver.all(name));
            if (found.isEmpty()) {
                throw new IOException("no such host: " + host);
            }
            return found;
        } catch (UnknownHostException e) {
            throw new IOException("no such host: " + host, e);
        }
    }

    private static boolean isLoopbackName(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.startsWith("127.")
                || host.equals("[::1]");
    }

    /** Whether only this machine or its neighbourhood can reach that address. */
    static boolean isInternal(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean four = bytes.length == 4;
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || (four && first == 0)
                || (four && first >= 240)
                || (four && first == 100 && second >= 64 && second < 128)
                || (!four && (first & 0xfe) == 0xfc);
    }

    /** Without what may be secret in it. */
    private static String shown(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port;
    }
}

package dev.undercut.netguard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Decides whether an address may be fetched: https to public addresses, and plain http to this
 * machine when it is named. Internal addresses only where the user says so, so that a redirect or a
 * name of the outside cannot make this process ask machines that only it can reach.
 *
 * <p>Names are resolved here and once more by whoever connects; the JDK keeps the answer for some
 * seconds in between, so a name that changes its mind is not caught beyond that.
 */
public final class Reach {
    private final boolean internal;

    /**
     * Makes a guard.
     *
     * @param internal whether plain http and private addresses are allowed
     */
    public Reach(boolean internal) {
        this.internal = internal;
    }

    /**
     * Refuses an address that must not be fetched.
     *
     * @param named whether the user wrote this address, rather than a redirect
     * @throws IOException saying why, or that the host has no address
     */
    public void check(URI uri, boolean named) throws IOException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IOException("not an https address: " + shown(uri));
        }
        if (uri.getRawUserInfo() != null) {
            throw new IOException("a name or password in an address is not sent: " + shown(uri));
        }
        if (internal) {
            return;
        }
        boolean here = named && isLoopbackName(host);
        if (scheme.equals("http") && !here) {
            throw new IOException("not https: " + shown(uri));
        }
        for (InetAddress address : addresses(host)) {
            if (isInternal(address) && !(here && address.isLoopbackAddress())) {
                throw new IOException("an internal address: " + shown(uri));
            }
        }
    }

    private static InetAddress[] addresses(String host) throws IOException {
        try {
            return InetAddress.getAllByName(host);
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

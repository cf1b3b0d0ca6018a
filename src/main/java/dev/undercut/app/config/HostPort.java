package dev.undercut.app.config;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 * @param port 0 to 65535; 0 asks the system for a free one
 */
public record HostPort(String host, int port) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})");

    public HostPort {
        boolean address = host.contains(":") && isLiteral(host);
        if (!address && !NAME.matcher(host).matches()) {
            throw new IllegalArgumentException("not a host: " + host);
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is between 0 and 65535, not " + port);
        }
    }

    /**
     * Reads {@code host:port}; an IPv6 address stands in brackets, as in {@code [::1]:4747}.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("no port in " + text);
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        // Without brackets nobody can tell where an IPv6 address ends and the port begins.
        if (bracketed != host.contains(":")) {
            throw new IllegalArgumentException("brackets belong around IPv6 addresses: " + text);
        }
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        return new HostPort(bare, Integer.parseInt(port));
    }

    /** The same port on another host. */
    public HostPort withHost(String newHost) {
        return new HostPort(newHost, port);
    }

    /** The same host with another port. */
    public HostPort withPort(int newPort) {
        return new HostPort(host, newPort);
    }

    /** Whether only this machine can connect; decided from the text, without asking DNS. */
    public boolean isLoopback() {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        return isLiteral(host) && InetAddress.ofLiteral(host).isLoopbackAddress();
    }

    private static boolean isLiteral(String host) {
        try {
            return InetAddress.ofLiteral(host) != null;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

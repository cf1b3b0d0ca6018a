package dev.undercut.netguard;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Says which addresses a name has; asked once for each fetch. */
@FunctionalInterface
public interface Resolver {
    /** As the machine resolves names. */
    Resolver OF_THE_MACHINE = InetAddress::getAllByName;

    /**
     * All addresses of a host.
     *
     * @param host a name, or an address without brackets
     * @throws UnknownHostException when it has none
     */
    InetAddress[] all(String host) throws UnknownHostException;
}

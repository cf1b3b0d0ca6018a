package dev.undercut.gateway;

/** What a route asks of its caller. Every route has one; there is no default. */
public enum Access {
    /** Nothing: liveness only. */
    OPEN,
    /** An API key, once any exists. */
    KEY,
    /** A page: a session cookie, or an API key. */
    PAGE,
    /** The way into the pages: a one-time token or a login. */
    LOGIN
}

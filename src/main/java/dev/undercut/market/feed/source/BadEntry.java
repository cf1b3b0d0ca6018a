package dev.undercut.market.feed.source;

/** One entry of a feed that makes no sense; the others may. */
final class BadEntry extends Exception {
    private static final long serialVersionUID = 1L;

    BadEntry(String message) {
        super(message);
    }
}

package dev.undercut.market.feed;

import java.io.IOException;

/** A feed that cannot be read to its end, or is not what it was said to be; says where. */
public final class BrokenFeed extends IOException {
    private static final long serialVersionUID = 1L;

    public BrokenFeed(String message) {
        super(message);
    }

    public BrokenFeed(String message, Throwable cause) {
        super(message, cause);
    }
}

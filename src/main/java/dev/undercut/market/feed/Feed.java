package dev.undercut.market.feed;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * A source of facts: knows one format and nothing else. Reads as a stream, so that a feed of any
 * size needs only the memory of its largest entry.
 */
public interface Feed {
    /** Its name in commands and in the configuration. */
    String kind();

    /** What it holds, for people. */
    String description();

    /**
     * The name under which facts of a file cite it. Readings of one name replace each other, so
     * files that each hold a part of what a source lists need names of their own.
     *
     * @param file the last part of the file's path or address, without its ending
     */
    default String source(String file) {
        return kind();
    }

    /** Whether it brings scores; all others bring prices. */
    default boolean bringsScores() {
        return false;
    }

    /**
     * Hands every entry to {@code sink}, in the feed's order. Fields that it does not know are
     * passed over.
     *
     * @param bytes the feed, without a byte order mark; not closed
     * @throws BrokenFeed when it cannot be understood to its end, naming the place
     */
    void read(InputStream bytes, Consumer<Item> sink) throws IOException;
}

package dev.undercut.compute.verify;

/**
 * What came of a specification that somebody wrote.
 *
 * @param <T> what it describes
 */
public sealed interface Made<T> {
    /** It can be used. */
    record Ready<T>(T value) implements Made<T> {}

    /**
     * It cannot.
     *
     * @param field which of its fields is wrong, as clients write it: {@code pattern}; empty when
     *     it is the whole
     * @param message what is wrong with it and what would be right, for the one who wrote it
     */
    record Refused<T>(String field, String message) implements Made<T> {}
}

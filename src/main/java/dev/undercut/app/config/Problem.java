package dev.undercut.app.config;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong with the configuration.
 *
 * @param place the file, or the environment variable that overrides it
 * @param line the line in the file from 1; 0 when it is about no line
 * @param path the dotted path of the key; null when it is about no key
 * @param text what is wrong; never holds a secret
 */
public record Problem(String place, int line, @Nullable String path, String text) {

    static final Comparator<Problem> BY_LINE = Comparator.comparingInt(Problem::line);

    /** One line for people: {@code undercut.yaml:12: limits.idle: expected a duration …}. */
    @Override
    public String toString() {
        return place
                + (line > 0 ? ":" + line : "")
                + ": "
                + (path == null || path.isEmpty() ? "" : path + ": ")
                + text;
    }
}

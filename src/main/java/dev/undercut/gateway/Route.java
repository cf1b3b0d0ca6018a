package dev.undercut.gateway;

import java.util.function.Consumer;

/**
 * One path of the server.
 *
 * @param method GET or POST
 * @param path exact, or ending in {@code /*} for anything below
 * @param access who may
 * @param action answers
 */
public record Route(String method, String path, Access access, Consumer<Exchange> action) {

    boolean covers(String requested) {
        return path.endsWith("/*")
                ? requested.startsWith(path.substring(0, path.length() - 1))
                        && requested.length() > path.length() - 1
                : path.equals(requested);
    }
}

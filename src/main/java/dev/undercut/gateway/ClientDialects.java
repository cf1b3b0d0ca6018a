package dev.undercut.gateway;

import dev.undercut.dialect.ClientDialect;
import java.util.List;

/**
 * The dialects of clients, told apart by where they knock.
 *
 * @param all the first one is for paths that belong to none
 */
record ClientDialects(List<ClientDialect> all) {
    ClientDialects {
        all = List.copyOf(all);
    }

    /** The dialect of whoever asks for that path. */
    ClientDialect at(String path) {
        for (ClientDialect dialect : all) {
            if (path.equals(dialect.path()) || path.startsWith(dialect.path() + "/")) {
                return dialect;
            }
        }
        return all.getFirst();
    }
}

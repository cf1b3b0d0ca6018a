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
            if (covers(dialect, path)) {
                return dialect;
            }
        }
        return all.getFirst();
    }

    /** The dialect of whoever sends that request, also on paths that dialects share. */
    ClientDialect of(Exchange exchange) {
        ClientDialect byPath = at(exchange.path());
        if (covers(byPath, exchange.path())) {
            return byPath;
        }
        for (ClientDialect dialect : all) {
            if (dialect.isSpokenBy(name -> exchange.header(name).orElse(null))) {
                return dialect;
            }
        }
        return byPath;
    }

    private static boolean covers(ClientDialect dialect, String path) {
        return path.equals(dialect.path()) || path.startsWith(dialect.path() + "/");
    }
}

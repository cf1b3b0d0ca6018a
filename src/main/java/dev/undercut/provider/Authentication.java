package dev.undercut.provider;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Proves to a provider who sends a request, where a key in a fixed header does not. */
@FunctionalInterface
public interface Authentication {

    /** Nothing to prove beyond the fixed headers. */
    Authentication NONE = (address, body) -> Map.of();

    /**
     * The headers that prove it for this request. May wait while a token is fetched; for use by
     * many threads.
     *
     * @param address where the request goes
     * @param body what it holds
     * @throws NotAuthenticated when the operator's credentials are not accepted
     * @throws IOException when nobody could be asked
     */
    Map<String, String> headers(URI address, byte[] body) throws IOException;

    /** The operator's credentials are missing, malformed or refused; never holds a secret. */
    final class NotAuthenticated extends IOException {
        private static final long serialVersionUID = 1L;

        public NotAuthenticated(String message) {
            super(message);
        }
    }
}

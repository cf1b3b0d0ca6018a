package dev.undercut.app.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What the program knows by itself about providers, so that a file need not repeat it. */
@FunctionalInterface
public interface BundledProviders {

    /** No provider is known. */
    BundledProviders NONE = id -> Optional.empty();

    /** What is known about the provider {@code id}. */
    Optional<Bundled> find(String id);

    /**
     * One provider's facts.
     *
     * @param dialect the dialect it speaks
     * @param baseUrl where it answers
     * @param keyVariables the environment variables that may hold its key, the first one set wins
     */
    record Bundled(String dialect, URI baseUrl, List<String> keyVariables) {
        public Bundled {
            keyVariables = List.copyOf(keyVariables);
        }
    }
}

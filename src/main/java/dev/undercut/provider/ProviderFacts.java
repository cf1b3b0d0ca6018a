package dev.undercut.provider;

import dev.undercut.dialect.Quirks;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the product knows of a provider, from its file in {@code data/providers}.
 *
 * @param id lower case: {@code deepseek}
 * @param name for people
 * @param dialect what it speaks
 * @param baseUrl what request paths are appended to
 * @param keyEnv environment variables that may hold its key, the first set one wins; empty for
 *     local servers
 * @param keyHeader the header that carries the key, or null for the dialect's own
 * @param proof how a request is proved without a key
 * @param serves how the provider's ids of the models begin that can be called; empty for all
 * @param unset environment variables that its address needs and that are not set
 * @param local whether it runs on the user's own machines
 * @param probe whether it is looked for at start without being configured
 * @param vendorOf the model makers whose own shop it is
 * @param quirks where it departs from its dialect
 * @param headers extra headers that it asks for
 * @param source the page these facts come from
 */
public record ProviderFacts(
        String id,
        String name,
        String dialect,
        String baseUrl,
        List<String> keyEnv,
        @Nullable String keyHeader,
        Proof proof,
        List<String> serves,
        List<String> unset,
        boolean local,
        boolean probe,
        List<String> vendorOf,
        Quirks quirks,
        Map<String, String> headers,
        String source) {

    public ProviderFacts {
        keyEnv = List.copyOf(keyEnv);
        vendorOf = List.copyOf(vendorOf);
        headers = Map.copyOf(headers);
        serves = List.copyOf(serves);
        unset = List.copyOf(unset);
    }

    /** How a request is proved to be the operator's where no key is set. */
    public enum Proof {
        /** It is not: a key is needed, or none at all. */
        NONE,
        /** By a token for credentials of Google. */
        GOOGLE,
        /** By a signature with keys of AWS. */
        AWS
    }

    /** Whether the model of that id can be called here. */
    public boolean serves(String upstreamId) {
        return serves.isEmpty() || serves.stream().anyMatch(upstreamId::startsWith);
    }
}

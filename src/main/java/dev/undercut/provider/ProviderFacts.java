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
    }
}

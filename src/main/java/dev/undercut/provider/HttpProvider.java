package dev.undercut.provider;

import dev.undercut.provider.http.Http1;
import dev.undercut.provider.http.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A provider reached over HTTP. Its key goes to its own base URL and nowhere else. */
public final class HttpProvider implements Provider {
    private final String id;
    private final String dialect;
    private final String baseUrl;
    private final Map<String, String> headers;
    private final Http1 http;
    private final Authentication authentication;
    private final Map<String, Target> streams = new ConcurrentHashMap<>();
    private final Map<String, Target> wholes = new ConcurrentHashMap<>();
    private final Map<String, URI> addresses = new ConcurrentHashMap<>();

    /**
     * A provider at that address.
     *
     * @param headers what every request carries, a key included
     * @param authentication proves each request beyond that
     * @throws IllegalArgumentException when the address or a header cannot be sent
     */
    public HttpProvider(
            String id,
            String dialect,
            String baseUrl,
            Map<String, String> headers,
            Http1 http,
            Authentication authentication) {
        this.id = id;
        this.dialect = dialect;
        this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
        this.headers = Map.copyOf(headers);
        this.http = http;
        this.authentication = authentication;
        Http1.target(URI.create(this.baseUrl), this.headers);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String dialect() {
        return dialect;
    }

    @Override
    public Answer post(Call call) throws IOException {
        Map<String, String> proof;
        try {
            proof = authentication.headers(address(call.path()), call.body());
        } catch (Authentication.NotAuthenticated e) {
            return new NotAsked(String.valueOf(e.getMessage()));
        }
        Target target = target(call, proof);
        Http1.Exchange exchange = http.post(target, call.body(), call.firstByte());
        return new HttpAnswer(exchange, List.of(headers, call.headers(), proof));
    }

    /** Kept, because there are few and making one takes long. */
    private URI address(String path) {
        return addresses.computeIfAbsent(path, p -> URI.create(baseUrl + p));
    }

    /** Kept for the paths that come again and again; calls with headers of their own are rare. */
    private Target target(Call call, Map<String, String> proof) {
        String accept = call.stream() ? "text/event-stream" : "application/json";
        if (!call.headers().isEmpty() || !proof.isEmpty()) {
            Map<String, String> more = new HashMap<>(call.headers());
            more.putAll(proof);
            return target(call.path(), accept, more);
        }
        Map<String, Target> kept = call.stream() ? streams : wholes;
        return kept.computeIfAbsent(call.path(), path -> target(path, accept, Map.of()));
    }

    private Target target(String path, String accept, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        all.put("Accept", accept);
        all.put("Content-Type", "application/json");
        all.putAll(more);
        return Http1.target(address(path), all);
    }

    private record HttpAnswer(Http1.Exchange exchange, List<Map<String, String>> sent)
            implements Answer {
        @Override
        public int status() {
            return exchange.status();
        }

        @Override
        public @Nullable String header(String name) {
            return exchange.header(name);
        }

        @Override
        public InputStream body() {
            return exchange.body();
        }

        @Override
        public byte[] redacted(byte[] said) {
            List<String> credentials = new ArrayList<>();
            sent.forEach(headers -> credentials.addAll(headers.values()));
            return new Redaction(credentials).of(said);
        }

        @Override
        public void close() {
            exchange.close();
        }
    }
}

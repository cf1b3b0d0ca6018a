package dev.undercut.app.serving;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.dialect.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Asks local servers which models they run: {@code GET /models} in OpenAI's shape. */
final class LocalModels {
    private static final int PATIENCE_MILLIS = 800;
    private static final int MOST = 4 * 1024 * 1024;

    /** The ids it serves; empty when nobody listens there or the answer is none. */
    List<String> at(String baseUrl) {
        List<String> ids = new ArrayList<>();
        try {
            for (JsonNode model : Json.MAPPER.readTree(get(baseUrl + "/models")).path("data")) {
                if (model.path("id").isTextual()) {
                    ids.add(model.path("id").asText());
                }
            }
        } catch (IOException e) {
            // nobody listens there, which is the usual case
        }
        return ids.stream().distinct().toList();
    }

    private static byte[] get(String url) throws IOException {
        if (!(URI.create(url).toURL().openConnection(Proxy.NO_PROXY)
                instanceof HttpURLConnection connection)) {
            throw new IOException("not an HTTP address: " + url);
        }
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setInstanceFollowRedirects(false);
        try (InputStream body = connection.getInputStream()) {
            return body.readNBytes(MOST);
        } finally {
            connection.disconnect();
        }
    }
}

package dev.undercut.e2e;

import dev.undercut.app.House;
import dev.undercut.ledger.LedgerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A running gateway with a provider of each dialect, and clients of each dialect to ask it. */
final class Babel implements AutoCloseable {
    private final Map<Upstream, FakeProvider> providers = new EnumMap<>(Upstream.class);
    final House house;

    /** The dialects of providers; each sells one model of the same name in lower case. */
    enum Upstream {
        OPENAI,
        ANTHROPIC,
        GEMINI,
        OLLAMA,
        BEDROCK;

        String model() {
            return "m-" + name().toLowerCase(java.util.Locale.ROOT);
        }

        /** The client whose dialect it speaks, to whom it passes untranslated. */
        @Nullable Client client() {
            return switch (this) {
                case OPENAI -> Client.CHAT;
                case ANTHROPIC -> Client.MESSAGES;
                case GEMINI, OLLAMA, BEDROCK -> null;
            };
        }
    }

    /** The dialects of clients. */
    enum Client {
        CHAT("/v1/chat/completions"),
        MESSAGES("/v1/messages"),
        RESPONSES("/v1/responses");

        private final String path;

        Client(String path) {
            this.path = path;
        }

        /** A question, in the fewest words. */
        String question(String model, String fields) {
            String comma = fields.isEmpty() ? "" : ",";
            return switch (this) {
                case CHAT ->
                        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]%s%s}"
                                .formatted(model, comma, fields);
                case MESSAGES ->
                        "{\"model\":\"%s\",\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]%s%s}"
                                .formatted(model, comma, fields);
                case RESPONSES ->
                        "{\"model\":\"%s\",\"input\":\"q\"%s%s}".formatted(model, comma, fields);
            };
        }
    }

    Babel(Path home) throws IOException {
        this(home, "");
    }

    /**
     * Starts it.
     *
     * @param more further lines of configuration
     */
    Babel(Path home, String more) throws IOException {
        for (Upstream upstream : Upstream.values()) {
            providers.put(upstream, new FakeProvider());
        }
        house = House.start(home, yaml(home.resolve("data")) + more, Map.of());
    }

    private String yaml(Path data) {
        return """
        data_dir: %s
        listen: 127.0.0.1:0
        sandbox: off
        probe_ollama: false
        baseline_model: m-openai
        providers:
          p-openai:
            base_url: http://127.0.0.1:%d/v1
            models: {m-openai: {upstream_id: up, %s}}
          p-anthropic:
            dialect: anthropic
            base_url: http://127.0.0.1:%d/v1
            models: {m-anthropic: {upstream_id: up, %s}}
          p-gemini:
            dialect: gemini
            base_url: http://127.0.0.1:%d/v1beta
            models: {m-gemini: {upstream_id: gemini-3-pro-preview, %s}}
          p-ollama:
            dialect: ollama
            base_url: http://127.0.0.1:%d
            models: {m-ollama: {upstream_id: up, %s}}
          amazon-bedrock:
            base_url: http://127.0.0.1:%d
            api_key: bedrock-0123456789abcdef
            models: {m-bedrock: {upstream_id: anthropic.up, %s}}
        """
                .formatted(
                        data,
                        port(Upstream.OPENAI),
                        MODEL,
                        port(Upstream.ANTHROPIC),
                        MODEL,
                        port(Upstream.GEMINI),
                        MODEL,
                        port(Upstream.OLLAMA),
                        MODEL,
                        port(Upstream.BEDROCK),
                        MODEL);
    }

    private static final String MODEL =
            "price: {input: 1, cached_input: 0.1, output: 2}, context: 128000, max_output: 8192,"
                    + " ci: 55, features: [tools, vision, json_schema, reasoning]";

    private int port(Upstream upstream) {
        return of(upstream).port();
    }

    FakeProvider of(Upstream upstream) {
        return providers.get(upstream);
    }

    Wire.Answer ask(Client client, String json) throws IOException {
        return Wire.post(house.port(), client.path, json);
    }

    /** The newest entry of the books. */
    LedgerEntry newest() {
        return house.ledger().newest(1).getFirst();
    }

    /** The same with any bytes. */
    Wire.Answer ask(Client client, byte[] json) throws IOException {
        try (Wire wire = new Wire(house.port())) {
            List<String> headers =
                    List.of("Content-Type: application/json", "Content-Length: " + json.length);
            return wire.send(wire.head("POST", client.path, headers)).send(json).answer();
        }
    }

    void reset() {
        providers.values().forEach(FakeProvider::reset);
        house.reconfigure();
    }

    @Override
    public void close() throws IOException {
        house.close();
        for (FakeProvider provider : providers.values()) {
            provider.close();
        }
    }
}

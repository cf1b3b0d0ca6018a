package dev.undercut.e2e;

import dev.undercut.app.House;
import dev.undercut.ledger.LedgerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * A running gateway with three providers that do as told. All three sell {@code mini}; alpha is the
 * cheapest, then beta, then gamma, so that is the order in which they are tried.
 */
final class World implements AutoCloseable {

    static final String ALPHA_KEY = "sk-alpha-0123456789abcdef";
    static final String BETA_KEY = "sk-beta-0123456789abcdef";

    final FakeProvider alpha = new FakeProvider();
    final FakeProvider beta = new FakeProvider();
    final FakeProvider gamma = new FakeProvider();
    final House house;

    /**
     * Starts it.
     *
     * @param more further lines of configuration
     */
    World(Path home, String more) throws IOException {
        this(home, more, world -> 0);
    }

    /**
     * Starts it.
     *
     * @param more further lines of configuration, in which {@code %1$d} stands for {@code port}
     */
    World(Path home, String more, ToIntFunction<World> port) throws IOException {
        String lines = more.contains("%") ? more.formatted(port.applyAsInt(this)) : more;
        house = House.start(home, config(home.resolve("data"), lines), Map.of());
    }

    /** The configuration file of this world. */
    String config(Path data, String more) {
        return """
        data_dir: %s
        listen: 127.0.0.1:0
        sandbox: off
        probe_ollama: false
        baseline_model: big
        providers:
          alpha:
            base_url: http://127.0.0.1:%d/v1
            api_key: %s
            models:
              mini: {upstream_id: up-mini, price: {input: 1, cached_input: 0.1, output: 2, \
        reasoning: 3}, context: 128000, max_output: 16384, ci: 55, \
        features: [tools, vision, json_schema]}
              alone: {price: {input: 1, output: 2}, ci: 40}
          beta:
            base_url: http://127.0.0.1:%d/v1
            api_key: %s
            headers: {x-beta-account: acme}
            models:
              mini: {price: {input: 2, output: 4}, context: 128000, max_output: 16384, ci: 55, \
        features: [tools, vision, json_schema]}
              unpriced: {ci: 30}
              fee: {price: {input: 0.5, output: 1.5, per_request: 0.005}, ci: 30}
          gamma:
            base_url: http://localhost:%d/v1/
            models:
              mini: {price: {input: 3, output: 6}, context: 128000, max_output: 16384, ci: 55, \
        features: [tools, vision, json_schema]}
              big: {price: {input: 10, output: 40}, context: 128000, max_output: 16384, ci: 60}
              own: {own_hardware: true, ci: 20}
        %s
        """
                .formatted(
                        data, alpha.port(), ALPHA_KEY, beta.port(), BETA_KEY, gamma.port(), more);
    }

    int port() {
        return house.port();
    }

    void reset() {
        alpha.reset();
        beta.reset();
        gamma.reset();
        house.reconfigure();
    }

    /** A chat request on a connection of its own. */
    Wire.Answer chat(String json, String... headers) throws IOException {
        return Wire.chat(port(), json, headers);
    }

    /** A small request. */
    static String ask(String model, String text) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":%s}]}"
                .formatted(model, Answers.quote(text));
    }

    /** A small request for a stream. */
    static String askStream(String model, String text) {
        return "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":%s}]}"
                .formatted(model, Answers.quote(text));
    }

    /** The newest entry of the books. */
    LedgerEntry newest() {
        return house.ledger().newest(1).getFirst();
    }

    /** The entry of a request, waiting until it is there: a client that left is booked later. */
    LedgerEntry entry(String requestId) {
        Patience.until(
                "an entry of " + requestId, () -> house.ledger().find(requestId).isPresent());
        return house.ledger().find(requestId).orElseThrow();
    }

    @Override
    public void close() throws IOException {
        house.close();
        alpha.close();
        beta.close();
        gamma.close();
    }
}

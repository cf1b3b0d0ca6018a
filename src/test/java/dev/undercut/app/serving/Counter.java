package dev.undercut.app.serving;

import com.sun.net.httpserver.HttpServer;
import dev.undercut.app.config.BrokenConfig;
import dev.undercut.app.config.BundledProviders;
import dev.undercut.app.config.Config;
import dev.undercut.app.config.ConfigFile;
import dev.undercut.app.config.Surroundings;
import dev.undercut.health.Health;
import dev.undercut.health.HealthSettings;
import dev.undercut.market.PriceHistory;
import dev.undercut.market.data.MarketFacts;
import dev.undercut.provider.ProviderDirectory;
import dev.undercut.provider.sandbox.Pacing;
import dev.undercut.provider.sandbox.SandboxProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A gateway's serving over the real data, with an environment, a file and a clock by hand. */
final class Counter implements AutoCloseable {
    private static final PriceHistory FACTS = MarketFacts.load().history();

    final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
    final LiveServing serving;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private final Path folder;
    private final Map<String, String> environment;
    private final ProviderDirectory directory;

    Counter(Path folder, Map<String, String> environment, String yaml) {
        this.folder = folder;
        this.environment = new HashMap<>(environment);
        this.directory = ProviderDirectory.load(environment);
        this.serving =
                new LiveServing(
                        new LiveServing.Sources(
                                FACTS,
                                directory,
                                this.environment,
                                new SandboxProvider(1, now::get, Pacing.none()),
                                new Health(
                                        HealthSettings.STANDARD,
                                        now::get,
                                        System::nanoTime,
                                        new Random(1),
                                        (provider, key, rejected) -> {})),
                        config(yaml),
                        now::get,
                        ticker);
    }

    Config config(String yaml) {
        try {
            Files.writeString(folder.resolve("undercut.yaml"), yaml);
            BundledProviders bundled =
                    id ->
                            directory
                                    .find(id)
                                    .map(facts ->
                                            new BundledProviders.Bundled(
                                                    facts.dialect(),
                                                    URI.create(facts.baseUrl()),
                                                    facts.keyEnv()));
            Surroundings around =
                    new Surroundings(environment, folder, folder.resolve("home"), bundled);
            return new ConfigFile(around, null, UnaryOperator.identity()).load().config();
        } catch (IOException | BrokenConfig e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        serving.close();
        ticker.shutdownNow();
    }

    /** A local server that lists these models; close it with {@link HttpServer#stop}. */
    static HttpServer listing(Supplier<String> json) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(
                    "/v1/models",
                    exchange -> {
                        byte[] body = json.get().getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
            server.start();
            return server;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

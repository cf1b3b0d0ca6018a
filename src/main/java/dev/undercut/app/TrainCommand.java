package dev.undercut.app;

import dev.undercut.app.config.Config;
import dev.undercut.app.config.HostPort;
import dev.undercut.provider.sandbox.Pacing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code undercut train}: what the launcher runs once after a build, so that the JVM can record the
 * classes that a server and its first requests need.
 */
@Command(name = "train", hidden = true, description = "Warm up for the start-up cache.")
final class TrainCommand implements Callable<Integer> {
    private static final int REQUESTS = 1_500;

    @Mixin Setup setup = new Setup();

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("undercut-train");
        try {
            train(folder);
        } finally {
            delete(folder);
        }
        return CommandLine.ExitCode.OK;
    }

    /** One gateway that simulates, and before it another one that calls it as its provider. */
    private void train(Path folder) throws IOException {
        Config simulating = setup.config().withDataDir(folder.resolve("behind"));
        try (Wiring behind = house(simulating)) {
            Wiring.Listening provider = behind.listen();
            Path file = folder.resolve("undercut.yaml");
            Files.writeString(file, configuration(provider.server().port()));
            setup.file = file;
            setup.dataDir = folder.resolve("before");
            try (Wiring before = house(setup.load(setup.configFile(null, 0)).config())) {
                Wiring.Listening gateway = before.listen();
                ask(gateway);
                gateway.server().close();
            }
            provider.server().close();
        }
        run(folder, "market", "index");
        run(folder, "feed", "import", "litellm", feed(folder).toString(), "--whole");
    }

    private Wiring house(Config config) throws IOException {
        return new Wiring(
                config.withListen(new HostPort("127.0.0.1", 0)),
                setup.directory(),
                Map.of(),
                Pacing.none(),
                setup.market());
    }

    private static String configuration(int port) {
        return """
        providers:
          trainer:
            dialect: openai
            base_url: http://127.0.0.1:%d/v1
            models:
              sandbox-mini: {price: {input: 0.1, output: 0.4}, context: 32000, ci: 55}
        """
                .formatted(port);
    }

    private static Path feed(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("feed.json"),
                """
                {"gpt-4o": {"litellm_provider": "openai", "mode": "chat", "max_tokens": 16384,
                  "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05}}
                """);
    }

    private static void run(Path folder, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--data-dir", folder.resolve("commands").toString()));
        UndercutCommand.commandLine(command[0]).execute(arguments.toArray(String[]::new));
    }

    private static void ask(Wiring.Listening listening) throws IOException {
        String url = "http://127.0.0.1:" + listening.server().port();
        UndercutCommand.commandLine().parseArgs("serve", "--port", "0");
        UndercutCommand.commandLine().parseArgs("ask", "-m", "undercut/20", "What is 17*23?");
        for (int i = 0; i < REQUESTS; i++) {
            boolean stream = i % 2 == 0;
            exchange(url + "/v1/chat/completions", question(i, stream));
            if (i % 50 == 0) {
                exchange(url + "/v1/models", null);
                exchange(url + "/health/ready", null);
                exchange(url + "/metrics", null);
                exchange(url + "/login?token=" + listening.sessions().newToken(), null);
                exchange(url + "/v1/route/explain", question(i, stream));
            }
        }
    }

    private static String question(int i, boolean stream) {
        return "{\"model\":\"trainer/sandbox-mini\",\"stream\":"
                + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"What is "
                + (17 + i)
                + "*23?\"}]}";
    }

    private static void exchange(String url, @org.jspecify.annotations.Nullable String body)
            throws IOException {
        if (!(URI.create(url).toURL().openConnection(Proxy.NO_PROXY)
                instanceof HttpURLConnection connection)) {
            return;
        }
        if (body != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        try (InputStream in = connection.getInputStream()) {
            in.readAllBytes();
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @org.jspecify.annotations.Nullable IOException broken)
                            throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}

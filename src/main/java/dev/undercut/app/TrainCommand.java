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
            Config config =
                    setup.config()
                            .withDataDir(folder.toAbsolutePath())
                            .withListen(new HostPort("127.0.0.1", 0));
            train(config);
        } finally {
            delete(folder);
        }
        return CommandLine.ExitCode.OK;
    }

    private void train(Config config) throws IOException {
        try (Wiring house = new Wiring(config, setup.directory(), Map.of(), Pacing.none())) {
            Wiring.Listening listening = house.listen();
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
            listening.server().close();
        }
    }

    private static String question(int i, boolean stream) {
        return "{\"model\":\"undercut/20\",\"stream\":"
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

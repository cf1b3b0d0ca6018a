package dev.undercut.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets up the servers that are compared, each in front of the same mock.
 *
 * @param root the project's root folder
 * @param temp a folder for this run's configuration, data and logs
 */
record Subjects(Path root, Path temp, int mockPort) {
    private static final String MODEL = "mock-gpt";
    private static final Duration TRAINING = Duration.ofSeconds(5);
    private static final int TRAINING_CONNECTIONS = 16;

    /** The mock without anything before it: what the others' latency is compared with. */
    Subject direct() {
        return new Subject(
                "direct", new Target(mockPort, MODEL, bearer("none")), List.of(), Map.of(), temp);
    }

    /** nginx with bench/nginx.conf. */
    Subject nginx() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("nginx"));
        int port = freePort();
        String conf =
                Files.readString(root.resolve("bench/nginx.conf"))
                        .replace("@PORT@", Integer.toString(port))
                        .replace("@UPSTREAM@", Integer.toString(mockPort))
                        .replace("@DIR@", folder.toString());
        Path file = Files.writeString(folder.resolve("nginx.conf"), conf);
        return new Subject(
                "nginx",
                new Target(port, MODEL, bearer("none")),
                List.of("nginx", "-p", folder.toString(), "-c", file.toString()),
                Map.of("PATH", System.getenv("PATH") + ":/usr/sbin"),
                temp.resolve("nginx.log"));
    }

    /** Portkey's gateway as its makers publish it, in production mode. */
    Subject portkey() throws IOException {
        Path start =
                root.resolve(
                        "bench/portkey/node_modules/@portkey-ai/gateway/build/start-server.js");
        if (!Files.exists(start)) {
            throw new IOException("Portkey is not installed");
        }
        int port = freePort();
        Map<String, String> headers = bearer("none");
        headers.put("x-portkey-provider", "openai");
        headers.put("x-portkey-custom-host", "http://127.0.0.1:" + mockPort + "/v1");
        return new Subject(
                "Portkey",
                new Target(port, MODEL, headers),
                List.of("node", start.toString(), "--port=" + port, "--headless"),
                Map.of("NODE_ENV", "production"),
                temp.resolve("portkey.log"));
    }

    /**
     * Undercut as a user starts it, with a key, routing by a quality floor, metering and the
     * ledger. It was started once before, so that its launcher could build and train what it wants.
     */
    Subject undercut() throws IOException, InterruptedException {
        Path data = Files.createDirectories(temp.resolve("undercut-data"));
        Path config = Files.writeString(temp.resolve("undercut.yaml"), configuration());
        Path log = temp.resolve("undercut.log");
        Path cache = temp.resolve("undercut.aot");
        List<String> trainer = launch("-XX:AOTCacheOutput=" + cache);
        String key = createKey(trainer.size() == 1 ? trainer : launch("-Xshare:auto"), data);
        Target target = new Target(freePort(), "undercut/50", bearer(key));
        List<String> arguments =
                List.of(
                        "serve",
                        "--port",
                        Integer.toString(target.port()),
                        "--data-dir",
                        data.toString(),
                        "--config",
                        config.toString());
        Subject training =
                new Subject("Undercut", target, joined(trainer, arguments), Map.of(), log);
        training.start();
        try {
            ClosedLoop.run(target.port(), target.chat(1024), TRAINING_CONNECTIONS, TRAINING);
        } finally {
            training.stop();
        }
        awaitStartUpCache();
        List<String> command = joined(launch("-XX:AOTCache=" + cache), arguments);
        return new Subject("Undercut", target, command, Map.of(), log);
    }

    /** The launcher makes it in the background: until then a start is not what a user sees. */
    private void awaitStartUpCache() throws IOException, InterruptedException {
        Path jar = root.resolve("target/undercut.jar");
        Path key = root.resolve("target/undercut.aot.key");
        for (int second = 0; Files.exists(jar) && second < 120; second++) {
            if (Files.exists(key)
                    && Files.getLastModifiedTime(key).compareTo(Files.getLastModifiedTime(jar))
                            > 0) {
                return;
            }
            Thread.sleep(1_000);
        }
    }

    private String configuration() {
        return """
        providers:
          mine:
            dialect: openai
            base_url: http://127.0.0.1:%d/v1
            api_key: bench-upstream-key
            models:
              %s: {price: {input: 2.50, cached_input: 1.25, output: 10.00}, \
        context: 2000000, max_output: 16384, ci: 55, features: [tools, vision, json_schema]}
        """
                .formatted(mockPort, MODEL);
    }

    /**
     * UNDERCUT_CMD, else the launcher, else the jar with the flags that the launcher would choose.
     */
    private List<String> launch(String jvmFlag) throws IOException {
        String own = System.getenv("UNDERCUT_CMD");
        if (own != null && !own.isBlank()) {
            return List.of(own.trim());
        }
        Path launcher = root.resolve("undercut");
        if (Files.isExecutable(launcher)) {
            return List.of(launcher.toString());
        }
        Path jar = root.resolve("target/undercut.jar");
        if (!Files.exists(jar)) {
            throw new IOException("neither ./undercut nor target/undercut.jar exists");
        }
        boolean small = Runtime.getRuntime().availableProcessors() < 4;
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                small ? "-XX:+UseSerialGC" : "-XX:+UseG1GC",
                "-XX:+UseCompactObjectHeaders",
                jvmFlag,
                "-jar",
                jar.toString());
    }

    private String createKey(List<String> launch, Path data)
            throws IOException, InterruptedException {
        List<String> command =
                joined(
                        launch,
                        List.of("key", "create", "--data-dir", data.toString(), "--name", "bench"));
        Process process =
                new ProcessBuilder(command)
                        .redirectError(temp.resolve("undercut-key.log").toFile())
                        .start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || printed.isBlank()) {
            throw new IOException("`key create` ended with " + process.exitValue());
        }
        return printed.trim();
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static Map<String, String> bearer(String key) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("authorization", "Bearer " + key);
        return headers;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, which can be killed. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern LISTENS = Pattern.compile("Undercut listens on .*:(\\d+)");

    private final Process process;
    private final BufferedReader out;
    private final int port;

    private ServerProcess(Process process, Path errors) throws IOException {
        this.process = process;
        this.out = process.inputReader();
        this.port = port(out, errors);
    }

    /** Starts one whose only provider is {@code alpha}; its data is below that folder. */
    static ServerProcess start(Path home, int provider) throws IOException {
        Path config = home.resolve("undercut.yaml");
        Files.writeString(
                config,
                """
                data_dir: %s
                sandbox: off
                probe_ollama: false
                providers:
                  alpha:
                    base_url: http://127.0.0.1:%d/v1
                    models:
                      mini: {price: {input: 1, output: 2}}
                """
                        .formatted(home.resolve("data"), provider));
        Path errors = home.resolve("stderr");
        return new ServerProcess(command(config, errors).start(), errors);
    }

    /** A server of that configuration, on any free port, not started yet. */
    static ProcessBuilder command(Path config, Path errors) {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.undercut.app.Main",
                        "serve",
                        "--config",
                        config.toString(),
                        "--port",
                        "0")
                .redirectError(errors.toFile());
    }

    int port() {
        return port;
    }

    /** Ends it with SIGKILL, and waits until it has ended. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor()).isEqualTo(137);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        out.close();
    }

    private static int port(BufferedReader out, Path errors) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                return Integer.parseInt(listens.group(1));
            }
        }
        throw new AssertionError("no server: " + Files.readString(errors));
    }
}

package dev.undercut.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One of the servers compared: how it is started, what load it gets, and its running process. */
final class Subject {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final int POLL_MILLIS = 5;

    private final String name;
    private final Target target;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private Process process;

    /**
     * @param command starts the server in the foreground; empty for a server that runs already
     */
    Subject(
            String name,
            Target target,
            List<String> command,
            Map<String, String> environment,
            Path log) {
        this.name = name;
        this.target = target;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = log;
    }

    String name() {
        return name;
    }

    Target target() {
        return target;
    }

    /** Whether this run started the server and so can measure its process. */
    boolean measurable() {
        return !command.isEmpty();
    }

    /** The running process; nothing for a server that this run did not start. */
    Optional<ProcTree> tree() {
        return Optional.ofNullable(process).map(p -> new ProcTree(p.pid()));
    }

    double cpuSeconds() {
        return tree().map(ProcTree::cpuSeconds).orElse(Double.NaN);
    }

    /**
     * Starts the server and asks until it answers.
     *
     * @return seconds from the start of the process to the end of the first good answer
     * @throws IOException when it ends or does not answer in time; says the last lines it printed
     */
    double start() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        process = spawn(command, environment, log);
        byte[] request = target.chat(512);
        int status = 0;
        while (status != 200) {
            if (!process.isAlive() || System.nanoTime() - begun > START_LIMIT.toNanos()) {
                stop();
                throw new IOException(
                        name + " did not answer (status " + status + "): " + logEnd());
            }
            Thread.sleep(POLL_MILLIS);
            status = statusOf(request);
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Starts a program without the settings and provider keys of whoever runs the comparison. */
    static Process spawn(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(key -> key.endsWith("_API_KEY") || key.startsWith("UNDERCUT_"));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        return builder.start();
    }

    private int statusOf(byte[] request) throws IOException {
        MessageReader reader = new MessageReader((b, from, to) -> {});
        byte[] bytes = new byte[16 * 1024];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), target.port())) {
            socket.setSoTimeout((int) START_LIMIT.toMillis());
            socket.getOutputStream().write(request);
            InputStream in = socket.getInputStream();
            while (!reader.complete()) {
                int length = in.read(bytes);
                if (length < 0) {
                    return 0;
                }
                reader.feed(bytes, 0, length);
            }
            return reader.status();
        } catch (java.net.SocketException e) {
            return 0;
        }
    }

    /** Waits until the server has stopped working, for at most some seconds. */
    void settle() throws InterruptedException {
        double before = cpuSeconds();
        for (int i = 0; i < 25; i++) {
            Thread.sleep(200);
            double now = cpuSeconds();
            if (!(now - before > 0.02)) {
                return;
            }
            before = now;
        }
    }

    /** Ends the server as an operator would, and by force when it does not end. */
    void stop() throws InterruptedException {
        if (process == null) {
            return;
        }
        List<ProcessHandle> below = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        below.forEach(ProcessHandle::destroy);
        process = null;
    }

    private String logEnd() throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }
}

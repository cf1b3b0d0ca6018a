package dev.undercut.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The market's commands as a user starts them, each a new process through the launcher, in turns
 * with processes that do nothing. Started by bench/market.sh.
 *
 * <p>Flags: {@code --root DIR} {@code --rounds N} {@code --markdown FILE}.
 */
public final class ColdRuns {
    static final String FLOOR = "undercut --version";
    static final String BOOK = "the book at a start";
    private static final int ROUNDS = 5;
    private static final long FEED_BYTES = 5_000_000;
    private static final int PATIENCE_SECONDS = 60;
    private static final int POLL_MILLIS = 5;
    private static final Pattern LOADED = Pattern.compile("book of .* offers: waited ([\\d,]+) ms");

    /**
     * One command line.
     *
     * @param sign what its output holds when it did its work
     */
    record Run(String name, List<String> command, String sign) {}

    private final Measures measures = new Measures();
    private final ProcTree own = new ProcTree(ProcessHandle.current().pid());
    private final Path launcher;
    private final Path temp;
    private final List<Run> runs;

    private ColdRuns(Path root, Path temp, Path feed) {
        this.launcher = root.resolve("undercut");
        this.temp = temp;
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        this.runs =
                List.of(
                        new Run("java -version", List.of(java, "-version"), "version"),
                        undercut(FLOOR, "undercut", "--version"),
                        undercut("market index", "falls", "market", "index"),
                        undercut("models --json", "\"provider\"", "models", "--json"),
                        undercut(
                                "feed import litellm", "new", "feed", "import", "litellm",
                                feed.toString()));
    }

    private Run undercut(String name, String sign, String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return new Run(name, command, sign);
    }

    /** Runs them in turns and writes the table. */
    public static void main(String[] args) throws Exception {
        Flags flags = Flags.of(args);
        Path root = Path.of(flags.text("root", ".")).toRealPath();
        int rounds = flags.number("rounds", ROUNDS);
        Path temp = Files.createTempDirectory("undercut-bench");
        Path feed = temp.resolve("litellm.json");
        int entries = LiteLlmFile.write(feed, root.resolve("data"), FEED_BYTES);
        try {
            ColdRuns cold = new ColdRuns(root, temp, feed);
            Machine machine = new Machine();
            // The first round fills the caches of the disk and is not counted.
            for (int round = 0; round <= rounds; round++) {
                cold.round(round > 0);
            }
            String markdown =
                    new ColdReport(cold.measures, cold.runs.stream().map(Run::name).toList())
                            .markdown(setting(rounds, machine.shareOfOthers(), feed, entries));
            Files.writeString(Path.of(flags.text("markdown", "MARKET.md")), markdown);
            System.out.println(markdown);
        } finally {
            deleteAll(temp);
        }
    }

    private static String setting(int rounds, double others, Path feed, int entries)
            throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, %d cores (%s), Java %s; medians of %d rounds. Other programs used %.0f %% of"
                        + " the machine meanwhile. The feed: %,d entries in %,d bytes.",
                LocalDate.now(Clock.systemUTC()),
                Machine.cores(),
                Machine.processor(),
                System.getProperty("java.vm.version"),
                rounds,
                others * 100,
                entries,
                Files.size(feed));
    }

    private void round(boolean counted) throws IOException, InterruptedException {
        for (Run run : runs) {
            Path home = Files.createTempDirectory(temp, "home");
            Path log = home.resolve("log");
            double cpu = own.endedSeconds();
            long begun = System.nanoTime();
            Process process = start(run.command(), home, log);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            String printed = Files.readString(log);
            if (process.waitFor() != 0 || !printed.contains(run.sign())) {
                throw new IOException(run.name() + " failed: " + end(printed));
            }
            if (counted) {
                measures.add(run.name(), "s", seconds);
                measures.add(run.name(), "cpu_s", own.endedSeconds() - cpu);
            }
        }
        double millis = bookMillis();
        if (counted) {
            measures.add(BOOK, "ms", millis);
        }
    }

    /** Starts a server and takes its own word for how long its book took. */
    private double bookMillis() throws IOException, InterruptedException {
        Path home = Files.createTempDirectory(temp, "home");
        Path log = home.resolve("log");
        List<String> command = List.of(launcher.toString(), "serve", "--port", "0");
        Process server = start(command, home, log);
        try {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (server.isAlive() && System.nanoTime() < until) {
                String printed = Files.readString(log);
                Matcher loaded = LOADED.matcher(printed);
                if (loaded.find() && printed.contains("listens on")) {
                    return Double.parseDouble(loaded.group(1).replace(",", ""));
                }
                Thread.sleep(POLL_MILLIS);
            }
            throw new IOException("serve said nothing of its book: " + end(Files.readString(log)));
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    /** With a home of its own: nobody's configuration, and a data directory that is not there. */
    private static Process start(List<String> command, Path home, Path log) throws IOException {
        return Subject.spawn(
                command,
                Map.of(
                        "HOME", home.toString(),
                        "XDG_CONFIG_HOME", home.toString(),
                        "UNDERCUT_DATA_DIR", home.resolve("data").toString(),
                        "UNDERCUT_LOG_LEVEL", "debug"),
                log);
    }

    private static String end(String text) {
        return text.substring(Math.max(0, text.length() - 500));
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}

package dev.undercut.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * As many paced streams at once as the issue asks for, through nginx and through Undercut in turns,
 * started by bench/streams.sh: none may be dropped, and a chunk's CPU is compared.
 *
 * <p>Flags: {@code --root DIR} {@code --streams 2000} {@code --chunks 120} {@code --pace-ms 100}
 * {@code --rounds 2} {@code --markdown FILE}.
 */
public final class ManyStreams {
    private static final double MOST_CPU = 2.0;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final Map<String, Integer> dropped = new HashMap<>();
    private final Measures measures = new Measures();
    private final Streams.Shape shape;
    private final int rounds;
    private double others;

    private ManyStreams(Streams.Shape shape, int rounds) {
        this.shape = shape;
        this.rounds = rounds;
    }

    /** Runs it and writes the table; ends with 1 when a stream was dropped. */
    public static void main(String[] args) throws Exception {
        Flags flags = Flags.of(args);
        Path root = Path.of(flags.text("root", ".")).toRealPath();
        Path temp = Files.createTempDirectory("undercut-streams");
        ManyStreams run =
                new ManyStreams(
                        new Streams.Shape(
                                flags.number("streams", 2000),
                                flags.number("chunks", 120),
                                flags.number("pace-ms", 100)),
                        flags.number("rounds", 2));
        Runtime.getRuntime().addShutdownHook(new Thread(Compare::stopAll));
        Process mock = Compare.startMock();
        List<Subject> subjects = List.of();
        try {
            Subjects setups = new Subjects(root, temp, Compare.port(mock));
            subjects = List.of(setups.nginx(), setups.undercut());
            run.all(subjects);
        } finally {
            for (Subject subject : subjects) {
                subject.stop();
            }
            mock.destroy();
        }
        Compare.deleteAll(temp);
        String markdown = run.markdown();
        Files.writeString(Path.of(flags.text("markdown", "STREAMS.md")), markdown);
        System.out.println(markdown);
        System.exit(run.dropped() == 0 ? 0 : 1);
    }

    private void all(List<Subject> subjects) throws IOException, InterruptedException {
        for (Subject subject : subjects) {
            subject.start();
            Target target = subject.target();
            ClosedLoop.run(target.port(), target.chat(1024), 64, WARM_UP);
            Streams.run(target, new Streams.Shape(shape.streams(), 20, shape.paceMillis()));
        }
        Machine machine = new Machine();
        for (int i = 0; i < rounds; i++) {
            for (Subject subject : subjects) {
                round(subject);
            }
        }
        others = machine.shareOfOthers();
    }

    private void round(Subject subject) throws IOException, InterruptedException {
        subject.settle();
        double cpu = subject.cpuSeconds();
        Streams.Result result = Streams.run(subject.target(), shape);
        cpu = subject.cpuSeconds() - cpu;
        String name = subject.name();
        dropped.merge(name, result.cut() + result.late(), Integer::sum);
        measures.add(name, "whole", result.whole());
        measures.add(name, "cpu", cpu * 1e6 / result.chunks());
        measures.add(name, "transit_p50", result.transit().microsAt(50) / 1000);
        measures.add(name, "transit_p99", result.transit().microsAt(99) / 1000);
        measures.add(name, "first_p99", result.first().microsAt(99) / 1000);
        measures.add(name, "rss", subject.tree().orElseThrow().rssMib());
    }

    /** Streams of Undercut, of all rounds, that did not arrive whole. */
    private int dropped() {
        return dropped.getOrDefault("Undercut", 0);
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("# Many paced streams\n\n");
        text.append(
                String.format(
                        Locale.ROOT,
                        "Written by `bench/streams.sh`; see [README.md](README.md).%n%n"
                                + "%s, %d cores (%s), Java %s: %,d streams at once, one chunk every"
                                + " %d ms, %d chunks each; load, servers and mock on the same"
                                + " cores; medians of %d round(s). Other programs used %.0f %% of"
                                + " the machine meanwhile.%n%n",
                        LocalDate.now(Clock.systemUTC()),
                        Machine.cores(),
                        Machine.processor(),
                        Runtime.version(),
                        shape.streams(),
                        shape.paceMillis(),
                        shape.chunks(),
                        rounds,
                        others * 100));
        text.append("| | nginx | Undercut | Undercut / nginx |\n|---|---:|---:|---:|\n");
        text.append("| streams dropped, all rounds | ").append(dropped.get("nginx"));
        text.append(" | ").append(dropped()).append(" | - |\n");
        row(text, "streams whole", "whole", "%.0f");
        row(text, "CPU per chunk (us)", "cpu", "%.1f");
        row(text, "chunk transit p50 (ms)", "transit_p50", "%.2f");
        row(text, "chunk transit p99 (ms)", "transit_p99", "%.2f");
        row(text, "first chunk p99 (ms)", "first_p99", "%.1f");
        row(text, "RSS at the end (MiB)", "rss", "%.0f");
        double ratio = measures.median("Undercut", "cpu") / measures.median("nginx", "cpu");
        return text.append(
                        String.format(
                                Locale.ROOT,
                                "%nTargets: none dropped (**%s**); CPU per chunk at most %.1f times"
                                        + " nginx's (**%s**).%n",
                                dropped() == 0 ? "met" : "missed",
                                MOST_CPU,
                                ratio <= MOST_CPU ? "met" : "missed"))
                .toString();
    }

    private void row(StringBuilder text, String label, String metric, String format) {
        double nginx = measures.median("nginx", metric);
        double undercut = measures.median("Undercut", metric);
        text.append("| ").append(label).append(" | ");
        text.append(String.format(Locale.ROOT, format, nginx)).append(" | ");
        text.append(String.format(Locale.ROOT, format, undercut)).append(" | ");
        text.append(nginx == 0 ? "-" : String.format(Locale.ROOT, "%.2f", undercut / nginx));
        text.append(" |\n");
    }
}

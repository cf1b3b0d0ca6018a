package dev.undercut.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The measurements, in rounds that go through all subjects, so that a slow minute hits each alike.
 */
final class Rounds {
    private static final int CONNECTIONS = 64;
    private static final int BODY_BYTES = 1024;
    private static final int BIG_CONNECTIONS = 4;
    private static final int BIG_BODY_BYTES = 1024 * 1024;
    private static final int RATE = 500;
    private static final int SLICES = 4;

    /** With fewer, the first round is one of a JVM whose compilers still work as hard as it does. */
    private static final int WARM_REQUESTS = 200_000;

    /** How long each part takes; a slow server is warmed up to {@code warmUps} times as long. */
    record Plan(
            int rounds,
            int starts,
            int warmUps,
            Duration warmUp,
            Duration closed,
            Duration open,
            Duration big,
            Streams.Shape streams) {
        static final Plan FULL =
                new Plan(
                        3,
                        3,
                        3,
                        Duration.ofSeconds(12),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(4),
                        new Streams.Shape(1000, 120, 50));
        static final Plan QUICK =
                new Plan(
                        1,
                        1,
                        1,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(2),
                        new Streams.Shape(1000, 60, 50));
    }

    private final Plan plan;
    private final Measures measures;

    Rounds(Plan plan, Measures measures) {
        this.plan = plan;
        this.measures = measures;
    }

    /** Starts a server, several times, and leaves it running. */
    void start(Subject subject) throws IOException, InterruptedException {
        for (int i = 0; i < plan.starts(); i++) {
            subject.stop();
            measures.add(subject.name(), "first_answer_s", subject.start());
        }
        subject.settle();
        double rss = subject.tree().map(ProcTree::rssMib).orElse(Double.NaN);
        measures.add(subject.name(), "rss_start_mib", rss);
    }

    /** Brings the server's and this program's code to its steady state. */
    void warmUp(Subject subject) throws IOException {
        Target target = subject.target();
        byte[] request = target.chat(BODY_BYTES);
        int answered = 0;
        for (int i = 0; i < plan.warmUps() && answered < WARM_REQUESTS; i++) {
            answered +=
                    ClosedLoop.run(target.port(), request, CONNECTIONS, plan.warmUp()).requests();
        }
        Duration half = plan.big().dividedBy(2);
        ClosedLoop.run(target.port(), target.chat(BIG_BODY_BYTES), BIG_CONNECTIONS, half);
        Streams.run(target, new Streams.Shape(200, 20, 50));
    }

    /** One round over all subjects; the first is the one that added latency is counted from. */
    void run(List<Subject> subjects) throws IOException, InterruptedException {
        open(subjects);
        for (Subject subject : subjects) {
            closed(subject);
        }
        for (Subject subject : subjects) {
            big(subject);
        }
        for (Subject subject : subjects) {
            streams(subject);
        }
    }

    /**
     * Latency at a steady rate, in slices that alternate between the subjects: a slow second of the
     * machine then falls on all of them and not on one.
     */
    private void open(List<Subject> subjects) throws IOException, InterruptedException {
        Map<Subject, Steady> found = new LinkedHashMap<>();
        for (int slice = 0; slice < SLICES; slice++) {
            for (Subject subject : subjects) {
                found.computeIfAbsent(subject, s -> new Steady()).slice(subject, plan.open());
            }
        }
        Samples direct = found.get(subjects.getFirst()).latency;
        found.forEach((subject, steady) -> add(subject, steady, direct));
    }

    private void add(Subject subject, Steady steady, Samples direct) {
        double p50 = steady.latency.microsAt(50);
        double p99 = steady.latency.microsAt(99);
        add(subject, "open_rate", steady.latency.count() / steady.seconds);
        add(subject, "open_errors", steady.errors);
        add(subject, "open_p50_us", p50);
        add(subject, "open_p99_us", p99);
        add(subject, "open_added_p50_us", p50 - direct.microsAt(50));
        add(subject, "open_added_p99_us", p99 - direct.microsAt(99));
        add(subject, "open_cpu_s_per_10k", steady.cpu / steady.latency.count() * 10_000);
    }

    /** What the slices of one subject add up to. */
    private static final class Steady {
        private final Samples latency = new Samples();
        private double cpu;
        private double seconds;
        private int errors;

        void slice(Subject subject, Duration whole) throws IOException, InterruptedException {
            subject.settle();
            Target target = subject.target();
            byte[] request = target.chat(BODY_BYTES);
            double before = subject.cpuSeconds();
            OpenLoop.Result result =
                    OpenLoop.run(
                            target.port(), request, CONNECTIONS, RATE, whole.dividedBy(SLICES));
            cpu += subject.cpuSeconds() - before;
            latency.addAll(result.latency());
            seconds += result.seconds();
            errors += result.errors();
        }
    }

    private void closed(Subject subject) throws IOException, InterruptedException {
        subject.settle();
        Target target = subject.target();
        Optional<Map<String, Double>> threads = subject.tree().map(ProcTree::threadSeconds);
        double cpu = subject.cpuSeconds();
        ClosedLoop.Result result =
                ClosedLoop.run(target.port(), target.chat(BODY_BYTES), CONNECTIONS, plan.closed());
        cpu = subject.cpuSeconds() - cpu;
        double per10k = 10_000.0 / result.requests();
        add(subject, "closed_rps", result.perSecond());
        add(subject, "closed_errors", result.errors());
        add(subject, "closed_p50_us", result.latency().microsAt(50));
        add(subject, "closed_p99_us", result.latency().microsAt(99));
        add(subject, "closed_cpu_s_per_10k", cpu * per10k);
        threads.ifPresent(before -> threads(subject, before, per10k));
    }

    private void threads(Subject subject, Map<String, Double> before, double per10k) {
        Map<String, Double> after = subject.tree().orElseThrow().threadSeconds();
        after.forEach((kind, seconds) ->
                add(
                        subject,
                        "closed_" + kind + "_cpu_s_per_10k",
                        (seconds - before.get(kind)) * per10k));
    }

    private void big(Subject subject) throws IOException, InterruptedException {
        subject.settle();
        Target target = subject.target();
        double cpu = subject.cpuSeconds();
        ClosedLoop.Result result =
                ClosedLoop.run(
                        target.port(), target.chat(BIG_BODY_BYTES), BIG_CONNECTIONS, plan.big());
        cpu = subject.cpuSeconds() - cpu;
        add(subject, "big_rps", result.perSecond());
        add(subject, "big_errors", result.errors());
        add(subject, "big_p50_us", result.latency().microsAt(50));
        add(subject, "big_cpu_ms", cpu * 1000 / result.requests());
    }

    private void streams(Subject subject) throws IOException, InterruptedException {
        subject.settle();
        double cpu = subject.cpuSeconds();
        Streams.Result result = Streams.run(subject.target(), plan.streams());
        cpu = subject.cpuSeconds() - cpu;
        add(subject, "stream_cut", result.cut());
        add(subject, "stream_late", result.late());
        add(subject, "stream_transit_p50_us", result.transit().microsAt(50));
        add(subject, "stream_transit_p99_us", result.transit().microsAt(99));
        add(subject, "stream_first_p50_us", result.first().microsAt(50));
        add(subject, "stream_first_p99_us", result.first().microsAt(99));
        add(subject, "stream_cpu_us_per_chunk", cpu * 1e6 / result.chunks());
    }

    /** Memory of a server that has nothing to do any more. */
    void rest(Subject subject) throws InterruptedException {
        subject.settle();
        double rss = subject.tree().map(ProcTree::rssMib).orElse(Double.NaN);
        add(subject, "rss_load_mib", rss);
    }

    private void add(Subject subject, String metric, double value) {
        measures.add(subject.name(), metric, value);
    }
}

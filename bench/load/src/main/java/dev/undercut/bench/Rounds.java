package dev.undercut.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The measurements, in rounds that go through all subjects, so that a slow minute hits each alike. */
final class Rounds {
    private static final int CONNECTIONS = 64;
    private static final int BODY_BYTES = 1024;
    private static final int BIG_CONNECTIONS = 4;
    private static final int BIG_BODY_BYTES = 1024 * 1024;
    private static final int RATE = 500;

    /** How long each part takes. */
    record Plan(
            int rounds,
            int starts,
            Duration warmUp,
            Duration closed,
            Duration open,
            Duration big,
            Streams.Shape streams) {
        static final Plan FULL =
                new Plan(
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
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(2),
                        new Streams.Shape(1000, 60, 50));
    }

    private final Plan plan;
    private final Measures measures;
    private double directP50;
    private double directP99;

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
        ClosedLoop.run(target.port(), target.chat(BODY_BYTES), CONNECTIONS, plan.warmUp());
        Duration half = plan.big().dividedBy(2);
        ClosedLoop.run(target.port(), target.chat(BIG_BODY_BYTES), BIG_CONNECTIONS, half);
        Streams.run(target, new Streams.Shape(200, 20, 50));
    }

    /** One round over all subjects; the first is the one that added latency is counted from. */
    void run(List<Subject> subjects) throws IOException, InterruptedException {
        for (Subject subject : subjects) {
            open(subject, subject == subjects.getFirst());
        }
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

    private void open(Subject subject, boolean first) throws IOException, InterruptedException {
        subject.settle();
        Target target = subject.target();
        double cpu = subject.cpuSeconds();
        OpenLoop.Result result =
                OpenLoop.run(
                        target.port(), target.chat(BODY_BYTES), CONNECTIONS, RATE, plan.open());
        cpu = subject.cpuSeconds() - cpu;
        double p50 = result.latency().microsAt(50);
        double p99 = result.latency().microsAt(99);
        directP50 = first ? p50 : directP50;
        directP99 = first ? p99 : directP99;
        add(subject, "open_rate", result.requests() / result.seconds());
        add(subject, "open_errors", result.errors());
        add(subject, "open_p50_us", p50);
        add(subject, "open_p99_us", p99);
        add(subject, "open_added_p50_us", p50 - directP50);
        add(subject, "open_added_p99_us", p99 - directP99);
        add(subject, "open_cpu_s_per_10k", cpu / result.requests() * 10_000);
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
        after.forEach(
                (kind, seconds) ->
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

package dev.undercut.bench;

import java.util.List;
import java.util.Locale;

/** The comparison as Markdown: one row a number, one column a subject, then the targets. */
record Report(Measures measures, List<String> subjects, String setting) {
    private static final String OURS = "Undercut";
    private static final String FLOOR = "nginx";
    private static final String RIVAL = "Portkey";

    private record Row(String label, String metric, int decimals, double scale) {}

    private static final List<Row> ROWS =
            List.of(
                    new Row("CPU per 10,000 requests, saturated (s)", "closed_cpu_s_per_10k", 2, 1),
                    new Row("Requests a second, 64 connections", "closed_rps", 0, 1),
                    new Row("Latency p50, saturated (ms)", "closed_p50_us", 2, 1e-3),
                    new Row("Latency p99, saturated (ms)", "closed_p99_us", 2, 1e-3),
                    new Row("Latency p50 at 500/s (ms)", "open_p50_us", 3, 1e-3),
                    new Row("Latency p99 at 500/s (ms)", "open_p99_us", 3, 1e-3),
                    new Row("Added p50 at 500/s (ms)", "open_added_p50_us", 3, 1e-3),
                    new Row("Added p99 at 500/s (ms)", "open_added_p99_us", 3, 1e-3),
                    new Row("CPU per 10,000 requests at 500/s (s)", "open_cpu_s_per_10k", 2, 1),
                    new Row("1,000 paced streams: cut", "stream_cut", 0, 1),
                    new Row("1,000 paced streams: late", "stream_late", 0, 1),
                    new Row("First chunk p50 (ms)", "stream_first_p50_us", 2, 1e-3),
                    new Row("First chunk p99 (ms)", "stream_first_p99_us", 2, 1e-3),
                    new Row("Chunk transit p50 (ms)", "stream_transit_p50_us", 2, 1e-3),
                    new Row("Chunk transit p99 (ms)", "stream_transit_p99_us", 2, 1e-3),
                    new Row("CPU per streamed chunk (us)", "stream_cpu_us_per_chunk", 1, 1),
                    new Row("CPU per 1 MB request (ms)", "big_cpu_ms", 2, 1),
                    new Row("1 MB requests a second, 4 connections", "big_rps", 0, 1),
                    new Row("Start to first answer (s)", "first_answer_s", 2, 1),
                    new Row("RSS after start (MiB)", "rss_start_mib", 0, 1),
                    new Row("RSS at rest after the load (MiB)", "rss_load_mib", 0, 1),
                    new Row("Errors under load", "closed_errors", 0, 1));

    private record Goal(String label, double measured, double limit, boolean atMost) {
        boolean met() {
            return atMost ? measured <= limit : measured >= limit;
        }
    }

    String markdown() {
        StringBuilder out = new StringBuilder("# Results\n\n");
        out.append(
                "Written by `bench/run.sh`; see [README.md](README.md) for what each number"
                    + " means.\n\n");
        out.append(setting).append("\n\n");
        comparison(out);
        if (measures.has(OURS)) {
            goals(out);
            threads(out);
        }
        if (!measures.notes().isEmpty()) {
            out.append("\n## Notes\n\n");
            measures.notes().forEach(note -> out.append("- ").append(note).append('\n'));
        }
        return out.toString();
    }

    private void comparison(StringBuilder out) {
        out.append("## Comparison\n\n| |");
        subjects.forEach(subject -> out.append(' ').append(subject).append(" |"));
        boolean ratios = measures.has(OURS);
        out.append(ratios ? " Undercut / nginx | Undercut / Portkey |\n" : "\n").append("|---|");
        out.append("---:|".repeat(subjects.size() + (ratios ? 2 : 0))).append('\n');
        for (Row row : ROWS) {
            out.append("| ").append(row.label).append(" |");
            for (String subject : subjects) {
                double value = measures.median(subject, row.metric) * row.scale;
                out.append(' ').append(number(value, row.decimals)).append(" |");
            }
            if (ratios) {
                out.append(ratio(row, FLOOR)).append(ratio(row, RIVAL));
            }
            out.append('\n');
        }
    }

    private String ratio(Row row, String other) {
        return " " + number(measures.ratio(OURS, other, row.metric), 3) + " |";
    }

    private void goals(StringBuilder out) {
        out.append("\n## Targets\n\n| target | limit | measured | met |\n|---|---:|---:|---|\n");
        for (Goal goal : goalList()) {
            String bound = goal.atMost ? "<= " : ">= ";
            out.append("| ").append(goal.label).append(" | ").append(bound);
            out.append(number(goal.limit, 2)).append(" | ").append(number(goal.measured, 2));
            String verdict = goal.met() ? "yes" : "**no**";
            out.append(" | ").append(Double.isFinite(goal.measured) ? verdict : "?").append(" |\n");
        }
    }

    private List<Goal> goalList() {
        double lost = ours("stream_cut") + ours("stream_late");
        return List.of(
                new Goal(
                        "CPU per request / nginx's",
                        over(FLOOR, "closed_cpu_s_per_10k"),
                        3.5,
                        true),
                new Goal("the same, stretch", over(FLOOR, "closed_cpu_s_per_10k"), 2.5, true),
                new Goal("throughput / Portkey's", over(RIVAL, "closed_rps"), 8, false),
                new Goal(
                        "CPU per request / Portkey's",
                        over(RIVAL, "closed_cpu_s_per_10k"),
                        0.1,
                        true),
                new Goal("added p50 at 500/s (ms)", ours("open_added_p50_us") / 1000, 1, true),
                new Goal("added p99 at 500/s (ms)", ours("open_added_p99_us") / 1000, 5, true),
                new Goal("streams lost of 1,000", lost, 0, true),
                new Goal("start to first answer (s)", ours("first_answer_s"), 1.5, true),
                new Goal("idle RSS after start (MiB)", ours("rss_start_mib"), 150, true));
    }

    private double ours(String metric) {
        return measures.median(OURS, metric);
    }

    private double over(String other, String metric) {
        return measures.ratio(OURS, other, metric);
    }

    private void threads(StringBuilder out) {
        out.append("\n## Undercut's CPU by thread, saturated (s per 10,000 requests)\n\n");
        out.append("| app | JIT | GC |\n|---:|---:|---:|\n|");
        for (String kind : List.of("app", "jit", "gc")) {
            out.append(' ')
                    .append(number(ours("closed_" + kind + "_cpu_s_per_10k"), 2))
                    .append(" |");
        }
        out.append('\n');
    }

    private static String number(double value, int decimals) {
        return Double.isFinite(value)
                ? String.format(Locale.ROOT, "%,." + decimals + "f", value)
                : "-";
    }
}

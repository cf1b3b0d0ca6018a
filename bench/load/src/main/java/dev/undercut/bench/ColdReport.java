package dev.undercut.bench;

import java.util.List;
import java.util.Locale;

/** What cold processes took, as Markdown: a row a command, then the targets. */
record ColdReport(Measures measures, List<String> names) {
    private record Goal(String label, String subject, String metric, double limit) {}

    private static final List<Goal> GOALS =
            List.of(
                    new Goal("`market index` (s)", "market index", "s", 1.5),
                    new Goal("import of a 5 MB feed (s)", "feed import litellm", "s", 2),
                    new Goal("the whole book at a start (ms)", ColdRuns.BOOK, "ms", 300));

    String markdown(String setting) {
        StringBuilder out = new StringBuilder("# The market from cold processes\n\n");
        out.append("Written by `bench/market.sh`; see [README.md](README.md).\n\n");
        out.append(setting).append("\n\n");
        out.append("| command | seconds | CPU seconds | seconds / `undercut --version` |\n");
        out.append("|---|---:|---:|---:|\n");
        for (String name : names) {
            out.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            name,
                            number(measures.median(name, "s")),
                            number(measures.median(name, "cpu_s")),
                            number(measures.ratio(name, ColdRuns.FLOOR, "s"))));
        }
        out.append("\n## Targets\n\n| target | limit | measured | met |\n|---|---:|---:|---|\n");
        for (Goal goal : GOALS) {
            double measured = measures.median(goal.subject, goal.metric);
            out.append("| %s | <= %s | %s | %s |\n"
                    .formatted(
                            goal.label,
                            number(goal.limit),
                            number(measured),
                            measured <= goal.limit ? "yes" : "**no**"));
        }
        return out.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}

package dev.undercut.app.compute;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands over a folder of recordings share: where they write, and how tables look. */
final class Printed {
    private static final String GAP = "  ";

    private final CommandLine line;

    Printed(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("used outside a command");
        }
        this.line = spec.commandLine();
    }

    PrintWriter out() {
        return line.getOut();
    }

    /** Says what is wrong with the arguments. */
    int misused(String message) {
        line.getErr().println("undercut: " + message);
        return CommandLine.ExitCode.USAGE;
    }

    /** What is wrong with a folder, or null. */
    static @Nullable String fault(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return "no such directory: " + folder;
        }
        if (!Files.isDirectory(folder)) {
            return "not a directory: " + folder;
        }
        try (var files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".samples.csv"))
                    ? null
                    : "no recorded samples (*.samples.csv) in " + folder;
        }
    }

    /**
     * Rows in columns; those of which each cell is a number stand to the right.
     *
     * @param rows the first is the head
     */
    static String table(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (int i = 0; i < columns; i++) {
            int at = i;
            widths[i] = rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
            numbers[i] = rows.stream().skip(1).allMatch(row -> row.get(at).matches("[$0-9.e%-]*"));
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String pad = " ".repeat(widths[i] - row.get(i).length());
                out.append(i == 0 ? "" : GAP)
                        .append(numbers[i] ? pad + row.get(i) : row.get(i) + pad);
            }
            text.append(out.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** RFC 4180, the first row being the head. */
    static String csv(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>();
            for (String cell : row) {
                boolean plain = cell.indexOf(',') < 0 && cell.indexOf('"') < 0;
                cells.add(plain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
            }
            text.append(String.join(",", cells)).append("\r\n");
        }
        return text.toString();
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    static String usd(double amount) {
        return String.format(Locale.ROOT, "$%.5f", amount);
    }
}

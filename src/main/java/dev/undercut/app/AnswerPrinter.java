package dev.undercut.app;

import dev.undercut.web.answer.AnswerTable;
import dev.undercut.web.answer.Drawing;
import dev.undercut.web.answer.Reply;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** An answer at the command line: a table with its plot and notes, or one document. */
final class AnswerPrinter {
    private AnswerPrinter() {}

    /**
     * Prints it.
     *
     * @return the exit code: 0, 1 when there is no such thing, 2 when it was asked wrongly
     */
    static int print(Setup setup, Reply reply, boolean json, boolean csv) {
        return switch (reply) {
            case Reply.Found(AnswerTable table) -> {
                print(setup, table, json, csv);
                yield CommandLine.ExitCode.OK;
            }
            case Reply.Refused(boolean unknown, String message) -> {
                setup.err().println("undercut: " + message);
                yield unknown ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.USAGE;
            }
        };
    }

    private static void print(Setup setup, AnswerTable table, boolean json, boolean csv) {
        PrintWriter out = setup.out();
        if (json) {
            out.println(table.json());
        } else if (csv) {
            out.print(table.csv());
        } else {
            int width = isTerminal() ? width(setup) : 0;
            Drawing plot = table.plot();
            String drawn = plot == null || width == 0 ? "" : plot.draw(width);
            if (!drawn.isEmpty()) {
                out.println(drawn);
            }
            out.print(table.text(width));
            table.notes(width).forEach(out::println);
        }
        out.flush();
    }

    /** The columns of the terminal; picocli, which knows of Windows too, takes none below 55. */
    private static int width(Setup setup) {
        try {
            Process stty =
                    new ProcessBuilder("/bin/sh", "-c", "stty size </dev/tty 2>/dev/null").start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int columns = Integer.parseInt(size.strip().replaceFirst("^[0-9]+ ", ""));
            if (columns > 0) {
                return columns;
            }
        } catch (IOException | NumberFormatException e) {
            // no such shell, or no terminal that knows its size
        }
        return setup.line().getCommandSpec().usageMessage().autoWidth(true).width();
    }

    @SuppressWarnings("SystemConsoleNull") // null when nobody types, also after JDK 22
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}

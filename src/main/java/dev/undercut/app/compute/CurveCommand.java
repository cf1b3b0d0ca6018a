package dev.undercut.app.compute;

import dev.undercut.compute.replay.Curve;
import dev.undercut.compute.replay.Price;
import dev.undercut.compute.replay.Recordings;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code undercut compute curve}. */
@Command(
        name = "curve",
        description =
                "Accuracy against dollars of sampling, voting, tree and MCTS on recorded samples.",
        mixinStandardHelpOptions = true)
final class CurveCommand implements Callable<Integer> {
    private static final int FEWEST = 100;
    private static final int MOST = 100_000;

    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Where the *.samples.csv are.")
    Path folder = Path.of(".");

    @Option(
            names = "--price-in",
            paramLabel = "USD",
            description = "For a million tokens of a prompt (default: 30, GPT-4's in 2023).")
    double input = Price.GPT_4.input();

    @Option(
            names = "--price-out",
            paramLabel = "USD",
            description = "For a million tokens of an answer (default: 60).")
    double output = Price.GPT_4.output();

    @Option(names = "--seed", paramLabel = "N", description = "Of the intervals (default: 1).")
    long seed = 1;

    @Option(
            names = "--resamples",
            paramLabel = "N",
            description = "Of the bootstrap (default: 1000).")
    int resamples = 1000;

    @Option(names = "--json", description = "One JSON document and nothing else.")
    boolean json;

    @Option(names = "--csv", description = "The points of the curves as CSV and nothing else.")
    boolean csv;

    @Override
    public Integer call() throws IOException {
        Printed printed = new Printed(spec);
        String fault = fault();
        if (fault != null) {
            return printed.misused(fault);
        }
        Curve curve =
                Curve.of(
                        new Recordings(folder),
                        new Curve.Terms(new Price(input, output), resamples, seed));
        PrintWriter out = printed.out();
        if (json) {
            out.println(CurveViews.json(curve));
        } else if (csv) {
            out.print(Printed.csv(CurveViews.points(curve)));
        } else {
            if (isTerminal()) {
                out.print(CurveViews.plots(curve));
            }
            out.print(CurveViews.text(curve));
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private @Nullable String fault() throws IOException {
        if (json && csv) {
            return "--json or --csv, not both";
        }
        if (!(input >= 0 && output >= 0 && input + output > 0 && input + output < 1e6)) {
            return "--price-in and --price-out: expected 0 or more, and not both 0";
        }
        if (resamples < FEWEST || resamples > MOST) {
            return "--resamples: expected %d to %d, got %d".formatted(FEWEST, MOST, resamples);
        }
        return Printed.fault(folder);
    }

    @SuppressWarnings("SystemConsoleNull") // null when nobody types, also after JDK 22
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}

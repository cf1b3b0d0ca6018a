package dev.undercut.app.compute;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code undercut compute}: several calls for one answer. */
@Command(
        name = "compute",
        description = "Spend several calls on one answer, and see what that is worth.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            EstimateCommand.class,
            ResumeCommand.class,
            DemoCommand.class,
            ReplayCommand.class,
            CurveCommand.class
        })
public final class ComputeCommand implements Callable<Integer> {
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getErr());
        }
        return CommandLine.ExitCode.USAGE;
    }
}

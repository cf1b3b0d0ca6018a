package dev.undercut.app;

import dev.undercut.app.compute.ComputeCommand;
import dev.undercut.market.data.MarketFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code undercut}: names the commands, and what their failures look like. */
@Command(
        name = "undercut",
        description = "Never pay yesterday's price for intelligence.",
        mixinStandardHelpOptions = true,
        versionProvider = UndercutCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "With no provider key set, the sandbox answers with simulated models:",
            "  undercut serve",
            "  undercut ask -m undercut/20 \"What is 17*23?\"",
        })
final class UndercutCommand implements Callable<Integer> {
    /** Writes a script about all the others, so it needs to see them. */
    private static final String COMPLETION = "generate-completion";

    /** In the order in which they are listed. */
    private static final List<String> COMMANDS =
            List.of(
                    "serve",
                    "ask",
                    "models",
                    "market",
                    "economics",
                    "route",
                    "compute",
                    "feed",
                    "ledger",
                    "key",
                    "train",
                    COMPLETION);

    /** Those that cannot do without the market. */
    private static final Set<String> OF_THE_MARKET =
            Set.of("serve", "ask", "models", "market", "economics", "route");

    @Spec @Nullable CommandSpec spec;

    private static Object command(String name) {
        return switch (name) {
            case "serve" -> new ServeCommand();
            case "ask" -> new AskCommand();
            case "models" -> new ModelsCommand();
            case "market" -> MarketCommand.line();
            case "economics" -> EconomicsCommand.line();
            case "route" -> new RouteCommand();
            case "compute" -> new ComputeCommand();
            case "feed" -> new FeedCommand();
            case "ledger" -> new LedgerCommand();
            case "key" -> new KeyCommand();
            case "train" -> new TrainCommand();
            case COMPLETION -> new AutoComplete.GenerateCompletion();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** The command line with all commands. */
    static CommandLine commandLine() {
        return commandLine("");
    }

    /**
     * The command line, ready to run: exit 0 done, 1 failed, 2 wrong usage or configuration.
     *
     * @param wanted the command that will run: the others are not even looked at, which saves a
     *     tenth of a second; all are there when this is none of them
     */
    static CommandLine commandLine(String wanted) {
        // Reading it takes as long as looking at the command does: both at the same time.
        CompletableFuture<MarketFacts> market =
                OF_THE_MARKET.contains(wanted)
                        ? CompletableFuture.supplyAsync(MarketFacts::load)
                        : null;
        boolean all = wanted.equals(COMPLETION) || !COMMANDS.contains(wanted);
        CommandLine line = new CommandLine(new UndercutCommand());
        for (String name : COMMANDS) {
            if (all || name.equals(wanted)) {
                line.addSubcommand(name, command(name));
            }
        }
        if (market != null) {
            hand(market, line);
        }
        CommandLine.IParameterExceptionHandler usual = line.getParameterExceptionHandler();
        line.setParameterExceptionHandler((e, args) -> usage(e, args, usual));
        line.setExecutionExceptionHandler((e, command, result) -> failure(e, command));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    private static void hand(CompletableFuture<MarketFacts> market, CommandLine line) {
        for (CommandSpec mixin : line.getCommandSpec().mixins().values()) {
            if (mixin.userObject() instanceof Setup setup) {
                setup.expect(market);
            }
        }
        line.getSubcommands().values().forEach(command -> hand(market, command));
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getErr());
        }
        return CommandLine.ExitCode.USAGE;
    }

    private static int usage(
            CommandLine.ParameterException e,
            String[] args,
            CommandLine.IParameterExceptionHandler usual)
            throws Exception {
        if (e instanceof Setup.UsageException) {
            e.getCommandLine().getErr().println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        return usual.handleParseException(e, args);
    }

    /** Expected failures say what happened; a mistake of ours says where. */
    private static int failure(Exception e, CommandLine command) {
        if (e instanceof IOException
                || e instanceof UncheckedIOException
                || e instanceof IllegalArgumentException) {
            command.getErr().println("undercut: " + e.getMessage());
        } else {
            StackTraceElement[] at = e.getStackTrace();
            command.getErr()
                    .println(
                            "undercut: internal error: "
                                    + e
                                    + (at.length > 0 ? " at " + at[0] : ""));
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = UndercutCommand.class.getPackage().getImplementationVersion();
            return new String[] {"undercut " + (version == null ? "(unpacked)" : version)};
        }
    }
}

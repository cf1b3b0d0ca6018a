package dev.undercut.app;

import dev.undercut.app.answers.MarketSources;
import dev.undercut.app.config.Config;
import dev.undercut.market.PriceHistory;
import dev.undercut.market.data.MarketFacts;
import dev.undercut.web.market.MarketDesk;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code undercut market}: the observatory. */
@Command(
        name = "market",
        description = "What quality costs, cost and will cost; who leads and who undercuts whom.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class MarketCommand implements Callable<Integer> {
    private static final Map<String, String> MEANINGS =
            Map.ofEntries(
                    Map.entry("offers", "All offers of a day, the most capable first."),
                    Map.entry("history", "All prices of a MODEL."),
                    Map.entry("index", "The price of constant quality, its trend and forecast."),
                    Map.entry("frontier", "The offers that nothing beats on price and capability."),
                    Map.entry("race", "Who was best when, and how long it took the others."),
                    Map.entry(
                            "clock",
                            "How long open weights, or a --vendor, take to reach each leader."),
                    Map.entry("gap", "The leader's price against the cheapest at its level."),
                    Map.entry(
                            "undercuts",
                            "Who undercuts whom since when; or a MODEL --against another."),
                    Map.entry("position", "A MODEL's price against the trend of its class."),
                    Map.entry("spread", "What the same MODEL costs at its sellers; or all models."),
                    Map.entry("claims", "What people say about prices, and whether it is so."));

    @CommandLine.Spec @Nullable CommandSpec spec;

    /** The command with one subcommand for each analysis. */
    static CommandLine line() {
        CommandLine line = new CommandLine(new MarketCommand());
        for (String name : MarketDesk.names()) {
            CommandLine analysis = new CommandLine(new Analysis(name));
            analysis.getCommandSpec().usageMessage().description(MEANINGS.getOrDefault(name, ""));
            hide(analysis.getCommandSpec(), name);
            line.addSubcommand(name, analysis);
        }
        return line;
    }

    /**
     * Its help shows what it takes. The others are read all the same: the desk, which answers every
     * door, refuses them and says who takes them.
     */
    private static void hide(CommandSpec spec, String analysis) {
        Set<String> others = new HashSet<>(MarketDesk.parameters());
        others.removeAll(MarketDesk.parameters(analysis));
        for (OptionSpec option : List.copyOf(spec.options())) {
            if (others.contains(option.longestName().replaceFirst("^--", ""))) {
                spec.remove(option);
                spec.addOption(OptionSpec.builder(option).hidden(true).build());
            }
        }
        if (others.contains("model")) {
            for (PositionalParamSpec model : List.copyOf(spec.positionalParameters())) {
                spec.remove(model);
                spec.addPositional(PositionalParamSpec.builder(model).hidden(true).build());
            }
        }
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getErr());
        }
        return CommandLine.ExitCode.USAGE;
    }

    /** One analysis. */
    @Command(mixinStandardHelpOptions = true)
    static final class Analysis implements Callable<Integer> {
        private final String name;

        @Mixin Setup setup = new Setup();

        @Parameters(arity = "0..1", paramLabel = "MODEL", description = "A model's id or alias.")
        @Nullable String model;

        @Option(names = "--at", paramLabel = "DATE", description = "As of that day (UTC).")
        @Nullable String at;

        @Option(
                names = "--known-on",
                paramLabel = "DATE",
                description = "With what was known on that day and no more.")
        @Nullable String knownOn;

        @Option(
                names = "--ratio",
                paramLabel = "IN:OUT",
                description = "Parts of input and output in a blended price (default: 3:1).")
        @Nullable String ratio;

        @Option(
                names = "--benchmark",
                paramLabel = "NAME",
                description = "What quality is measured by (default: ci).")
        @Nullable String benchmark;

        @Option(
                names = "--threshold",
                paramLabel = "X",
                description = "The quality held constant: a number or a model (default: gpt-4).")
        @Nullable String threshold;

        @Option(
                names = "--method",
                paramLabel = "NAME",
                description = "constant-quality (default), epoch or a16z.")
        @Nullable String method;

        @Option(
                names = "--axis",
                paramLabel = "NAME",
                description = "capability (default), context or speed (as measured here).")
        @Nullable String axis;

        @Option(names = "--vendor", paramLabel = "NAME", description = "Only that maker.")
        @Nullable String vendor;

        @Option(
                names = "--open-weights",
                paramLabel = "yes|no",
                description = "Only open, or only closed models.")
        @Nullable String openWeights;

        @Option(
                names = "--reasoning",
                paramLabel = "yes|no",
                description = "Only models that reason by default, or only those that do not.")
        @Nullable String reasoning;

        @Option(
                names = "--against",
                paramLabel = "MODEL",
                description = "Compare the prices of two models.")
        @Nullable String against;

        @Option(
                names = "--factor",
                paramLabel = "X",
                description = "How many times cheaper (default: 2).")
        @Nullable String factor;

        @Option(names = "--json", description = "One JSON document and nothing else.")
        boolean json;

        @Option(names = "--csv", description = "The rows as CSV and nothing else.")
        boolean csv;

        Analysis(String name) {
            this.name = name;
        }

        @Override
        public Integer call() throws IOException {
            if (json && csv) {
                throw new Setup.UsageException(setup.line(), "--json or --csv, not both");
            }
            CompletableFuture<MarketFacts> shipped = setup.market();
            Config config = setup.config();
            PriceHistory history =
                    Wiring.history(
                            shipped, config, line -> setup.err().println("warning: " + line));
            MarketDesk desk =
                    new MarketDesk(
                            new MarketSources(() -> history),
                            new MeasuredSpeeds(Wiring.speeds(config)),
                            Clock.systemUTC());
            return AnswerPrinter.print(setup, desk.answer(name, given()), json, csv);
        }

        private Map<String, String> given() {
            Map<String, String> given = new HashMap<>();
            put(given, "model", model);
            put(given, "at", at);
            put(given, "known-on", knownOn);
            put(given, "ratio", ratio);
            put(given, "benchmark", benchmark);
            put(given, "threshold", threshold);
            put(given, "method", method);
            put(given, "axis", axis);
            put(given, "vendor", vendor);
            put(given, "open-weights", openWeights);
            put(given, "reasoning", reasoning);
            put(given, "against", against);
            put(given, "factor", factor);
            return given;
        }

        private static void put(Map<String, String> given, String name, @Nullable String value) {
            if (value != null) {
                given.put(name, value);
            }
        }
    }
}

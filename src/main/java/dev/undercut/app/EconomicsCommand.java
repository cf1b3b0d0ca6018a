package dev.undercut.app;

import dev.undercut.app.answers.MarketSources;
import dev.undercut.app.config.Config;
import dev.undercut.economics.data.EconomicsFiles;
import dev.undercut.economics.facts.EconomicsFacts;
import dev.undercut.economics.facts.InputSpec;
import dev.undercut.economics.scenario.Bill;
import dev.undercut.ledger.Ledger;
import dev.undercut.market.PriceHistory;
import dev.undercut.market.data.MarketFacts;
import dev.undercut.store.sqlite.SqliteDatabase;
import dev.undercut.web.economics.Bills;
import dev.undercut.web.economics.EconomicsDesk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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

/** {@code undercut economics}: what serving costs and when it pays. Every input is an option. */
@Command(
        name = "economics",
        description =
                "What serving costs, when a plan pays, what a solved task costs. Training cost is"
                        + " out of scope.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class EconomicsCommand implements Callable<Integer> {
    private static final Duration LEDGER_PATIENCE = Duration.ofSeconds(5);
    private static final Map<String, String> MEANINGS =
            Map.of(
                    "serving", "What a million tokens cost to serve, beside what they sell for.",
                    "plan", "A flat plan: what it earns, with whom it loses, and its fair cap.",
                    "profit-date", "When a plan stops losing money on its users.",
                    "task", "What a solved task costs by ways of trying more than once.",
                    "margin", "What providers and the products on top of them keep.",
                    "fleet", "Whether there is enough compute for that.",
                    "scenario", "What an event on the market does to plans, bills and tasks.");

    @CommandLine.Spec @Nullable CommandSpec spec;

    /** The command with one subcommand for each analysis. */
    static CommandLine line() {
        EconomicsFacts facts = EconomicsFiles.load();
        CommandLine line = new CommandLine(new EconomicsCommand());
        for (String name : EconomicsDesk.names()) {
            CommandLine analysis = new CommandLine(new Analysis(name, facts));
            CommandSpec spec = analysis.getCommandSpec();
            spec.usageMessage().description(MEANINGS.getOrDefault(name, ""));
            facts.inputs(name).forEach(input -> spec.addOption(option(input)));
            if (name.equals("scenario")) {
                spec.addPositional(scenario());
            }
            line.addSubcommand(name, analysis);
        }
        return line;
    }

    private static OptionSpec option(InputSpec input) {
        return OptionSpec.builder("--" + input.name())
                .type(String.class)
                .arity("1")
                .paramLabel(input.isText() ? "NAME" : "X")
                .description(description(input).replace("%", "%%"))
                .build();
    }

    private static String description(InputSpec input) {
        StringBuilder text = new StringBuilder(input.meaning());
        if (!input.isText()) {
            text.append("; ").append(input.unit()).append(", ").append(input.bounds().words());
        }
        if (input.standard() != null) {
            text.append(" (default: ").append(input.standard());
            if (input.isUncertain()) {
                text.append(", from ").append(input.low()).append(" to ").append(input.high());
            }
            text.append("; ").append(String.join(", ", input.sources())).append(')');
        }
        return text.append('.').toString();
    }

    private static PositionalParamSpec scenario() {
        return PositionalParamSpec.builder()
                .paramLabel("NAME")
                .arity("0..1")
                .type(String.class)
                .description("falling-prices, leader-matches, cheap-entrant or price-fall.")
                .build();
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getErr());
        }
        return CommandLine.ExitCode.USAGE;
    }

    /** One analysis. */
    @Command(
            mixinStandardHelpOptions = true,
            footer = {"", "A number may be a range, LOW..HIGH or LOW..MIDDLE..HIGH: --fall 5..50."})
    static final class Analysis implements Callable<Integer> {
        private final String name;
        private final EconomicsFacts facts;

        @Mixin Setup setup = new Setup();

        @Option(names = "--json", description = "One JSON document and nothing else.")
        boolean json;

        @Option(names = "--csv", description = "The figures as CSV and nothing else.")
        boolean csv;

        Analysis(String name, EconomicsFacts facts) {
            this.name = name;
            this.facts = facts;
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
            EconomicsDesk desk =
                    new EconomicsDesk(
                            () -> facts,
                            new MarketSources(() -> history),
                            (days, now) -> bill(config, days, now),
                            Clock.systemUTC());
            return AnswerPrinter.print(setup, desk.answer(name, given()), json, csv);
        }

        /** From the books, where there are any; none are made for it. */
        private static Bill bill(Config config, int days, Instant now) {
            if (!Files.exists(config.dataDir().resolve(SqliteDatabase.FILE))) {
                return Bills.NONE.last(days, now);
            }
            try (SqliteDatabase database = Wiring.database(config);
                    Ledger ledger = Wiring.ledger(database, LEDGER_PATIENCE)) {
                return Bills.of(ledger, days, now);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }

        private Map<String, String> given() {
            Map<String, String> given = new HashMap<>();
            CommandSpec own = setup.line().getCommandSpec();
            for (InputSpec input : facts.inputs(name)) {
                String value = own.findOption("--" + input.name()).getValue();
                if (value != null) {
                    given.put(input.name(), value);
                }
            }
            for (PositionalParamSpec positional : own.positionalParameters()) {
                String value = positional.getValue();
                if (value != null) {
                    given.put("name", value);
                }
            }
            return given;
        }
    }
}

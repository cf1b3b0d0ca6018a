package dev.undercut.app;

import dev.undercut.app.config.Config;
import dev.undercut.chat.Usage;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.money.Usd;
import dev.undercut.web.LedgerJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code undercut ledger}: the books. */
@Command(
        name = "ledger",
        description = "Look at the books.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = LedgerCommand.Show.class)
final class LedgerCommand {

    /** {@code undercut ledger show}. */
    @Command(
            name = "show",
            description = "Show the newest requests with cost and saving, and the sums of all.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

        @Mixin Setup setup = new Setup();

        @Option(
                names = {"-n", "--limit"},
                paramLabel = "N",
                defaultValue = "20",
                description = "How many requests (default: ${DEFAULT-VALUE}).")
        int limit = 20;

        @Option(names = "--json", description = "One JSON document and nothing else.")
        boolean json;

        @Override
        public Integer call() throws IOException {
            if (limit < 1) {
                throw new Setup.UsageException(setup.line(), "--limit: expected 1 or more");
            }
            Config config = setup.config();
            try (var database = Wiring.database(config);
                    Ledger ledger = Wiring.ledger(database, Duration.ofSeconds(5))) {
                List<LedgerEntry> entries = ledger.newest(limit);
                PrintWriter out = setup.out();
                if (json) {
                    out.println(
                            "{\"entries\":"
                                    + LedgerJson.entries(entries)
                                    + ",\"summary\":"
                                    + LedgerJson.summary(ledger.summary())
                                    + "}");
                } else {
                    table(out, entries);
                    sums(out, ledger.summary());
                }
                out.flush();
            }
            return CommandLine.ExitCode.OK;
        }

        private static void table(PrintWriter out, List<LedgerEntry> entries) {
            if (entries.isEmpty()) {
                return;
            }
            out.printf(
                    Locale.ROOT,
                    "%-19s  %-24s %-32s %8s %7s %16s %16s  %s%n",
                    "time (UTC)",
                    "asked for",
                    "answered by",
                    "in",
                    "out",
                    "cost",
                    "saved",
                    "outcome");
            for (LedgerEntry entry : entries) {
                Usage usage = entry.usage();
                String about = entry.usageBasis() == UsageBasis.ESTIMATED ? "~" : "";
                out.printf(
                        Locale.ROOT,
                        "%-19s  %-24s %-32s %8s %7s %16s %16s  %s%n",
                        TIME.format(entry.at()),
                        entry.requestedModel(),
                        entry.provider() == null ? "-" : entry.provider() + "/" + entry.model(),
                        usage == null ? "-" : about + usage.totalInput(),
                        usage == null ? "-" : about + usage.totalOutput(),
                        entry.provider() == null ? "-" : money(entry.cost()),
                        entry.provider() == null ? "-" : money(entry.saved()),
                        entry.outcomeText());
            }
            out.println();
        }

        private static void sums(PrintWriter out, Ledger.Summary summary) {
            out.println(
                    summary.requests()
                            + " requests · cost $"
                            + summary.cost().plain()
                            + (summary.unknownCosts() == 0
                                    ? ""
                                    : " and " + summary.unknownCosts() + " of unknown cost")
                            + " · at list price of what was named $"
                            + summary.baseline().plain()
                            + " · saved $"
                            + summary.saved().plain());
        }

        private static String money(@Nullable Usd amount) {
            return amount == null ? "unknown" : "$" + amount.plain();
        }
    }
}

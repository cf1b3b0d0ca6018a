package dev.undercut.app;

import dev.undercut.app.feeds.FeedJson;
import dev.undercut.app.feeds.FeedText;
import dev.undercut.market.PriceFact;
import dev.undercut.market.intake.HeldPrice;
import dev.undercut.store.sqlite.SqliteMarket;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code undercut feed quarantine}: prices that do not look right. */
@Command(
        name = "quarantine",
        description = "List prices that do not look right, with the reasons; accept or reject one.",
        mixinStandardHelpOptions = true,
        subcommands = {QuarantineCommand.Accept.class, QuarantineCommand.Reject.class})
final class QuarantineCommand implements Callable<Integer> {
    @Mixin Setup setup = new Setup();

    @Option(names = "--json", description = "One JSON document and nothing else.")
    boolean json;

    @Override
    public Integer call() throws IOException {
        return FeedCommand.withMarket(
                setup,
                market -> {
                    if (json) {
                        setup.out().println(FeedJson.quarantine(market.quarantine()));
                    } else {
                        new FeedText(setup.out()).quarantine(market.quarantine());
                    }
                });
    }

    /** {@code undercut feed quarantine accept}. */
    @Command(
            name = "accept",
            description = "Make a held price valid.",
            mixinStandardHelpOptions = true)
    static final class Accept implements Callable<Integer> {
        @Mixin Setup setup = new Setup();

        @Parameters(paramLabel = "ID", description = "As `feed quarantine` shows.")
        String id = "";

        @Override
        public Integer call() throws IOException {
            return judge(
                    setup,
                    market -> {
                        PriceFact fact = market.accept(id, today());
                        return "Accepted: %s/%s costs input %s, output %s from %s on."
                                .formatted(
                                        fact.provider(),
                                        fact.upstreamId(),
                                        fact.rates().input().plain(),
                                        fact.rates().output().plain(),
                                        fact.validFrom());
                    });
        }
    }

    /** {@code undercut feed quarantine reject}. */
    @Command(
            name = "reject",
            description = "Keep a held price out; the same price is not held again.",
            mixinStandardHelpOptions = true)
    static final class Reject implements Callable<Integer> {
        @Mixin Setup setup = new Setup();

        @Parameters(paramLabel = "ID", description = "As `feed quarantine` shows.")
        String id = "";

        @Override
        public Integer call() throws IOException {
            return judge(
                    setup,
                    market -> {
                        HeldPrice price = market.reject(id, today());
                        return "Rejected: %s/%s at %s."
                                .formatted(price.provider(), price.upstreamId(), price.stated());
                    });
        }
    }

    /** Gives a verdict and prints what came of it. */
    private static int judge(Setup setup, Function<SqliteMarket, String> verdict)
            throws IOException {
        return FeedCommand.withMarket(setup, market -> setup.out().println(verdict.apply(market)));
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}

package dev.undercut.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.app.config.Config;
import dev.undercut.app.feeds.FeedDesk;
import dev.undercut.app.feeds.FeedJson;
import dev.undercut.app.feeds.FeedText;
import dev.undercut.app.feeds.IndexChange;
import dev.undercut.app.feeds.Origin;
import dev.undercut.app.feeds.ProgressBar;
import dev.undercut.dialect.Json;
import dev.undercut.market.data.FeedNames;
import dev.undercut.market.feed.Feed;
import dev.undercut.market.feed.Manner;
import dev.undercut.market.feed.source.Feeds;
import dev.undercut.store.sqlite.SqliteDatabase;
import dev.undercut.store.sqlite.SqliteMarket;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code undercut feed}: prices and scores from outside. */
@Command(
        name = "feed",
        description = "Import prices and scores; look at what was held back.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            FeedCommand.Import.class,
            FeedCommand.Refit.class,
            FeedCommand.Kinds.class,
            FeedCommand.Status.class,
            QuarantineCommand.class
        })
final class FeedCommand {

    /** What is done with feeds, with a bar that shows how far it is. */
    private interface DeskWork {
        void at(FeedDesk desk, ProgressBar bar) throws IOException;
    }

    private static int atDesk(Setup setup, boolean quiet, DeskWork work) throws IOException {
        Config config = setup.config();
        ProgressBar bar =
                new ProgressBar(
                        setup.err(), !quiet && ProgressBar.isOnTerminal(), System::nanoTime);
        try (SqliteDatabase database = Wiring.database(config)) {
            work.at(Wiring.feedDesk(database, setup.directory(), config), bar);
            setup.out().flush();
        } finally {
            bar.end();
        }
        return CommandLine.ExitCode.OK;
    }

    /** Does something with the journal of the data directory. */
    static int withMarket(Setup setup, Consumer<SqliteMarket> work) throws IOException {
        try (SqliteDatabase database = Wiring.database(setup.config())) {
            work.accept(new SqliteMarket(database));
            setup.out().flush();
        }
        return CommandLine.ExitCode.OK;
    }

    /** {@code undercut feed import}. */
    @Command(
            name = "import",
            description = {
                "Read a feed and print what it changes: + new, ~ changed, - gone, ? quarantined.",
                "All of it is written or nothing; reading the same again changes nothing."
            },
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {
        private static final int LONGEST_NAME = 200;

        @Mixin Setup setup = new Setup();

        @Parameters(index = "0", paramLabel = "KIND", description = "As `feed list` shows.")
        String kind = "";

        @Parameters(
                index = "1",
                paramLabel = "FILE-or-URL",
                description = "A file, or an https address.")
        String from = "";

        @Option(names = "--dry-run", description = "Print the same and write nothing.")
        boolean dryRun;

        @Option(
                names = "--whole",
                description =
                        "Take it for all that the source lists, also when most of what it listed"
                                + " before is missing.")
        boolean whole;

        @Option(
                names = "--source",
                paramLabel = "NAME",
                description =
                        "Name of the source; a newer reading of a name replaces the older one"
                                + " (default: from the kind and the file's name).")
        @Nullable String source;

        @Option(
                names = "--internal",
                description = "Allow plain http and addresses of private networks.")
        boolean internal;

        @Option(names = "--json", description = "One JSON document and nothing else.")
        boolean json;

        @Override
        public Integer call() throws IOException {
            Feed feed = Feeds.find(kind).orElseThrow(() -> noKind(kind));
            Origin origin = Origin.parse(from, internal);
            String name = name(source == null ? feed.source(origin.name()) : source);
            return atDesk(
                    setup,
                    json,
                    (desk, bar) -> {
                        FeedDesk.Outcome outcome =
                                desk.read(feed, name, origin, new Manner(dryRun, whole), bar);
                        bar.end();
                        if (json) {
                            setup.out().println(FeedJson.outcome(feed.kind(), outcome, dryRun));
                        } else {
                            new FeedText(setup.out()).outcome(outcome, dryRun);
                        }
                    });
        }

        /** A source is cited, printed and typed. */
        private String name(String source) {
            if (source.isBlank()
                    || source.length() > LONGEST_NAME
                    || source.chars().anyMatch(Character::isISOControl)) {
                throw new Setup.UsageException(
                        setup.line(),
                        "no name for a source: '%s'; give one with --source"
                                .formatted(source.replaceAll("\\p{Cntrl}", "?")));
            }
            return source.strip();
        }

        private Setup.UsageException noKind(String wrong) {
            return new Setup.UsageException(
                    setup.line(),
                    "no kind of feed: "
                            + wrong
                            + "; there are "
                            + Feeds.all().stream()
                                    .map(Feed::kind)
                                    .collect(Collectors.joining(", ")));
        }
    }

    /** {@code undercut feed refit}. */
    @Command(
            name = "refit",
            description = {
                "Fit the capability index to the imported scores where that is missing: after an",
                "upgrade that brings another index, or when its files are lost."
            },
            mixinStandardHelpOptions = true)
    static final class Refit implements Callable<Integer> {
        @Mixin Setup setup = new Setup();

        @Option(names = "--json", description = "One JSON document and nothing else.")
        boolean json;

        @Override
        public Integer call() throws IOException {
            return atDesk(
                    setup,
                    json,
                    (desk, bar) -> {
                        IndexChange index = desk.refit(bar).orElse(null);
                        bar.end();
                        if (json) {
                            setup.out().println(FeedJson.index(index));
                        } else {
                            new FeedText(setup.out()).refit(index);
                        }
                    });
        }
    }

    /** {@code undercut feed list}. */
    @Command(
            name = "list",
            description = "The kinds of feed that can be read, and where they are published.",
            mixinStandardHelpOptions = true)
    static final class Kinds implements Callable<Integer> {
        @Mixin Setup setup = new Setup();

        @Option(names = "--json", description = "One JSON document and nothing else.")
        boolean json;

        @Override
        public Integer call() {
            Map<String, String> addresses = FeedNames.addresses();
            ArrayNode array = Json.MAPPER.createArrayNode();
            for (Feed feed : Feeds.all()) {
                String address = addresses.get(feed.kind());
                if (json) {
                    array.addObject()
                            .put("kind", feed.kind())
                            .put("description", feed.description())
                            .put("url", address);
                } else {
                    setup.out()
                            .printf(
                                    Locale.ROOT,
                                    "%-14s %s%s%n",
                                    feed.kind(),
                                    feed.description(),
                                    address == null ? "" : "\n" + " ".repeat(15) + address);
                }
            }
            if (json) {
                setup.out().println(array);
            }
            setup.out().flush();
            return CommandLine.ExitCode.OK;
        }
    }

    /** {@code undercut feed status}. */
    @Command(
            name = "status",
            description = "The sources that were read, and what waits in quarantine.",
            mixinStandardHelpOptions = true)
    static final class Status implements Callable<Integer> {
        @Mixin Setup setup = new Setup();

        @Option(names = "--json", description = "One JSON document and nothing else.")
        boolean json;

        /**
         * A source as it stands.
         *
         * @param prices how many prices its newest reading listed
         * @param waiting how many of its prices are in quarantine
         */
        private record Source(String name, Instant read, long prices, long waiting) {}

        @Override
        public Integer call() throws IOException {
            return withMarket(
                    setup,
                    market -> {
                        List<Source> sources = sources(market);
                        if (json) {
                            setup.out().println(json(sources));
                        } else {
                            print(sources);
                        }
                    });
        }

        private static List<Source> sources(SqliteMarket market) {
            return market.lastReadings().entrySet().stream()
                    .map(last ->
                            new Source(
                                    last.getKey(),
                                    last.getValue(),
                                    market.listed(last.getKey()).size(),
                                    waiting(market, last.getKey())))
                    .toList();
        }

        private static long waiting(SqliteMarket market, String source) {
            return market.quarantine().stream()
                    .filter(held -> held.source().equals(source))
                    .count();
        }

        private void print(List<Source> sources) {
            if (sources.isEmpty()) {
                setup.out()
                        .println(
                                "Nothing was imported; the book holds what came with the product.");
            }
            for (Source source : sources) {
                setup.out()
                        .printf(
                                Locale.ROOT,
                                "%-24s read %s  %d prices listed, %d in quarantine%n",
                                source.name,
                                source.read,
                                source.prices,
                                source.waiting);
            }
        }

        private static ArrayNode json(List<Source> sources) {
            ArrayNode array = Json.MAPPER.createArrayNode();
            for (Source source : sources) {
                ObjectNode each = array.addObject();
                each.put("source", source.name);
                each.put("read_at", source.read.toString());
                each.put("prices", source.prices);
                each.put("quarantined", source.waiting);
            }
            return array;
        }
    }
}

package dev.undercut.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.app.config.Config;
import dev.undercut.dialect.Json;
import dev.undercut.identity.KeyIdentity;
import dev.undercut.identity.NewKey;
import dev.undercut.identity.StoredKey;
import dev.undercut.store.sqlite.SqliteDatabase;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code undercut key}: who may call. */
@Command(
        name = "key",
        description = "Make, list and revoke API keys. With the first one, all calls need one.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {KeyCommand.Create.class, KeyCommand.Show.class, KeyCommand.Revoke.class})
final class KeyCommand {

    /** {@code undercut key create}. */
    @Command(
            name = "create",
            description = "Make a key. It is shown this once, alone on standard output.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        @Mixin Setup setup = new Setup();

        @Option(
                names = "--name",
                paramLabel = "NAME",
                required = true,
                description = "Whose it is or what it is for.")
        String name = "";

        @Override
        public Integer call() throws IOException {
            Config config = setup.config();
            try (SqliteDatabase database = Wiring.database(config)) {
                NewKey key = Wiring.keys(database, config).create(name);
                setup.out().println(key.secret());
                setup.err()
                        .println(
                                "Made "
                                        + key.identity().id()
                                        + " for "
                                        + key.identity().name()
                                        + ". Keep it: it cannot be shown again.");
                setup.out().flush();
                setup.err().flush();
            }
            return CommandLine.ExitCode.OK;
        }
    }

    /** {@code undercut key list}. */
    @Command(
            name = "list",
            description = "List all keys ever made.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin Setup setup = new Setup();

        @Option(names = "--json", description = "One JSON document and nothing else.")
        boolean json;

        @Override
        public Integer call() throws IOException {
            Config config = setup.config();
            try (SqliteDatabase database = Wiring.database(config)) {
                List<StoredKey> all = Wiring.keys(database, config).list();
                if (json) {
                    ArrayNode array = Json.MAPPER.createArrayNode();
                    all.forEach(key -> describe(array.addObject(), key));
                    setup.out().println(array);
                } else if (all.isEmpty()) {
                    setup.out().println("No keys: calls from this machine need none.");
                } else {
                    all.forEach(this::line);
                }
                setup.out().flush();
            }
            return CommandLine.ExitCode.OK;
        }

        private void line(StoredKey key) {
            setup.out()
                    .printf(
                            Locale.ROOT,
                            "%-18s %-10s %-24s made %s  %s%n",
                            key.id(),
                            key.hint(),
                            key.name(),
                            key.created(),
                            key.works() ? "works" : "revoked " + key.revoked());
        }

        private static void describe(ObjectNode json, StoredKey key) {
            json.put("id", key.id());
            json.put("name", key.name());
            json.put("hint", key.hint());
            json.put("created", key.created().toString());
            json.put("revoked", key.revoked() == null ? null : key.revoked().toString());
        }
    }

    /** {@code undercut key revoke}. */
    @Command(
            name = "revoke",
            description = "End a key. A running server notices within a second.",
            mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {
        @Mixin Setup setup = new Setup();

        @Parameters(paramLabel = "KEY", description = "The key's id or name.")
        String key = "";

        @Override
        public Integer call() throws IOException {
            Config config = setup.config();
            try (SqliteDatabase database = Wiring.database(config)) {
                Optional<KeyIdentity> ended = Wiring.keys(database, config).revoke(key);
                if (ended.isEmpty()) {
                    setup.err().println("undercut: no working key has the id or name " + key);
                    return CommandLine.ExitCode.SOFTWARE;
                }
                setup.out()
                        .println("Revoked " + ended.get().id() + " of " + ended.get().name() + ".");
                setup.out().flush();
            }
            return CommandLine.ExitCode.OK;
        }
    }
}

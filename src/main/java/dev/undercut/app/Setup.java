package dev.undercut.app;

import dev.undercut.app.config.BrokenConfig;
import dev.undercut.app.config.Config;
import dev.undercut.app.config.ConfigFile;
import dev.undercut.app.config.HostPort;
import dev.undercut.app.config.Problem;
import dev.undercut.market.data.MarketFacts;
import dev.undercut.provider.ProviderDirectory;
import dev.undercut.provider.sandbox.Pacing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that every command shares, and the configuration they lead to. */
public final class Setup {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Configuration file (default: ./undercut.yaml, else"
                            + " ~/.config/undercut/undercut.yaml).")
    @Nullable Path file;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the ledger and the keys are kept (default: ~/.undercut).")
    @Nullable Path dataDir;

    @Spec(Spec.Target.MIXEE)
    @Nullable CommandSpec command;

    /** Read at first use: every command has a setup, and one command runs. */
    private @Nullable ProviderDirectory directory;

    private @Nullable CompletableFuture<MarketFacts> market;

    /**
     * Begins to read the market, which takes as long as all that a command does before it needs it.
     */
    CompletableFuture<MarketFacts> market() {
        CompletableFuture<MarketFacts> begun = market;
        if (begun == null) {
            begun = CompletableFuture.supplyAsync(MarketFacts::load);
            market = begun;
        }
        return begun;
    }

    ProviderDirectory directory() {
        ProviderDirectory known = directory;
        if (known == null) {
            known = ProviderDirectory.load(System.getenv());
            directory = known;
        }
        return known;
    }

    /** The file, with the flags of this command laid over it. */
    ConfigFile configFile(@Nullable String host, @Nullable Integer port) {
        if (port != null && (port < 0 || port > 65_535)) {
            throw new UsageException(line(), "--port: expected 0 to 65535, got " + port);
        }
        UnaryOperator<Config> flags =
                config -> {
                    HostPort listen = config.listen();
                    listen = host == null ? listen : listen.withHost(host);
                    listen = port == null ? listen : listen.withPort(port);
                    Config changed = config.withListen(listen);
                    return dataDir == null
                            ? changed
                            : changed.withDataDir(dataDir.toAbsolutePath().normalize());
                };
        return new ConfigFile(Wiring.surroundings(directory()), file, flags);
    }

    /**
     * Reads it.
     *
     * @throws CommandLine.ParameterException when it is broken: wrong usage, exit 2
     */
    ConfigFile.Loaded load(ConfigFile configFile) {
        try {
            ConfigFile.Loaded loaded = configFile.load();
            Logging.level(loaded.config().logLevel());
            for (Problem warning : loaded.warnings()) {
                err().println("warning: " + warning);
            }
            return loaded;
        } catch (BrokenConfig e) {
            throw new UsageException(line(), String.valueOf(e.getMessage()));
        }
    }

    /** The configuration for a command that does not listen. */
    Config config() {
        return load(configFile(null, null)).config();
    }

    /** Takes over the market that is on its way. */
    void expect(CompletableFuture<MarketFacts> begun) {
        market = begun;
    }

    /** Everything but the server, for a command that does not listen. */
    public Wiring wiring() throws IOException {
        var _ = market();
        return wiring(config());
    }

    /** The same with simulated models that answer at once, and books in that folder. */
    public Wiring unpaced(Path folder) throws IOException {
        Config config = config().withDataDir(folder);
        return new Wiring(config, directory(), System.getenv(), Pacing.none(), market());
    }

    /** Everything but the server. */
    Wiring wiring(Config config) throws IOException {
        return new Wiring(config, directory(), System.getenv(), Pacing.real(), market());
    }

    /** The command's own line. */
    public CommandLine line() {
        if (command == null) {
            throw new IllegalStateException("used outside a command");
        }
        return command.commandLine();
    }

    /** Where answers go. */
    public PrintWriter out() {
        return line().getOut();
    }

    /** Where progress and errors go. */
    public PrintWriter err() {
        return line().getErr();
    }

    /** What the user gave is wrong: exit 2, the message as it is, no usage text after it. */
    public static final class UsageException extends CommandLine.ParameterException {
        private static final long serialVersionUID = 1L;

        /** At fault is that line. */
        public UsageException(CommandLine line, String message) {
            super(line, message);
        }
    }
}

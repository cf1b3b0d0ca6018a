package dev.undercut.app;

import dev.undercut.app.config.BrokenConfig;
import dev.undercut.app.config.BundledProviders;
import dev.undercut.app.config.Config;
import dev.undercut.app.config.ConfigFile;
import dev.undercut.app.config.Surroundings;
import dev.undercut.dispatch.ChatCalls;
import dev.undercut.gateway.Route;
import dev.undercut.ledger.Ledger;
import dev.undercut.market.data.MarketFacts;
import dev.undercut.provider.ProviderDirectory;
import dev.undercut.provider.sandbox.Pacing;
import dev.undercut.store.sqlite.Durability;
import dev.undercut.store.sqlite.SqliteDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The whole product in this process, listening on a port of its own, for tests from outside. */
public final class House implements AutoCloseable {

    private final Wiring wiring;
    private final Wiring.Listening listening;
    private final Config config;

    private House(Wiring wiring, Config config) throws IOException {
        this.wiring = wiring;
        this.config = config;
        this.listening = wiring.listen();
    }

    /**
     * Starts it.
     *
     * @param yaml the configuration file
     * @param environment all variables that it sees
     */
    public static House start(Path home, String yaml, Map<String, String> environment)
            throws IOException {
        Path file = home.resolve("undercut.yaml");
        Files.writeString(file, yaml);
        ProviderDirectory directory = ProviderDirectory.load(environment);
        BundledProviders bundled =
                id ->
                        directory
                                .find(id)
                                .map(facts ->
                                        new BundledProviders.Bundled(
                                                facts.dialect(),
                                                URI.create(facts.baseUrl()),
                                                facts.keyEnv()));
        Surroundings surroundings = new Surroundings(environment, home, home, bundled);
        try {
            Config config = new ConfigFile(surroundings, file, c -> c).load().config();
            Wiring wiring = new Wiring(config, directory, environment, Pacing.none(), MARKET);
            return new House(wiring, config);
        } catch (BrokenConfig e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Read once for all houses: it never changes. */
    private static final CompletableFuture<MarketFacts> MARKET =
            CompletableFuture.supplyAsync(MarketFacts::load);

    /**
     * Runs a command as the launcher would, in this process.
     *
     * @param exit 0 done, 1 failed, 2 wrong usage or configuration
     */
    public record Ran(int exit, String out, String err) {}

    /** Runs a command. */
    public static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit =
                UndercutCommand.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        return new Ran(exit, out.toString(), err.toString());
    }

    /** The books of a data directory whose server is dead. */
    public static Books books(Path dataDirectory) throws IOException {
        SqliteDatabase database = SqliteDatabase.open(dataDirectory, Durability.NORMAL);
        return new Books(database, Wiring.ledger(database, Duration.ofSeconds(5)));
    }

    /** The books without a server. */
    public record Books(SqliteDatabase database, Ledger ledger) implements AutoCloseable {
        @Override
        public void close() {
            ledger.close();
            database.close();
        }
    }

    /** The port it listens on. */
    public int port() {
        return listening.server().port();
    }

    /** The door by which commands in the same process call. */
    public ChatCalls calls() {
        return wiring.calls();
    }

    /** The books. */
    public Ledger ledger() {
        return wiring.ledger();
    }

    /** Reads the configuration again, unchanged: every provider key gets another chance. */
    public void reconfigure() {
        wiring.serving().use(config);
    }

    /** Every route. */
    public List<Route> routes() {
        return listening.server().routes();
    }

    /** What the server does every few seconds: look for feeds that are due and for imports. */
    public Runnable feeds() {
        return wiring.feedRefresh(System.getLogger(House.class.getName()))::look;
    }

    /** A token for the pages. */
    public String pageToken() {
        return listening.sessions().newToken();
    }

    /** Makes a key; its secret. */
    public String newKey(String name) throws IOException {
        return wiring.keys().create(name).secret();
    }

    /** Registers the operator's own key. */
    public void adoptAdminKey(String secret) throws IOException {
        wiring.keys().adopt(secret);
    }

    /** Ends a key. */
    public void revoke(String name) throws IOException {
        wiring.keys().revoke(name);
    }

    /** Where the ledger and the keys are. */
    public Path dataDirectory() {
        return config.dataDir();
    }

    @Override
    public void close() {
        listening.server().close();
        wiring.close();
    }
}

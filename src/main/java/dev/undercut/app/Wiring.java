package dev.undercut.app;

import dev.undercut.app.answers.EconomicsRoutes;
import dev.undercut.app.answers.MarketRoutes;
import dev.undercut.app.answers.MarketSources;
import dev.undercut.app.config.BundledProviders;
import dev.undercut.app.config.Config;
import dev.undercut.app.config.Surroundings;
import dev.undercut.app.feeds.FeedDesk;
import dev.undercut.app.feeds.FeedRefresh;
import dev.undercut.app.feeds.RefittedFacts;
import dev.undercut.app.feeds.ScoreRefit;
import dev.undercut.app.serving.Dialects;
import dev.undercut.app.serving.LiveServing;
import dev.undercut.app.serving.ResilienceSettings;
import dev.undercut.compute.verify.GuardedCallback;
import dev.undercut.compute.verify.Tools;
import dev.undercut.compute.verify.Verifiers;
import dev.undercut.compute.verify.confined.Confinement;
import dev.undercut.compute.verify.confined.Limits;
import dev.undercut.dispatch.ChatCalls;
import dev.undercut.dispatch.run.RunDoor;
import dev.undercut.dispatch.walk.Sessions;
import dev.undercut.economics.data.EconomicsFiles;
import dev.undercut.gateway.Route;
import dev.undercut.gateway.Server;
import dev.undercut.health.Health;
import dev.undercut.health.Speeds;
import dev.undercut.identity.ApiKeys;
import dev.undercut.identity.InstallSecret;
import dev.undercut.identity.KeyRing;
import dev.undercut.identity.PageSessions;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.RequestIds;
import dev.undercut.market.Catalog;
import dev.undercut.market.PriceHistory;
import dev.undercut.market.data.CapabilityFiles;
import dev.undercut.market.data.FeedNames;
import dev.undercut.market.data.MarketFacts;
import dev.undercut.market.intake.ScoreFact;
import dev.undercut.netguard.Reach;
import dev.undercut.netguard.Resolver;
import dev.undercut.provider.ProviderDirectory;
import dev.undercut.provider.ProviderFacts;
import dev.undercut.provider.http.Http1;
import dev.undercut.provider.sandbox.Pacing;
import dev.undercut.provider.sandbox.SandboxProvider;
import dev.undercut.route.Router;
import dev.undercut.runs.RunStore;
import dev.undercut.store.sqlite.Durability;
import dev.undercut.store.sqlite.SqliteDatabase;
import dev.undercut.store.sqlite.SqliteKeyStore;
import dev.undercut.store.sqlite.SqliteLedger;
import dev.undercut.store.sqlite.SqliteMarket;
import dev.undercut.store.sqlite.SqliteRuns;
import dev.undercut.store.sqlite.SqliteScores;
import dev.undercut.store.sqlite.SqliteSpeeds;
import dev.undercut.telemetry.Telemetry;
import dev.undercut.tokens.TokenCounter;
import dev.undercut.web.economics.Bills;
import dev.undercut.web.economics.EconomicsDesk;
import dev.undercut.web.market.MarketDesk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;

/** Builds the house: the only place that knows every class, and the order in which they come. */
public final class Wiring implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Wiring.class.getName());
    private static final long SANDBOX_SEED = 1;
    private static final long KEEP_SPEEDS_SECONDS = 60;
    private static final Duration CALLBACK = Duration.ofSeconds(10);
    private static final Duration LEDGER_PATIENCE = Duration.ofSeconds(5);

    private final Config config;
    private final ProviderDirectory directory;
    private final RefittedFacts refitted;
    private volatile MarketFacts facts;
    private final SqliteMarket imported;
    private volatile PriceHistory history;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService ticker;
    private final SqliteDatabase database;
    private final Ledger ledger;
    private final SqliteRuns runs;
    private final LiveServing serving;
    private final Telemetry telemetry = new Telemetry();
    private final ChatCalls calls;
    private final Health health;
    private final ScheduledFuture<?> keeping;
    private final MarketSources known = new MarketSources(() -> this.history);
    private final MarketDesk market;

    /**
     * Everything but the server.
     *
     * @param shipped the market, which may still be on its way
     * @throws IOException with a message for the operator, when the data directory cannot be used
     */
    Wiring(
            Config config,
            ProviderDirectory directory,
            Map<String, String> environment,
            Pacing pacing,
            CompletableFuture<MarketFacts> shipped)
            throws IOException {
        this.config = config;
        this.directory = directory;
        this.refitted =
                new RefittedFacts(
                        config.dataDir(), line -> LOG.log(System.Logger.Level.WARNING, line));
        CompletableFuture<MarketFacts> loading = refitted.guess(shipped);
        this.ticker =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("ticker").factory());
        this.health =
                new Health(
                        ResilienceSettings.health(config),
                        clock,
                        System::nanoTime,
                        new ThreadLocalChance(),
                        Wiring::keyOut);
        this.database = database(config);
        health.load(new SqliteSpeeds(database));
        telemetry.watch(health::reports);
        this.keeping =
                ticker.scheduleWithFixedDelay(
                        this::keepSpeeds,
                        KEEP_SPEEDS_SECONDS,
                        KEEP_SPEEDS_SECONDS,
                        TimeUnit.SECONDS);
        this.ledger = ledger(database, LEDGER_PATIENCE);
        this.runs = new SqliteRuns(database);
        this.imported = new SqliteMarket(database);
        Laps book = new Laps();
        List<ScoreFact> scores = new SqliteScores(database).scores();
        this.facts = book.timed(() -> refitted.of(loading.join(), scores));
        this.history = book.timed(() -> facts.history(imported));
        LiveServing.Sources sources =
                new LiveServing.Sources(
                        history,
                        directory,
                        environment,
                        new SandboxProvider(SANDBOX_SEED, clock, pacing),
                        health);
        this.serving = book.timed(() -> new LiveServing(sources, config, clock, ticker));
        LOG.log(
                System.Logger.Level.DEBUG,
                "book of {0} offers: waited {1} ms for it",
                serving.get().listing().book().offers().size(),
                book.millis());
        this.market = new MarketDesk(known, new MeasuredSpeeds(health), clock);
        this.calls =
                new ChatCalls(
                        serving,
                        new Router(new TokenCounter(), MarketFacts.outputExpectations(), health),
                        new ChatCalls.Records(ledger, new RequestIds(clock, random), telemetry),
                        new ChatCalls.Evidence(
                                health,
                                new Sessions(config.resilience().stickyTtl()),
                                new ThreadLocalChance()),
                        new ChatCalls.Time(clock, System::nanoTime, ticker),
                        door -> new RunDoor(door, runRooms()));
    }

    private RunDoor.Rooms runRooms() {
        Tools tools =
                new Tools(
                        new GuardedCallback(
                                new Reach(false, Resolver.OF_THE_MACHINE), Wiring::line, ticker),
                        new Confinement(Limits.usual(), cores(), System::nanoTime, this::word));
        return new RunDoor.Rooms(ledger, runs, tools, System::nanoTime, new ThreadLocalChance());
    }

    private static Http1 line(Http1.Names names, ScheduledExecutorService ticker) {
        return new Http1(
                names,
                () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
                CALLBACK,
                Verifiers.MOST_PATIENCE,
                ticker,
                System::nanoTime);
    }

    /** What nobody can guess. */
    private String word() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The logs of runs. */
    public RunStore runs() {
        return runs;
    }

    /** Where chat requests are answered. */
    public ChatCalls calls() {
        return calls;
    }

    /** How fast offers have been. */
    Speeds speeds() {
        return health;
    }

    /** Aside, because the ticker's own thread must not wait for a disk. */
    private void keepSpeeds() {
        Thread.ofVirtual()
                .name("speeds")
                .start(() -> {
                    try {
                        health.save(new SqliteSpeeds(database));
                    } catch (UncheckedIOException e) {
                        LOG.log(
                                System.Logger.Level.WARNING,
                                "speeds are not kept: {0}",
                                e.getMessage());
                    }
                });
    }

    private static void keyOut(String provider, int key, boolean rejected) {
        LOG.log(
                System.Logger.Level.ERROR,
                "{0} {1} key {2}: it is not used for now; look after the account",
                provider,
                rejected ? "rejects" : "says there is no money or quota left for",
                key);
    }

    /** The books. */
    public Ledger ledger() {
        return ledger;
    }

    /** What requests see of the world. */
    public LiveServing serving() {
        return serving;
    }

    ScheduledExecutorService ticker() {
        return ticker;
    }

    /** The keys of the data directory. */
    ApiKeys keys() throws IOException {
        return keys(database, config, clock, random);
    }

    /** The keys of a data directory, without anything else of the house. */
    static ApiKeys keys(SqliteDatabase database, Config config) throws IOException {
        return keys(database, config, Clock.systemUTC(), new SecureRandom());
    }

    /** The books in that database. */
    static Ledger ledger(SqliteDatabase database, Duration patience) throws IOException {
        return SqliteLedger.open(database, patience);
    }

    /**
     * The shipped history with what was imported; a data directory is not made for it.
     *
     * @param shipped the market, which may still be on its way
     * @param warn is told in a line what cannot be used
     */
    static PriceHistory history(
            CompletableFuture<MarketFacts> shipped, Config config, Consumer<String> warn)
            throws IOException {
        if (!Files.exists(config.dataDir().resolve(SqliteDatabase.FILE))) {
            return shipped.join().history();
        }
        RefittedFacts refitted = new RefittedFacts(config.dataDir(), warn);
        CompletableFuture<MarketFacts> loading = refitted.guess(shipped);
        try (SqliteDatabase database = database(config)) {
            List<ScoreFact> scores = new SqliteScores(database).scores();
            return refitted.of(loading.join(), scores).history(new SqliteMarket(database));
        }
    }

    /** The speeds that were kept; a data directory is not made for them. */
    static Speeds speeds(Config config) throws IOException {
        if (!Files.exists(config.dataDir().resolve(SqliteDatabase.FILE))) {
            return Speeds.NONE;
        }
        Health kept =
                new Health(
                        ResilienceSettings.health(config),
                        Clock.systemUTC(),
                        System::nanoTime,
                        new ThreadLocalChance(),
                        Wiring::keyOut);
        try (SqliteDatabase database = database(config)) {
            kept.load(new SqliteSpeeds(database));
        }
        return kept;
    }

    /** What imports feeds into that database. */
    static FeedDesk feedDesk(SqliteDatabase database, ProviderDirectory directory, Config config) {
        return feedDesk(
                new Importing(new SqliteMarket(database), database, cores()),
                directory,
                config,
                MarketFacts.load());
    }

    /** Where imports go, and how many threads may work for one. */
    private record Importing(SqliteMarket market, SqliteDatabase database, int threads) {}

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static FeedDesk feedDesk(
            Importing into, ProviderDirectory directory, Config config, MarketFacts facts) {
        Clock clock = Clock.systemUTC();
        return new FeedDesk(
                () -> catalog(facts, directory),
                facts::facts,
                into.market(),
                new SqliteScores(into.database()),
                new ScoreRefit(config.dataDir(), CapabilityFiles::evidence, clock, into.threads()),
                clock);
    }

    private static Catalog catalog(MarketFacts facts, ProviderDirectory directory) {
        return FeedNames.catalog(
                facts.models(),
                facts.aliases(),
                directory.all().stream().map(ProviderFacts::id).toList());
    }

    /** What keeps the book up to date with feeds and with imports of other processes. */
    FeedRefresh feedRefresh(System.Logger log) {
        // Half of the machine at most: requests go on meanwhile.
        Importing into = new Importing(imported, database, Math.max(1, cores() / 2));
        return new FeedRefresh(
                feedDesk(into, directory, config, facts), config.feeds(), this::marketChanged, log);
    }

    private void marketChanged() {
        MarketFacts current = refitted.of(facts, new SqliteScores(database).scores());
        PriceHistory changed = current.history(imported);
        facts = current;
        serving.use(changed);
        history = changed;
    }

    /** The database of the data directory. */
    static SqliteDatabase database(Config config) throws IOException {
        Durability durability = Durability.valueOf(config.storage().durability().name());
        return SqliteDatabase.open(config.dataDir(), durability);
    }

    /** The server, listening. */
    Listening listen() throws IOException {
        KeyRing ring = new KeyRing(new SqliteKeyStore(database), secret(config, random), clock);
        PageSessions sessions = new PageSessions(random, clock);
        Server.Settings settings =
                new Server.Settings(
                        config.listen().host(),
                        config.listen().port(),
                        allowedHosts(),
                        config.limits().maxBody(),
                        config.limits().requestRead(),
                        config.limits().write());
        Server server =
                new Server(
                        settings,
                        new Server.Rooms(
                                calls, Dialects.clients(), ledger, ring, sessions, telemetry),
                        Stream.of(
                                        new PageRoutes(calls, ledger, ring, sessions).all(),
                                        new RunRoutes(runs, ledger, ring).all(),
                                        desks())
                                .flatMap(List::stream)
                                .toList(),
                        System::nanoTime);
        return new Listening(server, sessions, ring);
    }

    /** The analyses, of the market and of economics. */
    private List<Route> desks() {
        EconomicsDesk economics =
                new EconomicsDesk(
                        EconomicsFiles::load,
                        known,
                        (days, now) -> Bills.of(ledger, days, now),
                        clock);
        return Stream.concat(
                        new MarketRoutes(market).all().stream(),
                        new EconomicsRoutes(economics).all().stream())
                .toList();
    }

    /** The server and what its greeting needs. */
    record Listening(Server server, PageSessions sessions, KeyRing keys) {}

    /** What this process finds around it. */
    static Surroundings surroundings(ProviderDirectory directory) {
        BundledProviders bundled = id -> directory.find(id).map(Wiring::bundled);
        return Surroundings.ofProcess(bundled);
    }

    private static BundledProviders.Bundled bundled(ProviderFacts facts) {
        return new BundledProviders.Bundled(
                facts.dialect(), URI.create(facts.baseUrl()), facts.keyEnv());
    }

    private Set<String> allowedHosts() {
        Set<String> hosts = new HashSet<>();
        config.allowedHosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        String own = config.listen().host();
        if (!own.equals("0.0.0.0") && !own.equals("::")) {
            hosts.add(own.contains(":") ? "[" + own + "]" : own.toLowerCase(Locale.ROOT));
        }
        return hosts;
    }

    private static ApiKeys keys(
            SqliteDatabase database, Config config, Clock clock, SecureRandom random)
            throws IOException {
        return new ApiKeys(new SqliteKeyStore(database), secret(config, random), clock, random);
    }

    private static InstallSecret secret(Config config, SecureRandom random) throws IOException {
        Path directory = config.dataDir();
        return InstallSecret.load(directory, random);
    }

    @Override
    public void close() {
        keeping.cancel(false);
        calls.close();
        serving.close();
        try {
            health.save(new SqliteSpeeds(database));
        } catch (UncheckedIOException e) {
            LOG.log(System.Logger.Level.WARNING, "speeds are not kept: {0}", e.getMessage());
        }
        runs.close();
        ledger.close();
        database.close();
        ticker.shutdownNow();
    }
}

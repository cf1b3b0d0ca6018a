package dev.undercut.app;

import dev.undercut.app.config.Config;
import dev.undercut.app.config.ConfigFile;
import dev.undercut.app.config.ConfigWatch;
import dev.undercut.app.feeds.FeedRefresh;
import dev.undercut.dispatch.Serving;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code undercut serve}: gateway and pages in one process. */
@Command(
        name = "serve",
        description = "Start the gateway and the pages in one process.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger(ServeCommand.class.getName());

    @Mixin Setup setup = new Setup();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Address to listen on (default: 127.0.0.1).")
    @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen on; 0 for any free one (default: 4747).")
    @Nullable Integer port;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var _ = setup.market();
        ConfigFile file = setup.configFile(host, port);
        ConfigFile.Loaded loaded = setup.load(file);
        Config config = loaded.config();
        try (Wiring house = house(config)) {
            adoptAdminKey(house);
            if (!config.listen().isLoopback() && house.keys().list().isEmpty()) {
                throw new Setup.UsageException(
                        setup.line(),
                        "undercut listens beyond this machine only once an API key exists. Make one"
                                + " with `undercut key create --name NAME`, or set"
                                + " UNDERCUT_ADMIN_KEY.");
            }
            Wiring.Listening listening = listen(house, config);
            CountDownLatch stop = stopOnSignal();
            watch(house, file, loaded);
            int open = house.runs().interrupted().size();
            if (open > 0) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} runs of test-time compute broke off with an earlier process; see"
                                + " `undercut compute resume`",
                        open);
            }
            greet(config, listening, house.serving().get());
            stop.await();
            listening.server().close();
        } finally {
            stopped.countDown();
        }
        return CommandLine.ExitCode.OK;
    }

    private final CountDownLatch stopped = new CountDownLatch(1);

    private Wiring house(Config config) throws IOException {
        try {
            return setup.wiring(config);
        } catch (IllegalArgumentException e) {
            throw new Setup.UsageException(setup.line(), String.valueOf(e.getMessage()));
        }
    }

    private static void adoptAdminKey(Wiring house) throws IOException {
        String adminKey = System.getenv("UNDERCUT_ADMIN_KEY");
        if (adminKey != null && !adminKey.isBlank()) {
            house.keys().adopt(adminKey);
        }
    }

    private static Wiring.Listening listen(Wiring house, Config config) throws IOException {
        try {
            return house.listen();
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "cannot listen on " + config.listen() + ": " + cause.getMessage(), e);
        }
    }

    private static void watch(Wiring house, ConfigFile file, ConfigFile.Loaded loaded) {
        house.serving().discover();
        var _ =
                house.ticker()
                        .scheduleWithFixedDelay(
                                () -> Thread.ofVirtual().start(house.serving()::discover),
                                60,
                                60,
                                TimeUnit.SECONDS);
        FeedRefresh feeds = house.feedRefresh(LOG);
        var _ =
                house.ticker()
                        .scheduleWithFixedDelay(
                                () -> Thread.ofVirtual().start(feeds::look),
                                2,
                                5,
                                TimeUnit.SECONDS);
        Consumer<Config> taker =
                changed -> {
                    house.serving().use(changed);
                    feeds.use(changed.feeds());
                };
        var _ =
                new ConfigWatch(file, loaded, taker, LOG)
                        .start(house.ticker(), Duration.ofSeconds(1));
    }

    /** SIGTERM and Ctrl-C: finish what is under way, close the books, then let the JVM end. */
    private CountDownLatch stopOnSignal() {
        CountDownLatch stop = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stop.countDown();
                                    awaitStopped();
                                },
                                "stop"));
        return stop;
    }

    private void awaitStopped() {
        try {
            if (!stopped.await(20, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "stopped before everything was closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void greet(Config config, Wiring.Listening listening, Serving serving) {
        String shown =
                config.listen().host().equals("0.0.0.0") ? "127.0.0.1" : config.listen().host();
        String url =
                "http://"
                        + (shown.contains(":") ? "[" + shown + "]" : shown)
                        + ":"
                        + listening.server().port();
        boolean keys = listening.keys().hasKeys();
        PrintWriter out = setup.out();
        out.println("Undercut listens on " + url);
        out.println();
        out.println("  Open       " + url + "/login?token=" + listening.sessions().newToken());
        out.println("  Providers  " + Greeting.providers(serving));
        out.println("  Base URL   " + url + "/v1   (for any OpenAI client)");
        out.println();
        out.println("  " + Greeting.curl(url, serving, keys));
        out.flush();
    }
}

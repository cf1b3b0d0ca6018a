package dev.undercut.app.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.app.config.Config.FeedSchedule;
import dev.undercut.market.data.CapabilityFiles;
import dev.undercut.market.data.FeedNames;
import dev.undercut.market.data.MarketFacts;
import dev.undercut.market.feed.Manner;
import dev.undercut.market.feed.source.Feeds;
import dev.undercut.store.sqlite.Durability;
import dev.undercut.store.sqlite.SqliteDatabase;
import dev.undercut.store.sqlite.SqliteMarket;
import dev.undercut.store.sqlite.SqliteScores;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeds that the server imports by itself. */
class FeedRefreshTest {
    @TempDir private Path home;
    private SqliteDatabase database;
    private SqliteMarket market;
    private FeedDesk desk;
    private Path file;
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final AtomicInteger changes = new AtomicInteger();
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        database = SqliteDatabase.open(home, Durability.NORMAL);
        market = new SqliteMarket(database);
        MarketFacts facts = MarketFacts.load();
        desk =
                new FeedDesk(
                        () -> FeedNames.catalog(facts.models(), facts.aliases(), List.of("openai")),
                        facts::facts,
                        market,
                        new SqliteScores(database),
                        new ScoreRefit(home, CapabilityFiles::evidence, () -> now, 1),
                        () -> now);
        file = home.resolve("list.csv");
        write("2");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void write(String input) throws IOException {
        Files.writeString(
                file,
                "provider,model,upstream_id,input,output\nopenai,gpt-4o,gpt-4o-mine,"
                        + input
                        + ",8\n");
    }

    private FeedRefresh refresh() {
        return new FeedRefresh(
                desk,
                List.of(
                        new FeedSchedule(
                                "prices-csv", file.toString(), Duration.ofHours(6), false)),
                changes::incrementAndGet,
                new Listener(),
                Origin::open,
                Runnable::run);
    }

    @Test
    void a_feed_is_read_at_once_and_then_when_it_is_due() throws IOException {
        FeedRefresh refresh = refresh();
        refresh.look();
        assertThat(market.facts()).hasSize(1);
        assertThat(changes).hasValue(1);
        write("3");
        now = now.plus(Duration.ofHours(5));
        refresh.look();
        assertThat(market.facts()).hasSize(1);
        now = now.plus(Duration.ofHours(1));
        refresh.look();
        assertThat(market.facts()).hasSize(2);
        assertThat(changes).hasValue(2);
    }

    @Test
    void a_restart_does_not_read_it_before_it_is_due() throws IOException {
        refresh().look();
        write("3");
        now = now.plus(Duration.ofHours(1));
        refresh().look();
        assertThat(market.facts()).hasSize(1);
    }

    @Test
    void a_feed_that_fails_is_said_in_one_line_and_changes_nothing() throws IOException {
        FeedRefresh refresh = refresh();
        refresh.look();
        Files.writeString(file, "<html>");
        now = now.plus(Duration.ofHours(7));
        refresh.look();
        assertThat(said.stream().filter(line -> line.contains("not refreshed")))
                .singleElement()
                .asString()
                .contains("prices-csv", "a web page")
                .doesNotContain("\n");
        assertThat(market.facts()).hasSize(1);
        assertThat(changes).hasValue(1);
    }

    @Test
    void a_feed_that_hangs_keeps_no_other_waiting_and_is_not_asked_twice() throws Exception {
        Path slow = Files.copy(file, home.resolve("slow.csv"));
        CountDownLatch comes = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        FeedRefresh refresh =
                new FeedRefresh(
                        desk,
                        List.of(every(slow, Duration.ofHours(6)), every(file, Duration.ofHours(6))),
                        changes::incrementAndGet,
                        new Listener(),
                        origin -> {
                            if (origin.name().equals("slow")) {
                                asked.incrementAndGet();
                                await(comes);
                            }
                            return origin.open();
                        },
                        feed -> threads.add(Thread.ofVirtual().start(feed)));
        refresh.look();
        threads.get(1).join();
        assertThat(market.facts()).hasSize(1);
        assertThat(changes).hasValue(1);
        write("3");
        now = now.plus(Duration.ofHours(6));
        refresh.look();
        threads.get(2).join();
        assertThat(market.facts()).hasSize(2);
        assertThat(asked).hasValue(1);
        assertThat(threads).hasSize(3);
        comes.countDown();
        threads.get(0).join();
        assertThat(market.lastReadings()).hasSize(2);
        assertThat(said).noneMatch(line -> line.contains("not refreshed"));
    }

    @Test
    void feeds_that_come_together_are_written_one_after_the_other() throws Exception {
        Path other = home.resolve("other.csv");
        Files.writeString(
                other,
                "provider,model,upstream_id,input,output\nopenai,gpt-4o,gpt-4o-theirs,2,8\n");
        CyclicBarrier together = new CyclicBarrier(2);
        List<Thread> threads = new ArrayList<>();
        FeedRefresh refresh =
                new FeedRefresh(
                        desk,
                        List.of(every(other, Duration.ofDays(1)), every(file, Duration.ofDays(1))),
                        changes::incrementAndGet,
                        new Listener(),
                        origin -> {
                            Origin.Opened opened = origin.open();
                            await(together);
                            return opened;
                        },
                        feed -> threads.add(Thread.ofVirtual().start(feed)));
        refresh.look();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(said).noneMatch(line -> line.contains("not refreshed"));
        assertThat(market.facts()).hasSize(2);
        assertThat(changes).hasValue(2);
    }

    private static FeedSchedule every(Path list, Duration time) {
        return new FeedSchedule("prices-csv", list.toString(), time, false);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void await(CyclicBarrier barrier) throws IOException {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IOException(e);
        }
    }

    @Test
    void what_another_process_imports_is_noticed() throws IOException {
        FeedRefresh refresh = refresh();
        refresh.use(List.of());
        refresh.look();
        assertThat(changes).hasValue(0);
        desk.read(
                Feeds.find("prices-csv").orElseThrow(),
                "by-hand",
                Origin.parse(file.toString(), false),
                Manner.CAREFUL,
                size -> read -> {});
        refresh.look();
        refresh.look();
        assertThat(changes).hasValue(1);
    }

    private final class Listener implements Logger {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String message,
                @Nullable Throwable thrown) {
            said.add(String.valueOf(message));
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String format,
                @Nullable Object... parameters) {
            said.add(String.valueOf(format));
        }
    }
}

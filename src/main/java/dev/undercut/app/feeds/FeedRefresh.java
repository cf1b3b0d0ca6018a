package dev.undercut.app.feeds;

import dev.undercut.app.config.Config;
import dev.undercut.market.feed.Feed;
import dev.undercut.market.feed.Manner;
import dev.undercut.market.feed.source.Feeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Imports the configured feeds again and again. A feed that fails is said in one line and tried
 * again when it is due; what was known before stays in force. Each is fetched by itself, so that
 * one that hangs keeps no other waiting; what they bring is written one after the other.
 */
public final class FeedRefresh {
    private final FeedDesk desk;
    private final Runnable changed;
    private final Logger log;
    private final Fetching fetching;
    private final Executor threads;
    private final Map<Config.FeedSchedule, Instant> tried = new ConcurrentHashMap<>();
    private final Set<Config.FeedSchedule> underWay = ConcurrentHashMap.newKeySet();
    private volatile List<Config.FeedSchedule> feeds;
    private final AtomicBoolean looking = new AtomicBoolean();

    /** Held by who writes, or tells of what was written. */
    private final ReentrantLock pen = new ReentrantLock();

    private boolean indexLookedAt;
    private long version;

    /** Fetches a feed, or opens its file. */
    @FunctionalInterface
    interface Fetching {
        /**
         * Blocks until the feed is here.
         *
         * @throws IOException when it does not come
         */
        Origin.Opened open(Origin origin) throws IOException;
    }

    /**
     * Makes a schedule.
     *
     * @param feeds what to import and how often
     * @param changed called when the journal has changed, also by a command in another process; by
     *     one thread at a time
     */
    public FeedRefresh(
            FeedDesk desk, List<Config.FeedSchedule> feeds, Runnable changed, Logger log) {
        this(desk, feeds, changed, log, Origin::open, Thread::startVirtualThread);
    }

    FeedRefresh(
            FeedDesk desk,
            List<Config.FeedSchedule> feeds,
            Runnable changed,
            Logger log,
            Fetching fetching,
            Executor threads) {
        this.desk = desk;
        this.fetching = fetching;
        this.threads = threads;
        this.feeds = List.copyOf(feeds);
        this.changed = changed;
        this.log = log;
        this.version = desk.intake().version();
    }

    /** Takes a new configuration. */
    public void use(List<Config.FeedSchedule> newFeeds) {
        feeds = List.copyOf(newFeeds);
    }

    /**
     * Begins to import what is due, each feed in a thread of its own, and tells of what another
     * process changed. Returns at once while another thread looks; never throws.
     */
    public void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        try {
            refit();
            feeds.forEach(this::beginIfDue);
            if (pen.tryLock()) { // who has it tells when done
                try {
                    tell();
                } finally {
                    pen.unlock();
                }
            }
        } finally {
            looking.set(false);
        }
    }

    /** Once: only an upgrade, or a loss while nobody served, leaves scores without their index. */
    private void refit() {
        if (indexLookedAt) {
            return;
        }
        indexLookedAt = true;
        pen.lock();
        try {
            desk.refit(size -> read -> {})
                    .ifPresent(index -> {
                        say(index);
                        changed.run();
                    });
        } catch (IOException | RuntimeException e) {
            log.log(
                    Level.WARNING,
                    "the capability index was not fitted to the imported scores: "
                            + e.getMessage());
        } finally {
            pen.unlock();
        }
    }

    private void say(IndexChange index) {
        log.log(
                Level.INFO,
                "capability index "
                        + index.version()
                        + ": "
                        + index.moved()
                        + " places moved by more than 1 point");
    }

    private void beginIfDue(Config.FeedSchedule feed) {
        saying(
                feed,
                () -> {
                    if (!underWay.contains(feed) && isDue(feed)) {
                        tried.put(feed, desk.clock().instant());
                        underWay.add(feed);
                        threads.execute(() -> refreshAndEnd(feed));
                    }
                });
    }

    private void refreshAndEnd(Config.FeedSchedule feed) {
        try {
            saying(feed, () -> refresh(feed));
        } finally {
            underWay.remove(feed);
        }
    }

    /** What may fail for one feed. */
    private interface Step {
        void run() throws IOException;
    }

    private void saying(Config.FeedSchedule feed, Step step) {
        try {
            step.run();
        } catch (IOException | UncheckedIOException e) {
            log.log(Level.WARNING, "feed " + feed.kind() + " was not refreshed: " + e.getMessage());
        } catch (RuntimeException e) {
            log.log(Level.ERROR, "feed " + feed.kind() + " was not refreshed", e);
        }
    }

    private void tell() {
        try {
            long now = desk.intake().version();
            if (now != version) {
                version = now;
                changed.run();
            }
        } catch (RuntimeException e) {
            log.log(Level.WARNING, "the journal of prices cannot be read: " + e.getMessage());
        }
    }

    private boolean isDue(Config.FeedSchedule feed) {
        Instant last = tried.get(feed);
        if (last == null) {
            last = desk.intake().lastReadings().get(source(feed));
        }
        return last == null || !desk.clock().instant().isBefore(last.plus(feed.every()));
    }

    private void refresh(Config.FeedSchedule feed) throws IOException {
        Origin.Opened opened = fetching.open(Origin.parse(feed.url(), feed.internal()));
        pen.lock();
        try {
            say(
                    feed,
                    desk.take(
                            known(feed), source(feed), opened, Manner.CAREFUL, size -> read -> {}));
            tell();
        } finally {
            pen.unlock();
        }
    }

    private void say(Config.FeedSchedule feed, FeedDesk.Outcome outcome) {
        if (outcome.changes()) {
            log.log(Level.INFO, "feed " + feed.kind() + " brought changes");
        }
        if (outcome instanceof FeedDesk.Outcome.Scores(var _, IndexChange index) && index != null) {
            say(index);
        }
    }

    private static String source(Config.FeedSchedule feed) {
        return known(feed).source(Origin.parse(feed.url(), feed.internal()).name());
    }

    private static Feed known(Config.FeedSchedule feed) {
        return Feeds.find(feed.kind())
                .orElseThrow(() -> new IllegalStateException("no kind of feed: " + feed.kind()));
    }
}

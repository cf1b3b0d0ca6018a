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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Imports the configured feeds again and again. A feed that fails is said in one line and tried
 * again when it is due; what was known before stays in force.
 */
public final class FeedRefresh {
    private final FeedDesk desk;
    private final Runnable changed;
    private final Logger log;
    private final Map<Config.FeedSchedule, Instant> tried = new HashMap<>();
    private volatile List<Config.FeedSchedule> feeds;
    private final AtomicBoolean looking = new AtomicBoolean();
    private boolean indexLookedAt;
    private long version;

    /**
     * Makes a schedule.
     *
     * @param feeds what to import and how often
     * @param changed called when the journal has changed, also by a command in another process
     */
    public FeedRefresh(
            FeedDesk desk, List<Config.FeedSchedule> feeds, Runnable changed, Logger log) {
        this.desk = desk;
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
     * Imports what is due and tells of what changed. Blocks while it does; returns at once while
     * another thread does; never throws.
     */
    public void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        try {
            refit();
            refreshDue();
            tell();
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

    private void refreshDue() {
        for (Config.FeedSchedule feed : feeds) {
            try {
                if (isDue(feed)) {
                    tried.put(feed, desk.clock().instant());
                    refresh(feed);
                    tell(); // now: the next one may take its time, or hang
                }
            } catch (IOException | UncheckedIOException e) {
                log.log(
                        Level.WARNING,
                        "feed " + feed.kind() + " was not refreshed: " + e.getMessage());
            } catch (RuntimeException e) {
                log.log(Level.ERROR, "feed " + feed.kind() + " was not refreshed", e);
            }
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
        FeedDesk.Outcome outcome =
                desk.read(
                        known(feed),
                        source(feed),
                        Origin.parse(feed.url(), feed.internal()),
                        Manner.CAREFUL,
                        size -> read -> {});
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

package dev.undercut.app.config;

import dev.undercut.app.config.ConfigFile.Loaded;
import dev.undercut.app.config.ConfigFile.Stamp;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Puts a changed configuration file into effect without a restart.
 *
 * <p>A change is read once two looks in a row have seen the same version, so that a file is not
 * read while an editor is still writing it. A file that is broken or gone is refused whole, said
 * once, and what held before goes on. The keys of the listener, the folder and the storage keep the
 * values of the start.
 */
public final class ConfigWatch {

    private final ConfigFile file;
    private final Consumer<Config> taker;
    private final Logger log;
    private Config current;
    private Stamp done;
    private Stamp before;

    /**
     * @param started what the program started with
     * @param taker gets each new configuration; an {@link IllegalArgumentException} refuses it
     * @param log gets what happened, and why a file was refused
     */
    public ConfigWatch(ConfigFile file, Loaded started, Consumer<Config> taker, Logger log) {
        this.file = file;
        this.taker = taker;
        this.log = log;
        this.current = started.config();
        this.done = started.seen();
        this.before = started.seen();
    }

    /** Looks every {@code period} until the answer is cancelled. */
    public ScheduledFuture<?> start(ScheduledExecutorService scheduler, Duration period) {
        long nanos = period.toNanos();
        return scheduler.scheduleWithFixedDelay(
                this::lookWithoutDying, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** Looks once. */
    public synchronized void look() {
        Stamp now = file.stamp();
        boolean settled = now.equals(before);
        before = now;
        if (!settled || now.equals(done)) {
            return;
        }
        done = now;
        if (now.equals(Stamp.NO_FILE)) {
            log.log(Level.WARNING, "the configuration file is gone; what it said still holds");
            return;
        }
        try {
            take(file.load());
        } catch (BrokenConfig | IllegalArgumentException refused) {
            log.log(
                    Level.ERROR,
                    "the changed configuration is refused, the old one still holds:\n"
                            + refused.getMessage());
        }
    }

    private void take(Loaded loaded) {
        List<String> late = loaded.config().needingRestart(current);
        if (!late.isEmpty()) {
            log.log(
                    Level.WARNING,
                    "changed, but in effect only after a restart: " + String.join(", ", late));
        }
        loaded.warnings().forEach(warning -> log.log(Level.WARNING, warning.toString()));
        Config fresh = loaded.config().startedAs(current);
        if (!fresh.equals(current)) {
            taker.accept(fresh);
            current = fresh;
            log.log(Level.INFO, "the changed configuration is in effect");
        }
    }

    private void lookWithoutDying() {
        try {
            look();
        } catch (RuntimeException bug) {
            // A scheduler drops a task that throws, and then no change would ever be seen again.
            log.log(Level.ERROR, "the configuration could not be looked at", bug);
        }
    }
}

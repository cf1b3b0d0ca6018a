package dev.undercut.app.feeds;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** A bar on standard error, where that is a terminal, for what takes more than a second. */
public final class ProgressBar implements FeedDesk.Progress {
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final long PAUSE_NANOS = 100_000_000L;
    private static final int WIDTH = 40;
    private static final double PERCENT = 100.0;

    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final long start;
    private boolean shown;
    private long last;

    /**
     * Makes a bar.
     *
     * @param terminal whether {@code err} is one
     * @param nanos a clock that only goes forward
     */
    public ProgressBar(PrintWriter err, boolean terminal, LongSupplier nanos) {
        this.err = err;
        this.terminal = terminal;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    /**
     * Whether standard error is a terminal. The JDK tells of standard input and output only, so the
     * system is asked: by what the stream is called where there is {@code /proc}, else by the
     * shell; no where there is neither.
     */
    public static boolean isOnTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
            return isTerminalToTheShell();
        }
    }

    static boolean isTerminalToTheShell() {
        try {
            return new ProcessBuilder("/bin/sh", "-c", "test -t 2")
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public LongConsumer of(long size) {
        return read -> {
            long now = nanos.getAsLong();
            if (terminal && now - start > PATIENCE_NANOS && now - last > PAUSE_NANOS) {
                last = now;
                draw(read, Math.max(size, 1));
            }
        };
    }

    @Override
    public void says(String what) {
        if (terminal) {
            end();
            err.print(what);
            err.flush();
            shown = true;
        }
    }

    /** Takes the bar away. */
    public void end() {
        if (shown) {
            err.print("\r" + " ".repeat(WIDTH + 10) + "\r");
            err.flush();
            shown = false;
        }
    }

    private void draw(long read, long size) {
        double part = Math.min(1, (double) read / size);
        int filled = (int) (part * WIDTH);
        err.printf(
                "\r[%s%s] %3.0f %%",
                "#".repeat(filled), " ".repeat(WIDTH - filled), part * PERCENT);
        err.flush();
        shown = true;
    }
}

package dev.undercut.market.feed;

import dev.undercut.netguard.Reach;
import dev.undercut.provider.http.Http1;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a feed into a file, within bounds of size and time. Follows few redirects, each one
 * checked, and connects to the addresses that were checked; what the server says of the content's
 * type is not believed.
 */
public final class Download {
    private static final int REDIRECTS = 5;
    private static final int OK = 200;
    private static final int PIECE = 1 << 16;
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Accept", "application/json, text/csv, */*;q=0.1",
                    "Accept-Encoding", "gzip",
                    "User-Agent", "undercut",
                    "Connection", "close");

    private final Reach reach;
    private final Line line;
    private final Bounds bounds;

    /**
     * How much is waited for and taken.
     *
     * @param most the most bytes of an answer
     * @param patience the longest time for all of it
     */
    public record Bounds(long most, Duration patience) {}

    /** Opens the way to a source; only to the addresses that {@code names} gives. */
    @FunctionalInterface
    public interface Line {
        /** Closed by who asks for it. */
        Http1 open(Http1.Names names, ScheduledExecutorService ticker);
    }

    /** Makes a fetcher. */
    public Download(Reach reach, Line line, Bounds bounds) {
        this.reach = reach;
        this.line = line;
        this.bounds = bounds;
    }

    /**
     * Fetches.
     *
     * @param file takes the answer; left as it may be on failure
     * @throws IOException when refused, unanswered, too large or too slow
     */
    public void fetch(URI address, Path file) throws IOException {
        ScheduledExecutorService ticker =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("download").factory());
        try {
            Fetch fetch = new Fetch(ticker, file);
            var _ =
                    ticker.schedule(
                            fetch::cut, bounds.patience().toMillis(), TimeUnit.MILLISECONDS);
            fetch.all(address);
        } finally {
            ticker.shutdownNow();
        }
    }

    /** One fetch under way. */
    private final class Fetch {
        private final ScheduledExecutorService ticker;
        private final Path file;
        private volatile boolean late;
        private volatile @Nullable Http1 current;

        Fetch(ScheduledExecutorService ticker, Path file) {
            this.ticker = ticker;
            this.file = file;
        }

        void all(URI address) throws IOException {
            URI at = address;
            for (int hop = 0; hop <= REDIRECTS; hop++) {
                URI next = one(at, hop == 0);
                if (next == null) {
                    return;
                }
                at = next;
            }
            throw new IOException("more than " + REDIRECTS + " redirects");
        }

        /** Ends whatever waits. */
        void cut() {
            late = true;
            Http1 waiting = current;
            if (waiting != null) {
                waiting.close();
            }
        }

        /** Where to go on, or null when the answer is in the file. */
        private @Nullable URI one(URI at, boolean named) throws IOException {
            InetAddress[] checked = reach.addresses(at, named).toArray(InetAddress[]::new);
            try (Http1 http = line.open(host -> checked, ticker)) {
                current = http;
                if (late) {
                    throw new IOException("no time is left");
                }
                try (Http1.Exchange answer =
                        http.get(Http1.target(at, HEADERS), bounds.patience())) {
                    if (answer.status() != OK) {
                        return next(at, answer);
                    }
                    save(answer.body());
                    return null;
                }
            } catch (BrokenFeed e) {
                throw e;
            } catch (IOException e) {
                throw late ? tooSlow(at, e) : failed(at, e);
            }
        }

        private void save(InputStream body) throws IOException {
            try (OutputStream out = Files.newOutputStream(file)) {
                byte[] piece = new byte[PIECE];
                long total = 0;
                for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
                    total += read;
                    if (total > bounds.most()) {
                        throw FeedBytes.tooLong(bounds.most());
                    }
                    out.write(piece, 0, read);
                }
            }
        }
    }

    private static URI next(URI at, Http1.Exchange answer) throws BrokenFeed {
        String location = answer.header("location");
        if (answer.status() / 100 != 3 || location == null || location.isEmpty()) {
            throw new BrokenFeed(at.getHost() + " answered with status " + answer.status());
        }
        try {
            return at.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new BrokenFeed(at.getHost() + " redirects to no address", e);
        }
    }

    private IOException tooSlow(URI at, IOException e) {
        return new IOException(
                at.getHost() + " took longer than " + bounds.patience().toSeconds() + " s", e);
    }

    private static IOException failed(URI at, IOException e) {
        return new IOException(
                "cannot fetch from %s: %s"
                        .formatted(at.getHost(), e.getMessage() == null ? e : e.getMessage()),
                e);
    }
}

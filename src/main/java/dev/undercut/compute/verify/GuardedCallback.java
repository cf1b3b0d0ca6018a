package dev.undercut.compute.verify;

import dev.undercut.netguard.Reach;
import dev.undercut.provider.http.Http1;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Posts only to addresses that {@link Reach} allows. A name is resolved once, and the connection
 * made to the very address that was checked; a redirect is not followed. Nothing is sent but what
 * is handed in.
 */
public final class GuardedCallback implements Callback {
    private static final int OK = 200;
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Type", "application/json",
                    "Accept", "application/json",
                    "User-Agent", "undercut",
                    "Connection", "close");

    private final Reach reach;
    private final Line line;
    private final ScheduledExecutorService ticker;

    /** Opens the way to an address; only to the addresses that {@code names} gives. */
    @FunctionalInterface
    public interface Line {
        /** Closed by who asks for it. */
        Http1 open(Http1.Names names, ScheduledExecutorService ticker);
    }

    /**
     * Makes one.
     *
     * @param ticker looks at the limits of time
     */
    public GuardedCallback(Reach reach, Line line, ScheduledExecutorService ticker) {
        this.reach = reach;
        this.line = line;
        this.ticker = ticker;
    }

    @Override
    public void check(URI url) throws IOException {
        var _ = reach.addresses(url, false);
    }

    @Override
    public byte[] post(URI url, byte[] json, Duration patience)
            throws IOException, InterruptedException {
        InetAddress[] checked = reach.addresses(url, false).toArray(InetAddress[]::new);
        AtomicBoolean late = new AtomicBoolean();
        try (Http1 http = line.open(host -> checked, ticker)) {
            Runnable closing = http::close;
            ScheduledFuture<?> cut =
                    ticker.schedule(
                            () -> {
                                late.set(true);
                                closing.run();
                            },
                            patience.toMillis(),
                            TimeUnit.MILLISECONDS);
            try (Http1.Exchange answer = http.post(Http1.target(url, HEADERS), json, patience)) {
                return body(answer);
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                throw late.get()
                        ? new IOException("no answer within " + patience.toMillis() + " ms", e)
                        : e;
            } finally {
                cut.cancel(false);
            }
        }
    }

    private static byte[] body(Http1.Exchange answer) throws IOException {
        if (answer.status() != OK) {
            throw new IOException("it answered with status " + answer.status());
        }
        try (InputStream in = answer.body()) {
            byte[] body = in.readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                throw new IOException("it answered with more than " + MOST_BYTES + " bytes");
            }
            return body;
        }
    }
}
